import Type, { type TProperties } from 'typebox';
import { GatewayId, PageQuery, Timestamp, listOf, ours } from './common.ts';
import { EVENT_TYPES } from './events.ts';

const strict = { additionalProperties: false };
const orNull = <T extends Type.TSchema>(schema: T, description: string) =>
  Type.Union([schema, Type.Null()], { description });

/** Endpoints of one company, whoever made them: each costs a worker and a place in the log. */
export const WEBHOOKS_MAX = 20;
/** A bearer token, a tenant and a few more; together they stay far below what receivers take as headers. */
export const WEBHOOK_HEADERS_MAX = 10;
export const WEBHOOK_HEADERS_MAX_BYTES = 4_096;
/** Each running replay is a reader of its own beside the deliveries of the endpoint. */
export const RUNNING_REPLAYS_MAX = 3;
/** Keeps the body of a replay below the limit of 64 kB. */
export const REPLAY_IDS_MAX = 1_000;
/** Thirty days, as long as the log keeps events. */
const MAX_AGE_HOURS_MAX = 720;
const EVENT_ID = '^evt_[0-9A-Za-z]{23}$';

export const WebhookName = Type.String({
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$',
  description: 'What the endpoint is known by; unique in the company.',
});
export const WebhookUrl = Type.String({
  minLength: 1,
  maxLength: 2000,
  description: 'https on port 443 or 8443.',
});
export const WebhookEventTypes = Type.Array(Type.Enum(EVENT_TYPES), { minItems: 1, uniqueItems: true });
export const ManagedBy = Type.Enum(['OPERATOR', 'COMPANY'], {
  description: 'Who made it: the operator with the onboarding document, or the company by this API.',
});

/** What a company chooses; shared by the endpoint and the bodies that make and change it. */
const chosen = {
  name: WebhookName,
  url: Type.String({
    ...WebhookUrl,
    description: "https on port 443 or 8443, on a host of the company's `webhookHosts`.",
  }),
  eventTypes: Type.Array(Type.Enum(EVENT_TYPES), {
    ...WebhookEventTypes,
    description: 'Left out when it is made: the types of the reference.',
  }),
  batch: Type.Integer({
    minimum: 1,
    maximum: 100,
    description: 'Events in one request: 1 sends one object, more an array.',
  }),
  delivery: Type.Enum(['AT_LEAST_ONCE', 'ONCE'], {
    description: '`ONCE` as the reference: what fails is not tried again, but stays in the log.',
  }),
  maxAgeHours: orNull(
    Type.Integer({ minimum: 1, maximum: MAX_AGE_HOURS_MAX }),
    'Older events are not sent any more; null: no limit.',
  ),
  heartbeatMinutes: orNull(
    Type.Integer({ minimum: 5, maximum: 1440 }),
    'Sends a HEARTBEAT when nothing else was sent for so long; null: none.',
  ),
  version: Type.Literal('1', { description: 'Of the event format.' }),
  paused: Type.Boolean({ description: 'Nothing is sent; the backlog is kept.' }),
} satisfies TProperties;

export const WebhookSignature = Type.Enum(['HMAC_SHA256', 'ED25519'], {
  description:
    'Of Standard Webhooks: `v1` with a shared secret, or `v1a` with a key pair. It stays as it was made.',
});

const Headers = Type.Record(Type.String(), Type.String(), {
  description: `Sent with every request, at most ${WEBHOOK_HEADERS_MAX}, 4 kB together. Kept encrypted and never shown again; replaced as a whole.`,
  examples: [{ authorization: 'Bearer ...' }],
});

const { name, url, eventTypes, batch, delivery, maxAgeHours, heartbeatMinutes, version, paused } = chosen;

/** Body of `POST /webhooks`. */
export const NewWebhook = Type.Object(
  {
    name: Type.Optional(WebhookName),
    url,
    eventTypes: Type.Optional(eventTypes),
    batch: Type.Optional(batch),
    delivery: Type.Optional(delivery),
    maxAgeHours: Type.Optional(maxAgeHours),
    headers: Type.Optional(Headers),
    signature: Type.Optional(WebhookSignature),
    heartbeatMinutes: Type.Optional(heartbeatMinutes),
    version: Type.Optional(version),
    paused: Type.Optional(paused),
  },
  { ...ours, ...strict, title: 'NewWebhook' },
);
export type NewWebhook = Type.Static<typeof NewWebhook>;

