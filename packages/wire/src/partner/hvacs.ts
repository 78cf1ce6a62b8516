import Type from 'typebox';
import { LinkValue } from '../link/native.ts';
import { Brand, Connectivity, GatewayId, GatewayType, PageQuery, Timestamp, listOf, ours } from './common.ts';
import { ActiveOverridingModes, WithoutEffectUntil } from './overriding-modes.ts';

export const SystemType = Type.Enum(['HEAT_PUMP', 'BOILER', 'HYBRID', 'CASCADE', 'UNKNOWN'], ours);
export type SystemType = Type.Static<typeof SystemType>;

const hvacSummary = {
  gatewayId: GatewayId,
  gatewayType: GatewayType,
  brand: Brand,
  connectivity: Connectivity,
  lastSeen: Type.Optional(Timestamp),
  firmware: Type.Object({ version: Type.Optional(Type.String()), upToDate: Type.Boolean() }),
  systemType: SystemType,
  activeNotifications: Type.Integer({ minimum: 0 }),
};

/** One line of `GET /hvacs`. */
export const HvacSummary = Type.Object(hvacSummary, { ...ours, title: 'HvacSummary' });
export type HvacSummary = Type.Static<typeof HvacSummary>;
export const HvacList = listOf(HvacSummary);

const CircuitCapabilities = Type.Object({
  id: Type.Integer(),
  readable: Type.Array(Type.String()),
  writable: Type.Array(Type.String()),
});

/** `GET /hvacs/{gatewayId}`: what stands behind the gateway, derived from what it described. */
export const Hvac = Type.Object(
  {
    ...hvacSummary,
    capabilities: Type.Object({
      remoteControl: Type.Boolean({ description: 'At least one leaf of a circuit is writable.' }),
      heatingCircuits: Type.Array(CircuitCapabilities),
      dhwCircuits: Type.Array(CircuitCapabilities),
      heatSources: Type.Array(Type.Object({ id: Type.Integer() })),
      away: Type.Boolean({ description: 'The system can be told that nobody is at home.' }),
      holidays: Type.Integer({ minimum: 0, description: 'How many holidays can be planned at a time.' }),
    }),
  },
  { ...ours, title: 'Hvac' },
);
export type Hvac = Type.Static<typeof Hvac>;

export const OperationMode = Type.Enum(['OFF', 'MANUAL', 'AUTO'], ours);
export type OperationMode = Type.Static<typeof OperationMode>;

/** Why a field that exists has no value now. */
export const UnavailableReason = Type.Enum([
  'SENSOR_OPEN',
  'SENSOR_SHORT',
  'OFF',
  'NOT_SET',
  'INVALID',
  'NOT_REPORTED',
  'OUT_OF_RANGE',
  'UNKNOWN_WORD',
  'ENUM_UNLEARNED',
]);
export type UnavailableReason = Type.Static<typeof UnavailableReason>;

export const Unavailable = Type.Array(Type.Object({ field: Type.String(), reason: UnavailableReason }), {
  description: 'Fields the gateway has but cannot give a value for, and why.',
});

const celsius = (description: string) => Type.Number({ description: `${description}, degrees Celsius.` });

/** AUTO follows the outdoor temperature, the others hold one season by hand. */
export const SummerWinterMode = Type.Enum(['AUTO', 'SUMMER', 'WINTER'], ours);
export type SummerWinterMode = Type.Static<typeof SummerWinterMode>;
const summerWinter = {
  mode: Type.Optional(SummerWinterMode),
  threshold: Type.Optional(celsius('Outdoor temperature above which mode AUTO does not heat')),
};

const heatingCircuit = {
  id: Type.Integer({ minimum: 1, description: '`1` is `hc1` of the gateway.' }),
  name: Type.String(),
  operationMode: Type.Optional(OperationMode),
  overridingModes: ActiveOverridingModes,
  roomTemperature: Type.Optional(celsius('Measured room temperature')),
  roomSetpoint: Type.Optional(celsius('Set-point in effect')),
  manualRoomSetpoint: Type.Optional(celsius('Set-point of mode MANUAL')),
  temporaryRoomSetpoint: Type.Optional(celsius('Set-point until the next switch point')),
  temperatureLevels: Type.Optional(
    Type.Object({ comfort: Type.Optional(Type.Number()), eco: Type.Optional(Type.Number()) }),
  ),
  flowTemperature: Type.Optional(celsius('Flow temperature')),
  flowSetpoint: Type.Optional(celsius('Flow set-point')),
  pump: Type.Optional(Type.Enum(['ON', 'OFF'])),
  activeTimeProgram: Type.Optional(Type.String()),
  summerWinter: Type.Optional(
    Type.Object({ ...summerWinter, current: Type.Optional(Type.Enum(['WINTER', 'SUMMER', 'COOLING'])) }),
  ),
  boost: Type.Optional(
    Type.Object({
      active: Type.Boolean(),
      remainingMinutes: Type.Optional(Type.Number()),
      temperature: Type.Optional(Type.Number()),
    }),
  ),
  unavailable: Unavailable,
  asOf: Type.Optional(Timestamp),
  connectivity: Connectivity,
};

