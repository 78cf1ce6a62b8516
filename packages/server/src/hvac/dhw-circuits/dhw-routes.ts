import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import {
  DhwCharge,
  DhwChargeChanged,
  DhwChargeOrder,
  DhwCircuit,
  DhwCircuitList,
  DhwCircuitPatch,
  DhwCircuitPatched,
  GatewayId,
  documented,
  ours,
} from '@hearthgate/wire';
import { callerOf, changerOf } from '../../access/index.ts';
import type { CommandDesk } from '../commands/command-desk.ts';
import {
  CommandHeaders,
  CommandQuery,
  Pending,
  commandWish,
  sendOutcome,
} from '../commands/command-route.ts';
import { hasPart } from '../has-part.ts';
import type { Hvac } from '../hvac.ts';
import { sendShown } from '../shown/send-shown.ts';
import { dhwIds } from './dhw-resources.ts';
import { patchDhwCircuit } from './patch-dhw-circuit.ts';
import { putDhwCharge } from './put-dhw-charge.ts';
import { getDhwCharge, getDhwCircuit, listDhwCircuits } from './read-dhw-circuits.ts';

const security = [{ apiKey: [] }];
const tags = ['Hot water'];
const GatewayParams = Type.Object({ gatewayId: GatewayId });
const CircuitParams = Type.Object({
  gatewayId: GatewayId,
  circuitId: Type.Integer({ minimum: 1, maximum: 9 }),
});
type CircuitPath = Type.Static<typeof CircuitParams>;

export function addDhwRoutes(app: FastifyInstance, hvac: Hvac, desk: CommandDesk): void {
  const config = {
    partner: {
      need: 'remoteControl' as const,
      // A repeat answers from the command itself.
      ownIdempotency: true,
      variablesExist: (gatewayId: number, { circuitId = '' }: Readonly<Record<string, string>>) =>
        hasPart(hvac, gatewayId, `/dhwCircuits/${circuitId}`, (state) =>
          dhwIds(state).some((id) => String(id) === circuitId),
        ),
    },
  };
  const common = { tags, security };

  app.get<{ Params: Type.Static<typeof GatewayParams> }>(
    '/hvacs/:gatewayId/dhwCircuits',
    {
      config: { partner: { need: 'remoteControl' } },
      schema: {
        ...common,
        ...ours,
        summary: 'All hot water circuits',
        params: GatewayParams,
        response: { 200: DhwCircuitList },
      },
    },
    (request, reply) => {
      const { gatewayId } = request.params;
      return sendShown(hvac, reply, listDhwCircuits({ hvac, caller: callerOf(request) }, gatewayId));
    },
  );

  app.get<{ Params: CircuitPath }>(
    '/hvacs/:gatewayId/dhwCircuits/:circuitId',
    {
      config,
      schema: {
        ...common,
        ...ours,
        summary: 'One hot water circuit',
        params: CircuitParams,
        response: { 200: DhwCircuit },
      },
    },
    (request, reply) =>
      sendShown(hvac, reply, getDhwCircuit({ hvac, caller: callerOf(request) }, request.params)),
  );

  app.patch<{
    Params: CircuitPath;
    Body: DhwCircuitPatch;
    Headers: CommandHeaders;
    Querystring: CommandQuery;
  }>(
    '/hvacs/:gatewayId/dhwCircuits/:circuitId',
    {
      config,
      schema: {
        ...common,
        ...documented,
        summary: 'Change a hot water circuit; confirmed by read-back',
        params: CircuitParams,
        headers: CommandHeaders,
        querystring: CommandQuery,
        body: DhwCircuitPatch,
        response: { 200: DhwCircuitPatched, 202: Pending },
      },
    },
    async (request, reply) => {
      const outcome = await patchDhwCircuit(
        { hvac, caller: changerOf(request), desk },
        { ...request.params, patch: request.body, ...commandWish(request) },
      );
      return sendOutcome(reply, request.params.gatewayId, outcome);
    },
  );

  app.get<{ Params: CircuitPath }>(
    '/hvacs/:gatewayId/dhwCircuits/:circuitId/charge',
    {
      config,
      schema: {
        ...common,
        ...documented,
        summary: 'State of the extra charge',
        params: CircuitParams,
        response: { 200: DhwCharge },
      },
    },
    (request, reply) =>
      sendShown(hvac, reply, getDhwCharge({ hvac, caller: callerOf(request) }, request.params)),
  );

  app.put<{ Params: CircuitPath; Body: DhwChargeOrder; Headers: CommandHeaders; Querystring: CommandQuery }>(
    '/hvacs/:gatewayId/dhwCircuits/:circuitId/charge',
    {
      config,
      schema: {
        ...common,
        ...ours,
        summary: 'Start or stop an extra charge; confirmed by read-back',
        params: CircuitParams,
        headers: CommandHeaders,
        querystring: CommandQuery,
        body: DhwChargeOrder,
        response: { 200: DhwChargeChanged, 202: Pending },
      },
    },
    async (request, reply) => {
      const outcome = await putDhwCharge(
        { hvac, caller: changerOf(request), desk },
        { ...request.params, order: request.body, ...commandWish(request) },
      );
      return sendOutcome(reply, request.params.gatewayId, outcome);
    },
  );
}
