import Type from 'typebox';
import { GatewayId, Timestamp, ours } from './common.ts';
import { EVENT_TYPES, EventEnvelope } from './events.ts';

/** Largest page of the event log. */
export const EVENTS_LIMIT_MAX = 5_000;

const place = {
  cursor: Type.Optional(
    Type.String({
      maxLength: 100,
      description:
        'Where to go on: `nextCursor` of an earlier answer, or the `id` of an event of the stream. It is tied to no filter. Without it: the oldest event kept.',
    }),
  ),
  from: Type.Optional({
    ...Timestamp,
    description: 'Instead of a cursor: begin with the first event recorded at this time or later.',
  }),
};
const filters = {
  type: Type.Optional(
    Type.Array(Type.Enum([...EVENT_TYPES]), {
      minItems: 1,
      description: 'Only these types; given several times, or with commas between them. Without it: all.',
    }),
  ),
  gatewayId: Type.Optional(GatewayId),
};

/** Query of `GET /events`. */
export const EventsQuery = Type.Object(
  {
    ...place,
    ...filters,
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: EVENTS_LIMIT_MAX, description: '100 when left out.' }),
    ),
  },
  { additionalProperties: false },
);
export type EventsQuery = Type.Static<typeof EventsQuery>;

/** Query of `GET /events/stream`. */
export const EventStreamQuery = Type.Object({ ...place, ...filters }, { additionalProperties: false });
export type EventStreamQuery = Type.Static<typeof EventStreamQuery>;

export const EventPage = Type.Object(
  {
    items: Type.Array(EventEnvelope),
    nextCursor: Type.String({ description: 'Never null: with it the next call goes on, now or in a week.' }),
    hasMore: Type.Boolean({
      description: 'More may follow now. With filters a page may be short, or empty, before the last one.',
    }),
  },
  { ...ours, title: 'EventPage' },
);

/** Query of `GET /events/completeness`: from (included) to (not included), by the time of recording. */
export const CompletenessQuery = Type.Object(
  {
    gatewayId: GatewayId,
    from: Timestamp,
    to: Type.Optional({ ...Timestamp, description: 'Now when left out.' }),
  },
  { additionalProperties: false },
);
export type CompletenessQuery = Type.Static<typeof CompletenessQuery>;

const seq = (description: string) => Type.Integer({ minimum: 1, description });
const numbered = {
  fromSeq: seq('First `gatewayseq` of the gap.'),
  toSeq: seq('Last `gatewayseq` of the gap.'),
};
export const CompletenessGap = Type.Union([
  Type.Object({
    cause: Type.Literal('WITHHELD', { description: 'Logged, but the right to see them has ended.' }),
    ...numbered,
  }),
  Type.Object({
    cause: Type.Literal('EXPIRED', {
      description:
        'Older than the log is kept. When they were recorded is not known any more; it may be before `from`.',
    }),
    ...numbered,
  }),
  Type.Object({
    cause: Type.Literal('MISSING', { description: 'Numbered, but not in the log: a fault of this server.' }),
    ...numbered,
  }),
  Type.Object({
    cause: Type.Literal('REPORTS_LOST', {
      description:
        'The gateway was cut off for so long that it gave reports up. They never became events, so no number is missing.',
    }),
    reports: Type.Integer({ minimum: 1 }),
    noticedAt: Timestamp,
  }),
]);
export type CompletenessGap = Type.Static<typeof CompletenessGap>;

/** What the log holds of one gateway in a span of time, as of one moment. */
export const CompletenessStatement = Type.Object({
  kind: Type.Literal('hearthgate-event-completeness'),
  issuer: Type.String({ description: 'Address of this server.' }),
  companyId: Type.String(),
  gatewayId: GatewayId,
  from: Timestamp,
  to: Timestamp,
  asOf: Type.String({
    ...Timestamp,
    description:
      'When this was stated. Up to `to`, or to this if it is earlier, nothing will be added to the log any more.',
  }),
  logEpoch: Type.Integer({
    description: 'Changes when the log is restored from a backup: numbers of another epoch are others.',
  }),
  first: Type.Union([Type.Integer(), Type.Null()], {
    description: 'Lowest `gatewayseq` in the span; null: no event.',
  }),
  last: Type.Union([Type.Integer(), Type.Null()], { description: 'Highest `gatewayseq` in the span.' }),
  expected: Type.Integer({ minimum: 0, description: 'Numbers from `first` to `last`.' }),
  count: Type.Integer({
    minimum: 0,
    description: 'Events that stand in the log under them; `WITHHELD` ones too.',
  }),
  gaps: Type.Array(CompletenessGap),
});
export type CompletenessStatement = Type.Static<typeof CompletenessStatement>;

/**
 * A statement with its proof. `jws` is a JWS in compact form (RFC 7515, EdDSA with Ed25519, RFC 8037) whose payload is the
 * statement as UTF-8 JSON; the key stands under its `kid` at `keysUrl`.
 */
export const Completeness = Type.Object(
  { statement: CompletenessStatement, jws: Type.String(), keysUrl: Type.String() },
  { ...ours, title: 'EventCompleteness' },
);
export type Completeness = Type.Static<typeof Completeness>;