/** Body of `PATCH /webhooks/{webhookId}`: what is left out stays. */
export const WebhookPatch = Type.Object(
  {
    name: Type.Optional(name),
    url: Type.Optional(url),
    eventTypes: Type.Optional(eventTypes),
    batch: Type.Optional(batch),
    delivery: Type.Optional(delivery),
    maxAgeHours: Type.Optional(maxAgeHours),
    headers: Type.Optional(Headers),
    heartbeatMinutes: Type.Optional(heartbeatMinutes),
    version: Type.Optional(version),
    paused: Type.Optional(paused),
  },
  { ...ours, ...strict, minProperties: 1, title: 'WebhookPatch' },
);
export type WebhookPatch = Type.Static<typeof WebhookPatch>;

/** How long the backlog takes, events that are logged meanwhile not counted. */
export const CatchUp = Type.Object({
  seconds: Type.Integer({
    minimum: 0,
    description:
      'From now on, with the wait until `startsAt`; of a paused endpoint from when it goes on. A quarter more than the backlog takes at `ratePerSecond`.',
  }),
  ratePerSecond: Type.Number(),
  measured: Type.Boolean({
    description: 'False: the endpoint has not shown its rate yet, and this one is assumed.',
  }),
  startsAt: orNull(Timestamp, 'Null: when the endpoint is not paused any more.'),
});
export type CatchUp = Type.Static<typeof CatchUp>;

const WebhookState = Type.Object({
  status: Type.Enum(['DELIVERING', 'WAITING', 'PAUSED'], {
    description: '`WAITING`: the last request failed, the next one is at `nextAttemptAt`.',
  }),
  lastSuccessAt: orNull(Timestamp, 'When it last answered 2xx.'),
  failures: Type.Integer({ minimum: 0, description: 'In a row, of the endpoint as a whole.' }),
  failingSince: orNull(Timestamp, 'Of the first of these failures.'),
  nextAttemptAt: orNull(Timestamp, 'Null: at once.'),
  backlog: Type.Object({
    events: Type.Integer({ minimum: 0, description: 'That wait for this endpoint, parked ones included.' }),
    atLeast: Type.Boolean({ description: 'There are more than were counted.' }),
    oldestAt: orNull(Timestamp, 'When the oldest of them was logged.'),
  }),
  parked: Type.Integer({
    minimum: 0,
    description: 'Events that failed again and again while others went through; they are still tried.',
  }),
  catchUp: orNull(CatchUp, 'Null: nothing waits.'),
});

/** An endpoint. Neither the secret nor the values of the headers are ever shown. */
export const Webhook = Type.Object(
  {
    webhookId: Type.String({ examples: ['whk_01J'] }),
    managedBy: ManagedBy,
    name,
    url,
    eventTypes,
    batch,
    delivery,
    maxAgeHours,
    headerNames: Type.Array(Type.String(), {
      description: 'Names of `headers`; their values are not shown.',
    }),
    signature: WebhookSignature,
    publicKeys: Type.Optional(
      Type.Array(
        Type.Object({
          publicKey: Type.String({ examples: ['whpk_...'] }),
          validUntil: orNull(Timestamp, 'Null: no end.'),
        }),
        { description: 'Of ED25519: the newest first; until its end the old one signs too.' },
      ),
    ),
    previousSecretUntil: orNull(Timestamp, 'Until then the secret before the last rotation signs too.'),
    heartbeatMinutes,
    version,
    paused,
    pausedReason: orNull(
      Type.Enum(['COMPANY', 'OPERATOR', 'GONE', 'FAILING']),
      '`GONE`: it answered 410. `FAILING`: it took nothing over for seven days.',
    ),
    pausedAt: orNull(Timestamp, 'Null: not paused.'),
    createdAt: Timestamp,
    state: WebhookState,
  },
  { ...ours, title: 'Webhook' },
);
export type Webhook = Type.Static<typeof Webhook>;
export const WebhookList = listOf(Webhook);

/** Answer of `POST /webhooks` and `POST /webhooks/{webhookId}/rotate-secret`. */
export const WebhookWithSecret = Type.Object(
  {
    ...Webhook.properties,
    secret: Type.Optional(
      Type.String({
        description: 'Of HMAC_SHA256, shown this once: store it now. ED25519 has `publicKeys` instead.',
        examples: ['whsec_...'],
      }),
    ),
  },
  { ...ours, title: 'WebhookWithSecret' },
);
export type WebhookWithSecret = Type.Static<typeof WebhookWithSecret>;

