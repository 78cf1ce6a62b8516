import type { Leaf } from '@hearthgate/wire';
import {
  baseOf,
  knownPointsOf,
  wordAt,
  type Circuit,
  type CircuitKind,
  type Program,
} from './program-leaves.ts';

/** Words of the gateway families for one level of the API; what a gateway calls `eco` of hot water is Eco+. */
const WORDS: Readonly<Record<CircuitKind, Readonly<Record<string, readonly string[]>>>> = {
  heatingCircuits: {
    comfort: ['comfort', 'comfort2', 'normal'],
    eco: ['eco', 'exception'],
    off: ['off'],
  },
  dhwCircuits: { comfort: ['comfort', 'high'], eco: ['low'], ecoPlus: ['eco'], on: ['on'], off: ['off'] },
};
/** The program of the hot water circulation pump knows on and off, whatever levels the gateway says it has. */
const CIRCULATION = 'cp';

export interface TemperatureRange {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}
/** Where a gateway does not say what temperatures a program takes. */
const TEMPERATURES: Readonly<Record<CircuitKind, TemperatureRange>> = {
  heatingCircuits: { min: 5, max: 30, step: 0.5 },
  dhwCircuits: { min: 10, max: 80, step: 1 },
};

/** What the switch points of a program name: levels (words of the API to words of the gateway), or temperatures. */
export type ProgramLevels =
  | { readonly levels: ReadonlyMap<string, string> }
  | { readonly temperature: TemperatureRange };

export function levelsOf(circuit: Circuit, program: Program): ProgramLevels {
  const setpoints = program.leaf.program?.setpoints;
  // ICOM can be set to programs of temperatures; then the levels that it names do not count.
  if (setpoints === undefined || wordAt(circuit, 'switchProgramMode') === 'absolute') {
    const leaf = circuit.state.leaves.get(`${baseOf(circuit)}/manualRoomSetpoint`);
    return { temperature: temperatureOf(circuit.kind, leaf) };
  }
  return { levels: named(circuit.kind, theirWords(circuit, program, setpoints)) };
}

/** The API's word for a set-point of the gateway; an own word stays as it is. */
export function levelOf(levels: ProgramLevels, setpoint: string | number): string | number {
  if (typeof setpoint === 'number' || !('levels' in levels)) return setpoint;
  for (const [level, theirs] of levels.levels) if (theirs === setpoint) return level;
  return setpoint;
}

/** The levels that the gateway described, and those that it uses without having described them. */
function theirWords(circuit: Circuit, program: Program, setpoints: string): ReadonlySet<string> {
  if (circuit.kind === 'dhwCircuits' && program.id === CIRCULATION) return new Set(['on', 'off']);
  const words = new Set<string>();
  for (const path of circuit.state.leaves.keys()) {
    const [word = '', ...below] = path.startsWith(`${setpoints}/`)
      ? path.slice(setpoints.length + 1).split('/')
      : [];
    if (word !== '' && below.length === 0) words.add(word);
  }
  for (const { setpoint } of knownPointsOf(circuit.state, program)) {
    if (typeof setpoint === 'string') words.add(setpoint);
  }
  // Hot water can be off in the programs of every family, also where the level has no temperature to describe.
  if (circuit.kind === 'dhwCircuits') words.add('off');
  return words;
}

/** A word of the API stands for one word of a gateway: a second one with the same meaning keeps its own. */
function named(kind: CircuitKind, theirs: ReadonlySet<string>): ReadonlyMap<string, string> {
  const words = WORDS[kind];
  const names = new Map<string, string>();
  for (const [level, known] of Object.entries(words)) {
    const word = known.find((one) => theirs.has(one));
    if (word !== undefined) names.set(level, word);
  }
  const taken = new Set(names.values());
  for (const word of theirs) if (!taken.has(word)) names.set(word, word);
  return names;
}

/** What the leaf that tells its range takes, else what is usual. */
export function temperatureOf(kind: CircuitKind, leaf: Leaf | undefined): TemperatureRange {
  const usual = TEMPERATURES[kind];
  const { min = usual.min, max = usual.max, step = usual.step } = leaf ?? {};
  return { min, max, step };
}
