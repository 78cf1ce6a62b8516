import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { ComponentList, GatewayId, documented } from '@hearthgate/wire';
import { callerOf } from '../../access/index.ts';
import type { Hvac } from '../hvac.ts';
import { listComponents } from './list-components.ts';

const GatewayParams = Type.Object({ gatewayId: GatewayId });

export function addComponentRoutes(app: FastifyInstance, hvac: Hvac): void {
  app.get<{ Params: Type.Static<typeof GatewayParams> }>(
    '/hvacs/:gatewayId/components',
    {
      config: { partner: { need: 'monitoring' } },
      schema: {
        tags: ['HVAC'],
        summary: 'The parts of a system, with what each of them measures',
        security: [{ apiKey: [] }],
        ...documented,
        params: GatewayParams,
        response: { 200: ComponentList },
      },
    },
    (request) => listComponents({ hvac, caller: callerOf(request) }, request.params.gatewayId),
  );
}
