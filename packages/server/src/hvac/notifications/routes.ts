import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { ApplianceNotificationList, GatewayId, NotificationQuery, ours } from '@hearthgate/wire';
import { callerOf } from '../../access/index.ts';
import { languageOf } from '../../platform/http/language.ts';
import type { Hvac } from '../hvac.ts';
import { listNotifications } from './list-notifications.ts';

const GatewayParams = Type.Object({ gatewayId: GatewayId });

export function addNotificationRoutes(app: FastifyInstance, hvac: Hvac): void {
  app.get<{ Params: Type.Static<typeof GatewayParams>; Querystring: NotificationQuery }>(
    '/hvacs/:gatewayId/notifications',
    {
      config: { partner: { need: 'monitoring' } },
      schema: {
        tags: ['HVAC'],
        summary: 'Faults and hints of the appliance',
        security: [{ apiKey: [] }],
        ...ours,
        params: GatewayParams,
        querystring: NotificationQuery,
        response: { 200: ApplianceNotificationList },
      },
    },
    async (request, reply) => {
      const language = languageOf(request);
      reply.header('content-language', language);
      const input = { ...request.params, query: request.query, language };
      return listNotifications({ hvac, caller: callerOf(request) }, input);
    },
  );
}
