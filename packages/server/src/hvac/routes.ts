import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import {
  Command,
  GatewayId,
  HeatingCircuit,
  HeatingCircuitList,
  HeatingCircuitPatch,
  HeatingCircuitPatched,
  Hvac as HvacSchema,
  HvacList,
  PageQuery,
  documented,
  ours,
} from '@hearthgate/wire';
import { callerOf } from '../access/index.ts';
import type { CommandDesk } from './commands/command-desk.ts';
import { getCommand } from './commands/read-command.ts';
import { circuitIds } from './heating-circuits/circuit-resources.ts';
import { patchHeatingCircuit } from './heating-circuits/patch-heating-circuit.ts';
import { getHeatingCircuit, listHeatingCircuits } from './heating-circuits/read-heating-circuits.ts';
import type { Hvac } from './hvac.ts';
import { getHvac, listHvacs } from './list-hvacs.ts';

/** Real seconds that a change waits for its confirmation, unless `Prefer: wait=N` says otherwise. */
const WAIT_SECONDS = 10;
const WAIT_SECONDS_MAX = 30;

const security = [{ apiKey: [] }];
const GatewayParams = Type.Object({ gatewayId: GatewayId });
const CircuitParams = Type.Object({
  gatewayId: GatewayId,
  circuitId: Type.Integer({ minimum: 1, maximum: 9 }),
});
const CommandParams = Type.Object({
  gatewayId: GatewayId,
  commandId: Type.String({ pattern: '^cmd_[0-9A-Za-z]{1,40}$' }),
});
const PatchHeaders = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'The same key and body answer as the first time (24 h).',
    }),
  ),
  prefer: Type.Optional(
    Type.String({ description: '`wait=N`: seconds to wait for the confirmation, 0 to 30; 10 without it.' }),
  ),
});
const Pending = Type.Object({ commandId: Type.String(), status: Type.Literal('ACCEPTED') });

type GatewayPath = Type.Static<typeof GatewayParams>;
type CircuitPath = Type.Static<typeof CircuitParams>;

export function addHvacRoutes(app: FastifyInstance, hvac: Hvac, desk: CommandDesk): void {
  const monitoring = { partner: { need: 'monitoring' as const } };
  const remoteControl = { partner: { need: 'remoteControl' as const } };
  const circuitRoute = {
    partner: {
      need: 'remoteControl' as const,
      // A repeat answers from the command itself.
      ownIdempotency: true,
      variablesExist: async (gatewayId: number, { circuitId = '' }: Readonly<Record<string, string>>) =>
        circuitIds(await hvac.states.get(gatewayId)).some((id) => String(id) === circuitId),
    },
  };

  app.get<{ Querystring: PageQuery }>(
    '/hvacs',
    {
      config: { partner: {} },
      schema: {
        tags: ['HVAC'],
        summary: 'Systems of the active contracts',
        security,
        ...ours,
        querystring: PageQuery,
        response: { 200: HvacList },
      },
    },
    (request) => listHvacs({ hvac, caller: callerOf(request) }, request.query),
  );

  app.get<{ Params: GatewayPath }>(
    '/hvacs/:gatewayId',
    {
      config: monitoring,
      schema: {
        tags: ['HVAC'],
        summary: 'One system and what it can do',
        security,
        ...ours,
        params: GatewayParams,
        response: { 200: HvacSchema },
      },
    },
    (request) => getHvac({ hvac, caller: callerOf(request) }, request.params.gatewayId),
  );

  app.get<{ Params: GatewayPath }>(
    '/hvacs/:gatewayId/heatingCircuits',
    {
      config: remoteControl,
      schema: {
        tags: ['Heating circuits'],
        summary: 'All heating circuits',
        security,
        ...ours,
        params: GatewayParams,
        response: { 200: HeatingCircuitList },
      },
    },
    (request) => listHeatingCircuits({ hvac, caller: callerOf(request) }, request.params.gatewayId),
  );

  app.get<{ Params: CircuitPath }>(
    '/hvacs/:gatewayId/heatingCircuits/:circuitId',
    {
      config: circuitRoute,
      schema: {
        tags: ['Heating circuits'],
        summary: 'One heating circuit',
        security,
        ...documented,
        params: CircuitParams,
        response: { 200: HeatingCircuit },
      },
    },
    (request) => getHeatingCircuit({ hvac, caller: callerOf(request) }, request.params),
  );

  app.patch<{
    Params: CircuitPath;
    Body: HeatingCircuitPatch;
    Headers: Type.Static<typeof PatchHeaders>;
  }>(
    '/hvacs/:gatewayId/heatingCircuits/:circuitId',
    {
      config: circuitRoute,
      schema: {
        tags: ['Heating circuits'],
        summary: 'Change a heating circuit; confirmed by read-back',
        security,
        ...documented,
        params: CircuitParams,
        headers: PatchHeaders,
        body: HeatingCircuitPatch,
        response: { 200: HeatingCircuitPatched, 202: Pending },
      },
    },
    async (request, reply) => {
      const { gatewayId, circuitId } = request.params;
      const { 'idempotency-key': idempotencyKey, prefer } = request.headers;
      const outcome = await patchHeatingCircuit(
        { hvac, caller: callerOf(request), desk },
        {
          gatewayId,
          circuitId,
          patch: request.body,
          waitMs: 1000 * waitSeconds(prefer),
          ...(idempotencyKey !== undefined && { idempotencyKey: `PATCH ${request.url} ${idempotencyKey}` }),
        },
      );
      if (outcome.kind === 'confirmed') return outcome.circuit;
      reply.code(202).header('location', `/hvacs/${gatewayId}/commands/${outcome.commandId}`);
      return { commandId: outcome.commandId, status: 'ACCEPTED' as const };
    },
  );

  app.get<{ Params: Type.Static<typeof CommandParams> }>(
    '/hvacs/:gatewayId/commands/:commandId',
    {
      // Command ids are the server's own, so one bucket per gateway serves them all.
      config: { partner: { need: 'remoteControl', variablesExist: () => Promise.resolve(false) } },
      schema: {
        tags: ['Commands'],
        summary: 'What became of a change',
        security,
        ...ours,
        params: CommandParams,
        response: { 200: Command },
      },
    },
    (request) => getCommand({ hvac, caller: callerOf(request) }, request.params),
  );
}

function waitSeconds(prefer: string | undefined): number {
  const match = /(?:^|[,;\s])wait=(\d{1,3})(?:$|[,;\s])/.exec(prefer ?? '');
  return match ? Math.min(Number(match[1]), WAIT_SECONDS_MAX) : WAIT_SECONDS;
}