/** `GET /hvacs/{gatewayId}/heatingCircuits/{circuitId}`: path of the reference, body ours. */
export const HeatingCircuit = Type.Object(heatingCircuit, { ...ours, title: 'HeatingCircuit' });
export type HeatingCircuit = Type.Static<typeof HeatingCircuit>;
export const HeatingCircuitList = listOf(HeatingCircuit);

/** Body of the PATCH. One request is one command, however many leaves it writes. */
export const HeatingCircuitPatch = Type.Object(
  {
    operationMode: Type.Optional(OperationMode),
    manualRoomSetpoint: Type.Optional(celsius('Set-point of mode MANUAL')),
    temporaryRoomSetpoint: Type.Optional(
      Type.Union([celsius('Set-point until the next switch point'), Type.Null()], {
        description: 'Null clears the temporary set-point.',
      }),
    ),
    temperatureLevels: Type.Optional(
      Type.Object(
        { comfort: Type.Optional(Type.Number()), eco: Type.Optional(Type.Number()) },
        { additionalProperties: false, minProperties: 1 },
      ),
    ),
    activeTimeProgram: Type.Optional(Type.String({ maxLength: 40 })),
    summerWinter: Type.Optional(Type.Object(summerWinter, { additionalProperties: false, minProperties: 1 })),
    boost: Type.Optional(
      Type.Object(
        {
          active: Type.Boolean(),
          durationMinutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 2880 })),
          temperature: Type.Optional(Type.Number()),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { ...ours, title: 'HeatingCircuitPatch', additionalProperties: false, minProperties: 1 },
);
export type HeatingCircuitPatch = Type.Static<typeof HeatingCircuitPatch>;

export const HeatingCircuitPatched = Type.Object(
  {
    ...heatingCircuit,
    commandId: Type.String(),
    withoutEffectUntil: Type.Optional(WithoutEffectUntil),
  },
  { ...ours, title: 'HeatingCircuitPatched' },
);
export type HeatingCircuitPatched = Type.Static<typeof HeatingCircuitPatched>;

export const CommandStatus = Type.Enum([
  'ACCEPTED',
  'SENT',
  'CONFIRMED',
  'REFUSED',
  'SUPERSEDED',
  'EXPIRED',
  'PARTIAL',
]);
export type CommandStatus = Type.Static<typeof CommandStatus>;

export const CommandResult = Type.Object({
  resource: Type.String({
    description: 'Leaf of the gateway.',
    examples: ['/heatingCircuits/hc1/operationMode'],
  }),
  status: Type.Enum(['CONFIRMED', 'REFUSED']),
  value: Type.Optional(LinkValue),
  error: Type.Optional(Type.String()),
});
export type CommandResult = Type.Static<typeof CommandResult>;

/** What became of a command; the same in its answer and in its event. */
export const commandEnd = {
  status: CommandStatus,
  reason: Type.Optional(
    Type.String({
      description:
        'Why it was not carried out: `superseded-by`, `access-ended`, `protected`, `setpoints-inconsistent`, `no answer in time` (it was sent, and ' +
        'may have been carried out), `not sent in time`.',
    }),
  ),
  supersededBy: Type.Optional(
    Type.String({ description: 'The newer command; left out when it is of another company.' }),
  ),
  rule: Type.Optional(Type.String({ description: 'The protection rule that refused it.' })),
  allowedAt: Type.Optional(Timestamp),
  pair: Type.Optional(
    Type.Array(Type.String(), {
      description:
        'Hot water set-points that it would have made contradict each other by the time it could leave.',
    }),
  ),
  values: Type.Optional(Type.Array(Type.Number(), { description: 'The temperatures of `pair`.' })),
  results: Type.Array(CommandResult),
};

/** One remote change on its way to the appliance. `CONFIRMED` means: read back from the appliance. */
export const Command = Type.Object(
  {
    commandId: Type.String(),
    gatewayId: GatewayId,
    acceptedAt: Timestamp,
    sentAt: Type.Optional(Timestamp),
    endedAt: Type.Optional(Timestamp),
    expiresAt: {
      ...Timestamp,
      description: 'When it expires unless it ends before; a minute after it was sent at the latest.',
    },
    ...commandEnd,
  },
  { ...ours, title: 'Command' },
);
export type Command = Type.Static<typeof Command>;
export const CommandList = listOf(Command);

export const CommandListQuery = Type.Object(
  { ...PageQuery.properties, status: Type.Optional(CommandStatus) },
  { additionalProperties: false },
);
export type CommandListQuery = Type.Static<typeof CommandListQuery>;
