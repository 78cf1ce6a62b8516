import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { GatewayId } from '@hearthgate/wire';
import { parseDuration } from './duration.ts';
import type { Faults } from './faults.ts';
import { invalid } from './invalid.ts';

/** Longest that a fault ends by itself: as far as one call moves the clock. */
const DURATION_MAX_MS = 366 * 86_400_000;

const Degree = Type.Optional(Type.Integer());
const Fault = Type.Object(
  {
    fault: Type.String({ maxLength: 40 }),
    percent: Degree,
    delayMs: Degree,
    skewMinutes: Degree,
    slowSeconds: Degree,
    duration: Type.Optional(Type.String({ maxLength: 40, examples: ['PT2H'] })),
  },
  { additionalProperties: false },
);
type Fault = Type.Static<typeof Fault>;
const GatewayPath = Type.Object({ gatewayId: GatewayId });
type GatewayPath = Type.Static<typeof GatewayPath>;
const FaultPath = Type.Object({ gatewayId: GatewayId, fault: Type.String({ maxLength: 40 }) });
type FaultPath = Type.Static<typeof FaultPath>;

export function addFaultRoutes(app: FastifyInstance, faults: () => Faults): void {
  const path = '/sandbox/gateways/:gatewayId/faults';
  const ofGateway = { schema: { hide: true, params: GatewayPath } };

  app.get<{ Params: GatewayPath }>(path, ofGateway, ({ params }) =>
    Promise.resolve(faults().list(Number(params.gatewayId))),
  );
  app.post<{ Params: GatewayPath; Body: Fault }>(
    path,
    { schema: { ...ofGateway.schema, body: Fault } },
    ({ params, body: { duration, ...wish } }) =>
      faults().set(Number(params.gatewayId), { ...wish, durationMs: durationMs(duration) }),
  );
  app.delete<{ Params: GatewayPath }>(path, ofGateway, async ({ params }, reply) => {
    await faults().endAll(Number(params.gatewayId));
    return reply.code(204).send();
  });
  app.delete<{ Params: FaultPath }>(
    `${path}/:fault`,
    { schema: { hide: true, params: FaultPath } },
    async ({ params }, reply) => {
      await faults().end(Number(params.gatewayId), params.fault);
      return reply.code(204).send();
    },
  );
}

function durationMs(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = parseDuration(text);
  if (ms !== undefined && ms > 0 && ms <= DURATION_MAX_MS) return ms;
  throw invalid('/duration', 'give an ISO 8601 duration up to P366D of the sandbox clock, such as PT2H');
}
