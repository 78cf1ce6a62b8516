import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import {
  GatewayId,
  TimeProgram,
  TimeProgramList,
  TimeProgramOrder,
  TimeProgramReplaced,
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
import type { Hvac } from '../hvac.ts';
import { deleteTimeProgram } from '../platform-programs/delete-time-program.ts';
import { drivenBy } from '../platform-programs/drive.ts';
import { isPlatformId } from '../platform-programs/platform-view.ts';
import { CIRCUIT_KINDS, hasCircuit, programsOf, type Circuit, type CircuitKind } from './program-leaves.ts';
import { putTimeProgram } from './put-time-program.ts';
import { getTimeProgram, listTimePrograms } from './read-time-programs.ts';

const security = [{ apiKey: [] }];
const tags = ['Time programs'];
const circuitParams = { gatewayId: GatewayId, circuitId: Type.Integer({ minimum: 1, maximum: 9 }) };
const CircuitParams = Type.Object(circuitParams);
const ProgramParams = Type.Object({
  ...circuitParams,
  timeProgramId: Type.String({ pattern: '^[A-Za-z0-9_.-]{1,40}$', examples: ['A'] }),
});
type CircuitPath = Type.Static<typeof CircuitParams>;
type ProgramPath = Type.Static<typeof ProgramParams>;

export function addTimeProgramRoutes(app: FastifyInstance, hvac: Hvac, desk: CommandDesk): void {
  for (const kind of CIRCUIT_KINDS) addRoutesOf(app, hvac, desk, kind);
}

function addRoutesOf(app: FastifyInstance, hvac: Hvac, desk: CommandDesk, kind: CircuitKind): void {
  const programs = `/hvacs/:gatewayId/${kind}/:circuitId/timePrograms`;
  const name = kind === 'heatingCircuits' ? 'heating circuit' : 'hot water circuit';
  const partner = {
    need: 'remoteControl' as const,
    variablesExist: (gatewayId: number, params: Readonly<Record<string, string>>) =>
      isKnown(hvac, gatewayId, kind, params),
  };

  app.get<{ Params: CircuitPath }>(
    programs,
    {
      config: { partner },
      schema: {
        tags,
        summary: `All time programs of a ${name}`,
        security,
        ...ours,
        params: CircuitParams,
        response: { 200: TimeProgramList },
      },
    },
    (request) => listTimePrograms({ hvac, caller: callerOf(request) }, { kind, ...request.params }),
  );

  app.get<{ Params: ProgramPath }>(
    `${programs}/:timeProgramId`,
    {
      config: { partner },
      schema: {
        tags,
        summary: `One time program of a ${name}`,
        security,
        ...ours,
        params: ProgramParams,
        response: { 200: TimeProgram },
      },
    },
    (request) => getTimeProgram({ hvac, caller: callerOf(request) }, { kind, ...request.params }),
  );

  app.put<{
    Params: ProgramPath;
    Body: TimeProgramOrder;
    Headers: CommandHeaders;
    Querystring: CommandQuery;
  }>(
    `${programs}/:timeProgramId`,
    {
      // Where it is a command, a repeat answers from that.
      config: {
        partner: {
          ...partner,
          limit: 'timeProgram',
          ownIdempotency: async (gatewayId, params) =>
            !drivenBy(await circuitOf(hvac, gatewayId, kind, params)),
        },
      },
      schema: {
        tags,
        summary: `Replace a time program of a ${name}; confirmed by read-back`,
        security,
        ...documented,
        params: ProgramParams,
        headers: CommandHeaders,
        querystring: CommandQuery,
        body: TimeProgramOrder,
        response: { 200: TimeProgramReplaced, 202: Pending },
      },
    },
    async (request, reply) => {
      const outcome = await putTimeProgram(
        { hvac, caller: changerOf(request), desk },
        { kind, ...request.params, ...request.body, ...commandWish(request) },
      );
      return sendOutcome(reply, request.params.gatewayId, outcome);
    },
  );

  app.delete<{ Params: ProgramPath }>(
    `${programs}/:timeProgramId`,
    {
      config: { partner },
      schema: {
        tags,
        summary: `Remove a time program of a ${name} that the platform executes`,
        security,
        ...ours,
        params: ProgramParams,
        response: { 204: Type.Null({ description: 'The circuit stays as it is.' }) },
      },
    },
    async (request, reply) => {
      await deleteTimeProgram({ hvac, caller: changerOf(request) }, { kind, ...request.params });
      reply.code(204);
      return null;
    },
  );
}

/** Is there such a circuit, and where one is named such a program? */
async function isKnown(
  hvac: Hvac,
  gatewayId: number,
  kind: CircuitKind,
  { circuitId = '', timeProgramId }: Readonly<Record<string, string>>,
): Promise<boolean> {
  const circuit = await circuitOf(hvac, gatewayId, kind, { circuitId });
  // `01` is the same number, but would get another bucket.
  if (String(circuit.number) !== circuitId || !hasCircuit(circuit)) return false;
  if (timeProgramId === undefined || programsOf(circuit).some(({ id }) => id === timeProgramId)) return true;
  return isPlatformId(timeProgramId) && drivenBy(circuit) !== undefined;
}

async function circuitOf(
  hvac: Hvac,
  gatewayId: number,
  kind: CircuitKind,
  { circuitId }: Readonly<Record<string, string>>,
): Promise<Circuit> {
  return { state: await hvac.states.get(gatewayId), kind, number: Number(circuitId) };
}
