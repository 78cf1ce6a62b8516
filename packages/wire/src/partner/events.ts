import Type from 'typebox';
import { Connectivity, GatewayId, Timestamp, ours } from './common.ts';
import { Contract, ContractStatus } from './contracts.ts';
import { commandEnd } from './hvacs.ts';
import { notificationCodes } from './notifications.ts';

const text = (description: string) => Type.String({ description });

const ConnectivityData = Type.Object({
  status: Connectivity,
  previous: Connectivity,
  since: Timestamp,
});
const ApplianceData = Type.Object({
  state: Type.Enum(['RAISED', 'RESOLVED']),
  ...notificationCodes,
  text: text("In the company's first language."),
  texts: Type.Record(Type.String({ pattern: '^[a-z]{2}$' }), Type.String(), {
    description: "By language: in each of the company's languages.",
  }),
  since: Timestamp,
  occurrences: Type.Integer({ minimum: 1, description: 'How often it has appeared since then.' }),
});
const DataPointData = Type.Object({
  points: Type.Array(
    Type.Object({
      name: text('e.g. `hvac.heatingCircuit.hc1.roomTemperature`'),
      value: Type.Union([Type.Number(), Type.String()]),
      unit: Type.Optional(Type.String()),
      measuredAt: Timestamp,
    }),
  ),
});
const ContractData = Type.Object({
  from: Type.Union([ContractStatus, Type.Null()], { description: 'Null: the contract is new.' }),
  to: ContractStatus,
  actor: Type.Enum(['OWNER', 'PARTNER', 'OPERATOR', 'SYSTEM']),
  contract: Contract,
});
const CommandData = Type.Object({ commandId: Type.String(), ...commandEnd });

const DailyAggregateData = Type.Object({
  date: Type.String({ description: 'Local day of the gateway.', examples: ['2026-03-29'] }),
  timeZone: Type.String(),
  name: text('e.g. `hvac.compressor.domesticHotWater.numberOfStarts`'),
  value: Type.Number({ description: 'What was counted on that day.' }),
  unit: Type.Optional(Type.String()),
  revision: Type.Integer({ minimum: 0, description: 'Above 0: late reports have changed the day.' }),
  coverage: Type.Number({ minimum: 0, maximum: 1, description: 'Part of the day with a known value.' }),
});

const ApiKeyData = Type.Object({ keyId: Type.String(), expiresAt: Timestamp });
const ApiKeyExpiringData = Type.Object({
  keyId: Type.String(),
  expiresAt: Timestamp,
  daysLeft: Type.Integer({ description: '30, 7 or 1.' }),
});

const ConsentOutdatedData = Type.Object({
  gatewayId: GatewayId,
  givenVersion: text('What the owner accepted.'),
  requiredVersion: text('What remote control needs from `effectiveFrom` on.'),
  updateUrl: text('Where the owner accepts it; carries no token.'),
  effectiveFrom: Timestamp,
});

const WebhookPausedData = Type.Object({
  webhookId: Type.String(),
  name: Type.String(),
  reason: Type.Enum(['GONE', 'FAILING'], {
    description: '`GONE`: it answered 410. `FAILING`: it took nothing over for seven days.',
  }),
  since: Timestamp,
});

const FirmwareOutdatedData = Type.Object({
  version: text('What the gateway runs.'),
  recommended: Type.Optional(text('What it should run.')),
  minimum: Type.Optional(text('What it has to run at least.')),
  commandsRefused: Type.Boolean({ description: 'It is older than `minimum`, so changes answer 422.' }),
});

