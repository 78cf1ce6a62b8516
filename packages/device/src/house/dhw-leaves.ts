import { MINUTE_MS } from './clock.ts';
import { type DhwLevel, bandAt, dhwLevelAt, dhwStatusOf, setExtraCharge } from './dhw.ts';
import {
  type LeafSpec,
  SENSOR,
  numberLeaf,
  settableNumber,
  settableWord,
  tenth,
  wordLeaf,
} from './leaf-spec.ts';
import type { Plant } from './plant.ts';

const BASE = '/dhwCircuits/dhw1';
const START = { unit: 'C', min: 30, max: 55, step: 0.5 };
const STOP = { unit: 'C', min: 35, max: 60, step: 0.5 };
const LEVELS = ['eco', 'low', 'high'] as const;

/** All leaves of the hot water tank; a level's temperature starts charging, its stop ends it. */
export function dhwLeaves(plant: Plant, nowMs: () => number): LeafSpec[] {
  const { dhw } = plant;
  return [
    numberLeaf(`${BASE}/actualTemp`, () => tenth(plant.tankC), { unit: 'C', state: SENSOR }),
    numberLeaf(`${BASE}/currentSetpoint`, () => bandAt(dhw, nowMs())?.stopC ?? 0, {
      unit: 'C',
      state: { off: 0 },
    }),
    settableWord(
      `${BASE}/operationMode`,
      () => dhw.operationMode,
      (mode) => void (dhw.operationMode = mode),
      ['off', 'eco', 'low', 'high', 'auto'],
    ),
    wordLeaf(`${BASE}/currentTemperatureLevel`, () => level(plant, nowMs()), ['off', 'eco', 'low', 'high']),
    wordLeaf(`${BASE}/status`, () => 'ACTIVE', ['INACTIVE', 'ACTIVE']),
    wordLeaf(`${BASE}/overallStatus`, () => dhwStatusOf(dhw, nowMs())),
    ...LEVELS.flatMap((name) => bandLeaves(name, plant)),
    ...chargeLeaves(plant, nowMs),
  ];
}

function level(plant: Plant, nowMs: number): DhwLevel {
  return dhwLevelAt(plant.dhw, nowMs);
}

function bandLeaves(name: (typeof LEVELS)[number], plant: Plant): LeafSpec[] {
  const band = plant.dhw.bands[name];
  return [
    settableNumber(
      `${BASE}/temperatureLevels/${name}`,
      () => band.startC,
      (value) => {
        if (value >= band.stopC) return `must be below ${name}Stop (${band.stopC})`;
        band.startC = value;
        return undefined;
      },
      START,
    ),
    settableNumber(
      `${BASE}/${name}Stop`,
      () => band.stopC,
      (value) => {
        if (value <= band.startC) return `must be above temperatureLevels/${name} (${band.startC})`;
        band.stopC = value;
        return undefined;
      },
      STOP,
    ),
  ];
}

function chargeLeaves(plant: Plant, nowMs: () => number): LeafSpec[] {
  const { dhw } = plant;
  return [
    settableWord(
      `${BASE}/charge`,
      () => (dhw.extraEndsMs > nowMs() ? 'start' : 'stop'),
      (word) => setExtraCharge(dhw, word === 'start', nowMs()),
      ['stop', 'start'],
    ),
    settableNumber(
      `${BASE}/chargeDuration`,
      () => dhw.extraMinutes,
      (value) => void (dhw.extraMinutes = value),
      {
        unit: 'min',
        min: 15,
        max: 2_880,
        step: 15,
      },
    ),
    numberLeaf(
      `${BASE}/chargeRemainingTime`,
      () => Math.max(0, Math.ceil((dhw.extraEndsMs - nowMs()) / MINUTE_MS)),
      { unit: 'min' },
    ),
    settableNumber(
      `${BASE}/singleChargeSetpoint`,
      () => dhw.extraC,
      (value) => void (dhw.extraC = value),
      {
        unit: 'C',
        min: 50,
        max: 70,
        step: 0.5,
      },
    ),
  ];
}
