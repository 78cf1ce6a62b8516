import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { GatewayId, HeatSource, HeatSourceList, ours } from '@hearthgate/wire';
import { callerOf } from '../../access/index.ts';
import { hasPart } from '../has-part.ts';
import type { Hvac } from '../hvac.ts';
import { sendShown } from '../shown/send-shown.ts';
import { getHeatSource, listHeatSources } from './read-heat-sources.ts';
import { heatSourceIds } from './source-resources.ts';

const security = [{ apiKey: [] }];
const tags = ['HVAC'];
const GatewayParams = Type.Object({ gatewayId: GatewayId });
const SourceParams = Type.Object({
  gatewayId: GatewayId,
  heatSourceId: Type.Integer({ minimum: 1, maximum: 99 }),
});

export function addHeatSourceRoutes(app: FastifyInstance, hvac: Hvac): void {
  app.get<{ Params: Type.Static<typeof GatewayParams> }>(
    '/hvacs/:gatewayId/heatSources',
    {
      config: { partner: { need: 'monitoring' } },
      schema: {
        tags,
        summary: 'All heat sources',
        security,
        ...ours,
        params: GatewayParams,
        response: { 200: HeatSourceList },
      },
    },
    (request, reply) => {
      const { gatewayId } = request.params;
      return sendShown(hvac, reply, listHeatSources({ hvac, caller: callerOf(request) }, gatewayId));
    },
  );

  app.get<{ Params: Type.Static<typeof SourceParams> }>(
    '/hvacs/:gatewayId/heatSources/:heatSourceId',
    {
      config: {
        partner: {
          need: 'monitoring',
          variablesExist: (gatewayId, { heatSourceId = '' }) =>
            hasPart(hvac, gatewayId, `/heatSources/${heatSourceId}`, (state) =>
              heatSourceIds(state).some((id) => String(id) === heatSourceId),
            ),
        },
      },
      schema: {
        tags,
        summary: 'One heat source: what it does now, and what it has done',
        security,
        ...ours,
        params: SourceParams,
        response: { 200: HeatSource },
      },
    },
    (request, reply) =>
      sendShown(hvac, reply, getHeatSource({ hvac, caller: callerOf(request) }, request.params)),
  );
}