const answered = {
  httpStatus: orNull(Type.Integer(), 'Null: there was no answer.'),
  error: orNull(Type.String(), 'Why there was none; null: there was one.'),
  latencyMs: orNull(Type.Integer({ minimum: 0 }), 'Until the answer; null: nothing was sent.'),
  answer: orNull(Type.String(), 'The first bytes of the answer.'),
};

/** Answer of `POST /webhooks/{webhookId}/test`. */
export const WebhookTestResult = Type.Object(
  { outcome: Type.Enum(['DELIVERED', 'FAILED']), ...answered },
  { ...ours, title: 'WebhookTestResult' },
);
export type WebhookTestResult = Type.Static<typeof WebhookTestResult>;

/** Body of `POST /webhooks/{webhookId}/replay`: a time range (`from` and `to`), or single events (`ids`). */
export const ReplayOrder = Type.Object(
  {
    from: Type.Optional(
      Type.String({
        ...Timestamp,
        description: 'What was logged from then on, of the types of the endpoint.',
      }),
    ),
    to: Type.Optional(Type.String({ ...Timestamp, description: 'What was logged until then.' })),
    ids: Type.Optional(
      Type.Array(Type.String({ pattern: EVENT_ID, examples: ['evt_01J'] }), {
        minItems: 1,
        maxItems: REPLAY_IDS_MAX,
        uniqueItems: true,
        description: 'Single events, of any type.',
      }),
    ),
  },
  { ...ours, ...strict, title: 'ReplayOrder', description: 'Either `from` and `to`, or `ids`.' },
);
export type ReplayOrder = Type.Static<typeof ReplayOrder>;

export const Replay = Type.Object(
  {
    replayId: Type.String({ examples: ['rpl_01J'] }),
    status: Type.Enum(['RUNNING', 'DONE', 'CANCELLED']),
    total: Type.Integer({ minimum: 0, description: 'Events that it found when it was asked for.' }),
    delivered: Type.Integer({ minimum: 0 }),
    failed: Type.Integer({ minimum: 0 }),
    withheld: Type.Integer({ minimum: 0, description: 'The right to them has ended.' }),
    createdAt: Timestamp,
    endedAt: orNull(Timestamp, 'Null: it is running.'),
  },
  { ...ours, title: 'Replay' },
);
export type Replay = Type.Static<typeof Replay>;
export const ReplayList = listOf(Replay);

export const AttemptKinds = Type.Enum(['LIVE', 'REPLAY', 'TEST', 'HEARTBEAT', 'GAP']);
export const AttemptOutcomes = Type.Enum(
  ['DELIVERED', 'FAILED', 'PARKED', 'GAVE_UP', 'WITHHELD', 'TOO_OLD'],
  {
    description:
      '`PARKED`: failed, and the gateway goes on without it. `GAVE_UP`: failed for the last time. `WITHHELD`: the right has ended. `TOO_OLD`: older than `maxAgeHours`.',
  },
);

/** Query of `GET /webhooks/{webhookId}/attempts`; several filters are all to be met. */
export const AttemptQuery = Type.Object(
  {
    ...PageQuery.properties,
    outcome: Type.Optional(AttemptOutcomes),
    kind: Type.Optional(AttemptKinds),
    eventId: Type.Optional(
      Type.String({
        pattern: EVENT_ID,
        description: 'Requests with this event, and batches whose range holds it.',
      }),
    ),
    from: Type.Optional(Timestamp),
    to: Type.Optional(Timestamp),
  },
  strict,
);
export type AttemptQuery = Type.Static<typeof AttemptQuery>;

export const Attempt = Type.Object(
  {
    attemptId: Type.String({ examples: ['att_4711'] }),
    at: Timestamp,
    kind: AttemptKinds,
    messageId: Type.String({ description: '`webhook-id` of the request: the event, or the batch.' }),
    events: Type.Integer({ minimum: 0, description: 'In the request.' }),
    gatewayId: Type.Optional(GatewayId),
    gatewayWithheld: Type.Optional(
      Type.Literal(true, { description: 'The right to hear of the gateway has ended.' }),
    ),
    attempt: Type.Integer({ minimum: 1, description: 'Which one of this message it was.' }),
    outcome: AttemptOutcomes,
    ...answered,
  },
  { ...ours, title: 'WebhookAttempt' },
);
export type Attempt = Type.Static<typeof Attempt>;
export const AttemptList = listOf(Attempt);
