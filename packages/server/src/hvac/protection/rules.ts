import type { SystemType } from '@hearthgate/wire';

/** What a rule looks at, and its figures. */
type Predicate =
  /** A circuit is neither switched off nor set below `setpointC` while it is colder outside than `outdoorC`. */
  | { readonly kind: 'frost'; readonly outdoorC: number; readonly setpointC: number }
  /** What a change switched on, or off, stays so for this long. */
  | { readonly kind: 'hold'; readonly state: 'ON' | 'OFF'; readonly minutes: number }
  /** Extra demand is started at most this often by changes. */
  | { readonly kind: 'starts'; readonly perHour: number }
  /** One leaf is written at most this often. */
  | { readonly kind: 'writes'; readonly perHour: number }
  /** A set-point is not raised further than this above what it was at any time of the past hour. */
  | { readonly kind: 'rise'; readonly kelvinPerHour: number }
  /** Hot water reaches `hotC` in its hottest level wherever thermal disinfection is not on. */
  | { readonly kind: 'hygiene'; readonly hotC: number };

export type ProtectionRule = Predicate & {
  readonly id: string;
  /** Systems it is for; left out: all. */
  readonly systems?: readonly SystemType[];
  /** Leaves it is for. */
  readonly leaves: RegExp;
};

/** What is not known is protected as the most sensitive. */
const WITH_COMPRESSOR: readonly SystemType[] = ['HEAT_PUMP', 'HYBRID', 'CASCADE', 'UNKNOWN'];
const WITH_BURNER: readonly SystemType[] = ['BOILER'];

/** Leaves whose "off" ends the heating of a circuit. */
export const HEATING_SWITCH = /^\/heatingCircuits\/hc\d+\/(operationMode|suWiSwitchMode)$/;
/** Away is for all circuits. */
export const ANY_ROOM_SETPOINT =
  /^\/(heatingCircuits\/hc\d+\/(manualRoomSetpoint|temperatureRoomSetpoint|temporaryRoomSetpoint|temperatureLevels\/\w+)|system\/awayMode\/temperature)$/;
const ROOM_SETPOINT =
  /^\/heatingCircuits\/hc\d+\/(manualRoomSetpoint|temperatureRoomSetpoint|temporaryRoomSetpoint|temperatureLevels\/\w+)$/;
const ANY_MODE = /^\/(heatingCircuits\/hc|dhwCircuits\/dhw)\d+\/operationMode$/;
const EXTRA_DEMAND = /^\/(heatingCircuits\/hc\d+\/boostMode|dhwCircuits\/dhw\d+\/charge)$/;
const STORED =
  /^\/(heatingCircuits\/hc|dhwCircuits\/dhw)\d+\/(manualRoomSetpoint|temperatureRoomSetpoint|temperatureLevels\/\w+|\w+Stop|activeSwitchProgram|switchPrograms\/\w+)$/;
const HOT_WATER = /^\/dhwCircuits\/dhw\d+\/(temperatureLevels\/high|highStop|thermalDisinfect\/state)$/;

/** The reason of each stands in docs/guides/commands.md. */
export const PROTECTION_RULES: readonly ProtectionRule[] = [
  {
    id: 'frost-guard',
    leaves: /^\/(heatingCircuits|system\/awayMode)\//,
    kind: 'frost',
    outdoorC: 0,
    setpointC: 8,
  },
  {
    id: 'compressor-minimum-run',
    systems: WITH_COMPRESSOR,
    leaves: ANY_MODE,
    kind: 'hold',
    state: 'ON',
    minutes: 10,
  },
  {
    id: 'compressor-minimum-pause',
    systems: WITH_COMPRESSOR,
    leaves: ANY_MODE,
    kind: 'hold',
    state: 'OFF',
    minutes: 10,
  },
  {
    id: 'burner-minimum-run',
    systems: WITH_BURNER,
    leaves: ANY_MODE,
    kind: 'hold',
    state: 'ON',
    minutes: 3,
  },
  {
    id: 'burner-minimum-pause',
    systems: WITH_BURNER,
    leaves: ANY_MODE,
    kind: 'hold',
    state: 'OFF',
    minutes: 3,
  },
  { id: 'compressor-starts', systems: WITH_COMPRESSOR, leaves: EXTRA_DEMAND, kind: 'starts', perHour: 3 },
  { id: 'burner-starts', systems: WITH_BURNER, leaves: EXTRA_DEMAND, kind: 'starts', perHour: 6 },
  { id: 'stored-settings', leaves: STORED, kind: 'writes', perHour: 12 },
  {
    id: 'room-setpoint-rise',
    systems: WITH_COMPRESSOR,
    leaves: ROOM_SETPOINT,
    kind: 'rise',
    kelvinPerHour: 10,
  },
  { id: 'legionella-guard', leaves: HOT_WATER, kind: 'hygiene', hotC: 50 },
];
