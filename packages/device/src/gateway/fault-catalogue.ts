import { APPLIANCE_FAULTS, type ApplianceFault } from '../house/faults.ts';
import { COMMAND_FAULTS, type CommandFault } from './command-faults.ts';
import { LINK_FAULTS, type LinkFault } from './link-faults.ts';

/** Everything that can be made to go wrong with a house: the appliance, its commands, its link. */
export const HOUSE_FAULTS = [...APPLIANCE_FAULTS, ...COMMAND_FAULTS, ...LINK_FAULTS] as const;
export type HouseFault = ApplianceFault | CommandFault | LinkFault;

/** How bad a fault is; each belongs to one fault. */
export interface FaultParameters {
  /** Of `drop`: share of messages that are lost. */
  readonly percent?: number;
  /** Of `delay`: real milliseconds. */
  readonly delayMs?: number;
  /** Of `clock-skew`: minutes that the gateway's clock is ahead, or behind below zero. */
  readonly skewMinutes?: number;
  /** Of `slow`: seconds of the house's clock. */
  readonly slowSeconds?: number;
}

export interface FaultParameter {
  readonly name: keyof FaultParameters;
  readonly min: number;
  readonly max: number;
  /** What holds when nothing is said. */
  readonly usual: number;
}

interface FaultKind {
  readonly kind: 'appliance' | 'command' | 'link';
  readonly effect: string;
  readonly parameter?: FaultParameter;
  /** A wire cannot be cut and shorted at once. */
  readonly excludes?: HouseFault;
}

export const FAULT_KINDS: Readonly<Record<HouseFault, FaultKind>> = {
  'flame-lost': { kind: 'appliance', effect: 'the burner locks itself; nothing is heated by it' },
  'low-pressure': { kind: 'appliance', effect: 'water has leaked; the output is limited' },
  'sensor-open': {
    kind: 'appliance',
    effect: 'the wire of the outdoor sensor is cut; its value is unavailable',
    excludes: 'sensor-short',
  },
  'sensor-short': {
    kind: 'appliance',
    effect: 'the wire of the outdoor sensor is shorted; its value is unavailable',
    excludes: 'sensor-open',
  },
  'defrost-stuck': { kind: 'appliance', effect: 'the outdoor unit stays iced; its compressor is blocked' },
  filter: { kind: 'appliance', effect: 'the filter of the ventilation is clogged' },
  refuse: { kind: 'command', effect: 'every command is refused' },
  slow: {
    kind: 'command',
    effect: 'commands are carried out later, by the clock of the house; a command expires after 60 seconds',
    parameter: { name: 'slowSeconds', min: 1, max: 600, usual: 30 },
  },
  'accept-but-ignore': { kind: 'command', effect: 'commands are accepted, and nothing changes' },
  drop: {
    kind: 'link',
    effect: 'messages of the gateway are lost on their way',
    parameter: { name: 'percent', min: 1, max: 100, usual: 33 },
  },
  duplicate: { kind: 'link', effect: 'every report and answer comes twice' },
  reorder: { kind: 'link', effect: 'reports overtake each other' },
  delay: {
    kind: 'link',
    effect: 'reports and answers come late, in real time',
    parameter: { name: 'delayMs', min: 1, max: 10_000, usual: 150 },
  },
  'clock-skew': {
    kind: 'link',
    effect: "the gateway's clock is wrong; ahead, it takes commands for expired",
    parameter: { name: 'skewMinutes', min: -1_440, max: 1_440, usual: 10 },
  },
  garbage: { kind: 'link', effect: 'a torn message comes before every whole one' },
};

/** The parameter of a fault, or what is usual. */
export function degreeOf(fault: HouseFault, parameters: FaultParameters = {}): number {
  const { parameter } = FAULT_KINDS[fault];
  return parameter ? (parameters[parameter.name] ?? parameter.usual) : 0;
}
