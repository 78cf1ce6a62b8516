import { gatewayTypeOf, HOUSE_PROFILES } from '@hearthgate/device';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { Brand, GatewayId, GatewayType, Scope, Timestamp } from '@hearthgate/wire';
import { AppError } from '../platform/app-error.ts';
import { callerAddress, isListed } from '../platform/http/caller-address.ts';
import { parseDuration } from './duration.ts';
import { addFaultRoutes } from './fault-routes.ts';
import type { Inbox } from './inbox.ts';
import { invalid } from './invalid.ts';
import type { SandboxServices } from './services.ts';
import type { World } from './world.ts';

/** Real seconds a clock call waits before it answers 202, and the most that `Prefer: wait` may ask for. */
const CLOCK_WAIT_SECONDS = 10;
const CLOCK_WAIT_SECONDS_MAX = 240;
/** Farthest that one call moves the clock: a year and a day. */
const ADVANCE_MAX_MS = 366 * 86_400_000;
/** A year in a minute. */
const SPEED_MAX = 365 * 24 * 60;
/** Houses that one call makes: some seconds of work. */
const GATEWAYS_MAX = 100;

const CompanyId = Type.String({ pattern: '^cmp_[0-9A-Za-z]{1,40}$' });
const ConsentVersion = Type.String({ pattern: '^[A-Za-z0-9.-]{1,40}$', examples: ['2026-12'] });
const strict = { additionalProperties: false };
const Clock = Type.Object(
  {
    advance: Type.Optional(Type.String({ maxLength: 40, examples: ['PT6H', 'P1D'] })),
    freeze: Type.Optional(Type.Boolean()),
    speed: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: SPEED_MAX })),
  },
  { ...strict, minProperties: 1 },
);
const Gateways = Type.Object(
  {
    profile: Type.Optional(Type.Enum([...HOUSE_PROFILES, 'none'])),
    gatewayType: Type.Optional(GatewayType),
    brand: Type.Optional(Brand),
    share: Type.Optional(Type.Boolean()),
    count: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  strict,
);
const Connection = Type.Object({ state: Type.Enum(['online', 'offline']) }, strict);
const Contract = Type.Object(
  {
    gatewayId: GatewayId,
    companyId: Type.Optional(CompanyId),
    consentVersion: Type.Optional(ConsentVersion),
    validUntil: Type.Optional(Timestamp),
    scope: Type.Optional(Type.Partial(Scope, strict)),
  },
  strict,
);
const OfCompany = Type.Optional(
  Type.Union([Type.Object({ companyId: Type.Optional(CompanyId) }, strict), Type.Null()]),
);
const ConsentText = Type.Optional(Type.String({ minLength: 1, maxLength: 10_000 }));
const Consents = Type.Object(
  {
    version: ConsentVersion,
    effectiveFrom: Type.Optional(Timestamp),
    requiredForRemoteControl: Type.Optional(Type.Boolean()),
    texts: Type.Optional(
      Type.Object(
        { en: ConsentText, de: ConsentText, nl: ConsentText, fr: ConsentText, sv: ConsentText },
        strict,
      ),
    ),
    dryRun: Type.Optional(Type.Boolean()),
    cursor: Type.Optional(Type.String({ maxLength: 200 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  },
  strict,
);
const InboxBehaviour = Type.Object(
  {
    status: Type.Integer({ minimum: 200, maximum: 599 }),
    delayMs: Type.Optional(Type.Integer({ minimum: 0, maximum: 60_000 })),
    times: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
  },
  strict,
);
const GatewayPath = Type.Object({ gatewayId: GatewayId });
type GatewayPath = Type.Static<typeof GatewayPath>;

/** Control of the demo world; exists in sandbox mode only, and only for callers on this machine. */
export function addSandboxRoutes(
  app: FastifyInstance,
  services: SandboxServices,
  world: () => World,
  inbox: () => Inbox,
): void {
  app.addHook('onRequest', (request, _reply, done) => {
    if (!request.routeOptions.url?.startsWith('/sandbox')) return done();
    const { trustProxy, sandboxCallers } = services.config;
    if (!isListed(callerAddress(request.raw, trustProxy), sandboxCallers))
      return done(new AppError('not-found'));
    const type = request.headers['content-type'] ?? '';
    const hasBody = request.method === 'POST' && Number(request.headers['content-length'] ?? 0) > 0;
    done(hasBody && type === '' ? new AppError('media-type-unsupported') : undefined);
  });
  const hide = { hide: true };

  app.get('/sandbox', { schema: hide }, () => Promise.resolve(world().describe()));

  app.post('/sandbox/reset', { schema: hide }, () => world().reset());

  app.post('/sandbox/operator/code', { schema: hide }, () => Promise.resolve(world().operatorCode()));

  app.post<{ Body: Type.Static<typeof Clock> }>(
    '/sandbox/clock',
    { schema: { ...hide, body: Clock } },
    (request, reply) => moveClock(request, reply),
  );
  async function moveClock(
    request: FastifyRequest<{ Body: Type.Static<typeof Clock> }>,
    reply: FastifyReply,
  ) {
    const { advance, freeze, speed } = request.body;
    const byMs = advance === undefined ? 0 : parseDuration(advance);
    if (byMs === undefined || byMs > ADVANCE_MAX_MS) {
      throw invalid(
        '/advance',
        'give an ISO 8601 duration up to P366D in weeks, days, hours, minutes and seconds, such as PT6H',
      );
    }
    const change = { ...(freeze !== undefined && { frozen: freeze }), ...(speed !== undefined && { speed }) };
    const run = world().moveClock(byMs, change);
    const done = await within(run.done, 1000 * waitSeconds(request.headers['prefer']));
    if (done) return world().clock();
    return reply
      .code(202)
      .header('location', `/sandbox/clock/runs/${run.runId}`)
      .send(world().clockRun(run.runId));
  }
  app.get<{ Params: { runId: string } }>('/sandbox/clock/runs/:runId', { schema: hide }, (request) => {
    const run = world().clockRun(request.params.runId);
    if (!run) throw new AppError('not-found');
    return Promise.resolve({ ...run, clock: world().clock() });
  });
  app.delete<{ Params: { runId: string } }>(
    '/sandbox/clock/runs/:runId',
    { schema: hide },
    async (request) => {
      const run = await world().stopClockRun(request.params.runId);
      if (!run) throw new AppError('not-found');
      return { ...run, clock: world().clock() };
    },
  );

  app.post<{ Body: Type.Static<typeof Gateways> }>(
    '/sandbox/gateways',
    { schema: { ...hide, body: Gateways } },
    async (request, reply) => {
      const {
        count,
        profile = 'air-water-heat-pump',
        gatewayType,
        brand = 'BOSCH',
        share = true,
      } = request.body;
      if (count !== undefined && count > GATEWAYS_MAX) {
        const message = `at most ${GATEWAYS_MAX} at once, since each one connects and reports before the next is made; call again for more`;
        throw invalid('/count', message);
      }
      const ofHouse = profile === 'none' ? undefined : gatewayTypeOf(profile);
      if (ofHouse && gatewayType !== undefined && gatewayType !== ofHouse) {
        throw invalid(
          '/gatewayType',
          `a house of profile ${profile} stands behind a ${ofHouse}; leave the type out`,
        );
      }
      const wish = { profile, gatewayType: ofHouse ?? gatewayType ?? 'ICOM', brand, share };
      reply.code(201);
      if (count === undefined) return world().addGateway(wish);
      return { items: await world().addGateways(wish, count) };
    },
  );
  app.post<{ Params: GatewayPath; Body: Type.Static<typeof Connection> }>(
    '/sandbox/gateways/:gatewayId/connection',
    { schema: { ...hide, params: GatewayPath, body: Connection } },
    (request) => world().setConnection(Number(request.params.gatewayId), request.body.state),
  );
  addFaultRoutes(app, () => world().faults);

  app.post<{ Body: Type.Static<typeof Contract> }>(
    '/sandbox/contracts',
    { schema: { ...hide, body: Contract } },
    (request) => world().contracts.share(request.body),
  );
  app.post<{ Params: GatewayPath; Body: Type.Static<typeof OfCompany> }>(
    '/sandbox/contracts/:gatewayId/end',
    { schema: { ...hide, params: GatewayPath, body: OfCompany } },
    (request) => world().contracts.endContract({ gatewayId: request.params.gatewayId, ...request.body }),
  );
  app.post<{ Params: GatewayPath; Body: Type.Static<typeof OfCompany> }>(
    '/sandbox/contracts/:gatewayId/pause',
    { schema: { ...hide, params: GatewayPath, body: OfCompany } },
    (request) => world().contracts.pauseContract({ gatewayId: request.params.gatewayId, ...request.body }),
  );
  app.post<{ Params: GatewayPath; Body: Type.Static<typeof OfCompany> }>(
    '/sandbox/contracts/:gatewayId/resume',
    { schema: { ...hide, params: GatewayPath, body: OfCompany } },
    (request) => world().contracts.resumeContract({ gatewayId: request.params.gatewayId, ...request.body }),
  );
  app.post<{ Body: Type.Static<typeof Consents> }>(
    '/sandbox/consents',
    { schema: { ...hide, body: Consents } },
    (request) => world().contracts.publishConsent(request.body),
  );

  app.get('/sandbox/inbox', { schema: hide }, () => Promise.resolve({ items: inbox().messages }));
  app.delete('/sandbox/inbox', { schema: hide }, async (_request, reply) => {
    inbox().clear();
    return reply.code(204).send();
  });
  app.post<{ Body: Type.Static<typeof InboxBehaviour> }>(
    '/sandbox/inbox/behaviour',
    { schema: { ...hide, body: InboxBehaviour } },
    (request) => {
      const behaviour = { delayMs: 0, times: 1, ...request.body };
      inbox().behave(behaviour);
      return Promise.resolve(behaviour);
    },
  );
  void app.register((scope, _options, done) => {
    // The signature is over the bytes, so they are not parsed here.
    scope.addContentTypeParser(
      'application/cloudevents+json',
      { parseAs: 'string' },
      (_request, body, parsed) => parsed(null, body),
    );
    scope.post('/sandbox/inbox/receive', { schema: hide }, async (request, reply) => {
      const status = await inbox().receive(request.headers, String(request.body));
      return reply.code(status).send();
    });
    done();
  });
}

/** True when it is done in time; a failure is thrown. */
async function within(done: Promise<void>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  try {
    return await Promise.race([done.then(() => true as const), late]);
  } finally {
    clearTimeout(timer);
    // Nobody may be waiting for it any more.
    done.catch(() => undefined);
  }
}

function waitSeconds(prefer: string | string[] | undefined): number {
  const match = /wait=(\d{1,4})/.exec(String(prefer ?? ''));
  return match ? Math.min(Number(match[1]), CLOCK_WAIT_SECONDS_MAX) : CLOCK_WAIT_SECONDS;
}
