import Type from 'typebox';
import { Connectivity, GatewayId, Timestamp, ours } from './common.ts';
import { Contract, ContractStatus } from './contracts.ts';
import { CommandResult, CommandStatus } from './hvacs.ts';

const text = (description: string) => Type.String({ description });

const ConnectivityData = Type.Object({
  status: Connectivity,
  previous: Connectivity,
  since: Timestamp,
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
const CommandData = Type.Object({
  commandId: Type.String(),
  status: CommandStatus,
  results: Type.Array(CommandResult),
  reason: Type.Optional(Type.String()),
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

/** Event types and the shape of their `data`. `CONTRACT_STATUS` is a word of the reference, the others follow its pattern. */
export const EVENT_DATA = {
  CONNECTIVITY_STATUS: ConnectivityData,
  CONTRACT_STATUS: ContractData,
  DATA_POINT: DataPointData,
  COMMAND_STATUS: CommandData,
  CONSENT_OUTDATED: ConsentOutdatedData,
  API_KEY_CREATED: ApiKeyData,
  API_KEY_REMOVED: ApiKeyData,
  API_KEY_EXPIRING: ApiKeyExpiringData,
} as const;
export type EventType = keyof typeof EVENT_DATA;
export type EventData = { [T in EventType]: Type.Static<(typeof EVENT_DATA)[T]> };
export const EVENT_TYPES = Object.keys(EVENT_DATA) as EventType[];

/** CloudEvents 1.0, structured JSON. `gatewayseq` counts per company and gateway without holes. */
export const EventEnvelope = Type.Object(
  {
    specversion: Type.Literal('1.0'),
    id: Type.String({ examples: ['evt_01J'] }),
    source: Type.String({ description: '`/hvacs/{gatewayId}` or `/companies/{companyId}`' }),
    type: Type.Enum(EVENT_TYPES),
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
    data: Type.Union(Object.values(EVENT_DATA)),
  },
  { ...ours, title: 'Event' },
);
export type EventEnvelope = Type.Static<typeof EventEnvelope>;
