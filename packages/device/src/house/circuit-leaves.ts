import { MINUTE_MS } from './clock.ts';
import {
  type CircuitSettings,
  NOT_SET,
  roomSetpointC,
  setBoost,
  setMode,
  setTemporary,
  statusOf,
} from './circuit.ts';
import {
  type LeafSpec,
  SENSOR,
  numberLeaf,
  settableNumber,
  settableWord,
  tenth,
  wordLeaf,
} from './leaf-spec.ts';
import { nextSwitchMs } from './program.ts';
import { STREAM, normalAt } from './random.ts';
import type { Plant } from './plant.ts';
import type { Zone } from './zone.ts';

const ROOM = { unit: 'C', min: 5, max: 30, step: 0.5 };
/** Of the room sensor, K. */
const ROOM_NOISE_K = 0.03;

/** All leaves of one heating circuit; `nowMs` is the house's clock. */
export function circuitLeaves(n: number, zone: Zone, plant: Plant, nowMs: () => number): LeafSpec[] {
  const base = `/heatingCircuits/hc${n}`;
  return [
    ...measured(base, n, zone, plant),
    ...setpoints(base, zone.circuit, nowMs),
    ...modes(base, zone.circuit, nowMs),
    ...boost(base, zone.circuit, nowMs),
    settableNumber(
      `${base}/maxFlowTemp`,
      () => zone.circuit.maxFlowC,
      (value) => void (zone.circuit.maxFlowC = value),
      {
        unit: 'C',
        min: 30,
        max: 60,
        step: 1,
      },
    ),
  ];
}

function measured(base: string, n: number, zone: Zone, plant: Plant): LeafSpec[] {
  const { state, emitter } = zone;
  const noise = () => ROOM_NOISE_K * normalAt(plant.seed + n, STREAM.roomNoise, plant.timeMs / MINUTE_MS);
  return [
    numberLeaf(`${base}/roomtemperature`, () => tenth(state.airC + noise()), { unit: 'C', state: SENSOR }),
    numberLeaf(`${base}/actualHumidity`, () => humidity(plant.dampedOutdoorC), {
      unit: '%',
      state: { invalid: 255 },
    }),
    numberLeaf(`${base}/actualSupplyTemperature`, () => tenth(emitter.flowC), { unit: 'C', state: SENSOR }),
    numberLeaf(`${base}/supplyTemperatureSetpoint`, () => tenth(zone.flowSetpointC ?? 0), {
      unit: 'C',
      state: { off_heat: 0, off_cool: 90 },
    }),
    numberLeaf(`${base}/pumpModulation`, () => (zone.pumpOn ? 60 : 0), { unit: '%' }),
    wordLeaf(`${base}/pumpStatus`, () => (zone.pumpOn ? 'on' : 'off'), ['on', 'off']),
  ];
}

/** Cold air brought to room temperature is dry. */
function humidity(outdoorC: number): number {
  return Math.round(Math.min(62, Math.max(30, 38 + outdoorC)));
}

function setpoints(base: string, circuit: CircuitSettings, nowMs: () => number): LeafSpec[] {
  return [
    numberLeaf(`${base}/currentRoomSetpoint`, () => roomSetpointC(circuit, nowMs()) ?? 0, {
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
      (value) => {
        if (value === NOT_SET) circuit.temporaryC = NOT_SET;
        else if (circuit.operationMode === 'auto') setTemporary(circuit, value, nowMs());
        else return 'needs operationMode auto';
        return undefined;
      },
      { ...ROOM, state: { off: 0, na: NOT_SET } },
    ),
    settableNumber(
      `${base}/temperatureLevels/comfort2`,
      () => circuit.comfortC,
      (value) => void (circuit.comfortC = value),
      ROOM,
    ),
    settableNumber(
      `${base}/temperatureLevels/eco`,
      () => circuit.ecoC,
      (value) => void (circuit.ecoC = value),
      ROOM,
    ),
  ];
}

function modes(base: string, circuit: CircuitSettings, nowMs: () => number): LeafSpec[] {
  return [
    settableWord(
      `${base}/operationMode`,
      () => circuit.operationMode,
      (mode) => setMode(circuit, mode),
      ['auto', 'manual', 'off'],
    ),
    settableWord(
      `${base}/activeSwitchProgram`,
      () => circuit.program,
      (program) => {
        circuit.program = program;
        circuit.temporaryEndsMs = nextSwitchMs(program, nowMs());
      },
      ['A', 'B'],
    ),
    settableWord(
      `${base}/suWiSwitchMode`,
      () => circuit.summerSwitch,
      (mode) => void (circuit.summerSwitch = mode),
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
    wordLeaf(`${base}/overallStatus`, () => statusOf(circuit, nowMs()), [
      'heating_auto',
      'heating_manual_on',
      'heating_manual_off',
      'summer_idle',
      'boost',
    ]),
    wordLeaf(`${base}/status`, () => 'ACTIVE', ['INACTIVE', 'ACTIVE']),
  ];
}

function boost(base: string, circuit: CircuitSettings, nowMs: () => number): LeafSpec[] {
  return [
    settableWord(
      `${base}/boostMode`,
      () => (circuit.boostEndsMs > nowMs() ? 'on' : 'off'),
      (word) => setBoost(circuit, word === 'on', nowMs()),
      ['on', 'off'],
    ),
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
      { unit: 'min', min: 30, max: 480, step: 30 },
    ),
    numberLeaf(
      `${base}/boostRemainingTime`,
      () => Math.max(0, Math.ceil((circuit.boostEndsMs - nowMs()) / MINUTE_MS)),
      { unit: 'min' },
    ),
  ];
}
