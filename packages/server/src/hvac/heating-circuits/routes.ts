import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import {
  GatewayId,
  HeatingCircuit,
  HeatingCircuitList,
  HeatingCircuitPatch,
  HeatingCircuitPatched,
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
import { circuitIds } from './circuit-resources.ts';
import { patchHeatingCircuit } from './patch-heating-circuit.ts';
import { getHeatingCircuit, listHeatingCircuits } from './read-heating-circuits.ts';

const security = [{ apiKey: [] }];
const tags = ['Heating circuits'];
const GatewayParams = Type.Object({ gatewayId: GatewayId });
const CircuitParams = Type.Object({
  gatewayId: GatewayId,
  circuitId: Type.Integer({ minimum: 1, maximum: 9 }),
});
type CircuitPath = Type.Static<typeof CircuitParams>;

export function addHeatingCircuitRoutes(app: FastifyInstance, hvac: Hvac, desk: CommandDesk): void {
  const circuitRoute = {
    partner: {
      need: 'remoteControl' as const,
      // A repeat answers from the command itself.
      ownIdempotency: true,
      variablesExist: (gatewayId: number, { circuitId = '' }: Readonly<Record<string, string>>) =>
        hasPart(hvac, gatewayId, `/heatingCircuits/${circuitId}`, (state) =>
          circuitIds(state).some((id) => String(id) === circuitId),
        ),
    },
  };

  app.get<{ Params: Type.Static<typeof GatewayParams> }>(
    '/hvacs/:gatewayId/heatingCircuits',
    {
      config: { partner: { need: 'remoteControl' } },
      schema: {
        tags,
        summary: 'All heating circuits',
        security,
        ...ours,
        params: GatewayParams,
        response: { 200: HeatingCircuitList },
      },
    },
    (request, reply) => {
      const { gatewayId } = request.params;
      return sendShown(hvac, reply, listHeatingCircuits({ hvac, caller: callerOf(request) }, gatewayId));
    },
  );

  app.get<{ Params: CircuitPath }>(
    '/hvacs/:gatewayId/heatingCircuits/:circuitId',
    {
      config: circuitRoute,
      schema: {
        tags,
        summary: 'One heating circuit',
        security,
        ...documented,
        params: CircuitParams,
        response: { 200: HeatingCircuit },
      },
    },
    (request, reply) =>
      sendShown(hvac, reply, getHeatingCircuit({ hvac, caller: callerOf(request) }, request.params)),
  );

  app.patch<{
    Params: CircuitPath;
    Body: HeatingCircuitPatch;
    Headers: CommandHeaders;
    Querystring: CommandQuery;
  }>(
    '/hvacs/:gatewayId/heatingCircuits/:circuitId',
    {
      config: circuitRoute,
      schema: {
        tags,
        summary: 'Change a heating circuit; confirmed by read-back',
        security,
        ...documented,
        params: CircuitParams,
        headers: CommandHeaders,
        querystring: CommandQuery,
        body: HeatingCircuitPatch,
        response: { 200: HeatingCircuitPatched, 202: Pending },
      },
    },
    async (request, reply) => {
      const outcome = await patchHeatingCircuit(
        { hvac, caller: changerOf(request), desk },
        { ...request.params, patch: request.body, ...commandWish(request) },
      );
      return sendOutcome(reply, request.params.gatewayId, outcome);
    },
  );
}
