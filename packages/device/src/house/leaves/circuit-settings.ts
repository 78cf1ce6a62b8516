import { MINUTE_MS } from '../clock.ts';
import {
  NOT_SET,
  roomSetpointC,
  setBoost,
  setMode,
  setTemporary,
  type CircuitMode,
  type CircuitSettings,
} from '../control/circuit.ts';
import type { CircuitPlace } from './circuit-leaves.ts';
import { type LeafSpec, numberLeaf, settableNumber, settableWord, wordLeaf } from './leaf-spec.ts';
import { type ProgramRules, programLeaf } from './program-leaf.ts';

/** Room set-points that a user may choose. */
export const ROOM = { unit: 'C', min: 5, max: 30, step: 0.5 };
const LEVELS = ['comfort2', 'eco'];

export function maxFlow({ base, circuit }: CircuitPlace, min: number, max: number): LeafSpec {
  const write = (value: number) => void (circuit.maxFlowC = value);
  return settableNumber(`${base}/maxFlowTemp`, () => circuit.maxFlowC, write, {
    unit: 'C',
    min,
    max,
    step: 1,
  });
}

export function setpoints(
  { base, circuit, plant }: CircuitPlace,
  { comfort = ROOM, eco = ROOM }: { readonly comfort?: typeof ROOM; readonly eco?: typeof ROOM } = {},
): LeafSpec[] {
  return [
    numberLeaf(`${base}/currentRoomSetpoint`, () => roomSetpointC(circuit, plant.nowMs) ?? 0, {
      unit: 'C',
      state: { off: 0 },
    }),
    settableNumber(
      `${base}/manualRoomSetpoint`,
      () => circuit.manualC,
      (value) => void (circuit.manualC = value),
      ROOM,
    ),
    settableNumber(
      `${base}/temporaryRoomSetpoint`,
      () => circuit.temporaryC,
      (value) => writeTemporary(circuit, value, plant.nowMs),
      { ...ROOM, state: { off: 0, na: NOT_SET } },
    ),
    settableNumber(
      `${base}/temperatureLevels/comfort2`,
      () => circuit.comfortC,
      (value) => void (circuit.comfortC = value),
      comfort,
    ),
    settableNumber(
      `${base}/temperatureLevels/eco`,
      () => circuit.ecoC,
      (value) => void (circuit.ecoC = value),
      eco,
    ),
  ];
}

export function writeTemporary(circuit: CircuitSettings, value: number, nowMs: number): string | undefined {
  if (value === NOT_SET) circuit.temporaryC = NOT_SET;
  else if (circuit.operationMode === 'auto') setTemporary(circuit, value, nowMs);
  else return 'needs operationMode auto';
  return undefined;
}

export function mode({ base, circuit }: CircuitPlace, words: readonly CircuitMode[]): LeafSpec {
  const write = (word: CircuitMode) => setMode(circuit, word);
  return settableWord(`${base}/operationMode`, () => circuit.operationMode, write, words);
}

/** Both programs, and which of them counts. */
export function programs({ base, circuit, plant }: CircuitPlace, rules: ProgramRules): LeafSpec[] {
  // A temporary set-point ends with the next switch point, wherever that is now.
  const changed = () => {
    circuit.temporaryEndsMs = circuit.programs[circuit.program].nextSwitchMs(plant.nowMs);
  };
  const levelsAt = `${base}/temperatureLevels`;
  return [
    settableWord(
      `${base}/activeSwitchProgram`,
      () => circuit.program,
      (program) => {
        circuit.program = program;
        changed();
      },
      ['A', 'B'],
    ),
    ...(['A', 'B'] as const).map((name) => {
      const id = `${base}/switchPrograms/${name}`;
      return programLeaf({ id, program: circuit.programs[name], rules, levels: LEVELS, levelsAt, changed });
    }),
  ];
}

export function summerWinter({ base, circuit }: CircuitPlace): LeafSpec[] {
  return [
    settableWord(
      `${base}/suWiSwitchMode`,
      () => circuit.summerSwitch,
      (word) => void (circuit.summerSwitch = word),
      ['off', 'automatic', 'forced'],
    ),
    settableNumber(
      `${base}/suWiThreshold`,
      () => circuit.summerThresholdC,
      (value) => void (circuit.summerThresholdC = value),
      { unit: 'C', min: 10, max: 30, step: 0.5 },
    ),
    wordLeaf(`${base}/currentSuWiMode`, () => (circuit.isSummer ? 'off' : 'forced'), [
      'off',
      'forced',
      'cooling',
    ]),
  ];
}

export function boost({ base, circuit, plant }: CircuitPlace): LeafSpec[] {
  const leftMs = () => Math.max(0, circuit.boostEndsMs - plant.nowMs);
  return [
    {
      ...settableWord(
        `${base}/boostMode`,
        () => (leftMs() > 0 ? 'on' : 'off'),
        (word) => setBoost(circuit, word === 'on', plant.nowMs),
        ['on', 'off'],
      ),
      isMomentary: true,
    },
    settableNumber(
      `${base}/boostTemperature`,
      () => circuit.boostC,
      (value) => void (circuit.boostC = value),
      ROOM,
    ),
    settableNumber(
      `${base}/boostDuration`,
      () => circuit.boostMinutes,
      (value) => void (circuit.boostMinutes = value),
      { unit: 'mins', min: 30, max: 480, step: 30 },
    ),
    numberLeaf(`${base}/boostRemainingTime`, () => Math.ceil(leftMs() / MINUTE_MS), { unit: 'mins' }),
  ];
}