/** Event types that stand in the log, and the shape of their `data`. `CONTRACT_STATUS` is a word of the reference, the others follow its pattern. */
export const EVENT_DATA = {
  CONNECTIVITY_STATUS: ConnectivityData,
  APPLIANCE_STATUS: ApplianceData,
  CONTRACT_STATUS: ContractData,
  DATA_POINT: DataPointData,
  DAILY_AGGREGATE: DailyAggregateData,
  COMMAND_STATUS: CommandData,
  CONSENT_OUTDATED: ConsentOutdatedData,
  API_KEY_CREATED: ApiKeyData,
  API_KEY_REMOVED: ApiKeyData,
  API_KEY_EXPIRING: ApiKeyExpiringData,
  WEBHOOK_PAUSED: WebhookPausedData,
  FIRMWARE_OUTDATED: FirmwareOutdatedData,
} as const;
export type EventType = keyof typeof EVENT_DATA;
export type EventData = { [T in EventType]: Type.Static<(typeof EVENT_DATA)[T]> };
export const EVENT_TYPES = Object.keys(EVENT_DATA) as EventType[];
/** What an endpoint gets that names no types: those that the reference has. */
export const REFERENCE_EVENT_TYPES: readonly EventType[] = [
  'CONNECTIVITY_STATUS',
  'APPLIANCE_STATUS',
  'CONTRACT_STATUS',
  'DATA_POINT',
  'DAILY_AGGREGATE',
];

/** Types that nobody subscribes to: they stand for something else, or concern one endpoint alone. */
export const NOTICE_DATA = {
  /** In place of an event of the log whose right has ended: the number stays, the content does not. */
  WITHHELD: Type.Object({}),
  /** The log does not keep these numbers any more; the endpoint never got them. */
  GAP: Type.Object({
    from: Type.Integer({ description: 'Number of the first event that is lost to the endpoint.' }),
    to: Type.Integer({ description: 'Number of the last one.' }),
    count: Type.Integer({ minimum: 1, description: "Of all types, the endpoint's or not." }),
  }),
  /** Sent on request only. */
  WEBHOOK_TEST: Type.Object({ webhookId: Type.String(), name: Type.String() }),
  /** Nothing else was sent for a while. */
  HEARTBEAT: Type.Object({
    webhookId: Type.String(),
    name: Type.String(),
    cursor: text('As `nextCursor` of `GET /events`: everything before it was given to this endpoint.'),
    backlog: Type.Integer({ minimum: 0, description: 'Events that wait for this endpoint.' }),
  }),
} as const;
export type NoticeType = keyof typeof NOTICE_DATA;
export type NoticeData = { [T in NoticeType]: Type.Static<(typeof NOTICE_DATA)[T]> };
const NOTICE_TYPES = Object.keys(NOTICE_DATA) as NoticeType[];

/** CloudEvents 1.0, structured JSON. `gatewayseq` counts per company and gateway without holes. */
export const EventEnvelope = Type.Object(
  {
    specversion: Type.Literal('1.0'),
    id: Type.String({ examples: ['evt_01J'] }),
    source: Type.String({ description: '`/hvacs/{gatewayId}` or `/companies/{companyId}`' }),
    type: Type.Enum([...EVENT_TYPES, ...NOTICE_TYPES]),
    time: Timestamp,
    datacontenttype: Type.Literal('application/json'),
    companyid: Type.String(),
    gatewayid: Type.Optional(GatewayId),
    gatewayseq: Type.Optional(Type.Integer({ minimum: 1 })),
    previousseq: Type.Optional(
      Type.Integer({
        minimum: 0,
        description:
          '`gatewayseq` of the event of this gateway that preceded it for this subscription; 0: the first.',
      }),
    ),
    late: Type.Optional(Type.Boolean({ description: 'Measured while the gateway was out of reach.' })),
    parkedBefore: Type.Optional(
      Type.Integer({
        minimum: 1,
        description:
          '`gatewayseq` of the oldest event of this gateway that this endpoint has refused again and again; it is still tried.',
      }),
    ),
    data: Type.Union([...Object.values(EVENT_DATA), ...Object.values(NOTICE_DATA)]),
  },
  { ...ours, title: 'Event' },
);
export type EventEnvelope = Type.Static<typeof EventEnvelope>;
