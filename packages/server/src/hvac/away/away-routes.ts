import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { Away, AwayChanged, AwayOrder, GatewayId, ours } from '@hearthgate/wire';
import { callerOf, changerOf } from '../../access/index.ts';
import type { CommandDesk } from '../commands/command-desk.ts';
import {
  CommandHeaders,
  CommandQuery,
  Pending,
  commandWish,
  sendOutcome,
} from '../commands/command-route.ts';
import type { Hvac } from '../hvac.ts';
import { sendShown } from '../shown/send-shown.ts';
import { getAway } from './get-away.ts';
import { putAway } from './put-away.ts';

const GatewayParams = Type.Object({ gatewayId: GatewayId });
type GatewayPath = Type.Static<typeof GatewayParams>;

export function addAwayRoutes(app: FastifyInstance, hvac: Hvac, desk: CommandDesk): void {
  const common = { tags: ['Away and holidays'], security: [{ apiKey: [] }], ...ours, params: GatewayParams };

  app.get<{ Params: GatewayPath }>(
    '/hvacs/:gatewayId/away',
    {
      config: { partner: { need: 'remoteControl' } },
      schema: { ...common, summary: 'Is the system set to away?', response: { 200: Away } },
    },
    (request, reply) =>
      sendShown(hvac, reply, getAway({ hvac, caller: callerOf(request) }, request.params.gatewayId)),
  );

  app.put<{ Params: GatewayPath; Body: AwayOrder; Headers: CommandHeaders; Querystring: CommandQuery }>(
    '/hvacs/:gatewayId/away',
    {
      config: { partner: { need: 'remoteControl', ownIdempotency: true } },
      schema: {
        ...common,
        summary: 'Switch away on or off; confirmed by read-back',
        headers: CommandHeaders,
        querystring: CommandQuery,
        body: AwayOrder,
        response: { 200: AwayChanged, 202: Pending },
      },
    },
    async (request, reply) => {
      const outcome = await putAway(
        { hvac, caller: changerOf(request), desk },
        { ...request.params, order: request.body, ...commandWish(request) },
      );
      return sendOutcome(reply, request.params.gatewayId, outcome);
    },
  );
}
