import { MINUTE_MS } from '../clock.ts';
import { bandAt, dhwLevelAt, dhwStatusOf, setExtraCharge } from '../control/dhw.ts';
import { DISINFECTION_DAYS, setDisinfection } from '../control/disinfection.ts';
import type { Plant } from '../plant/plant.ts';
import {
  type LeafSpec,
  type Sentinels,
  numberLeaf,
  sensorLeaf,
  settableNumber,
  settableWord,
  wordLeaf,
} from './leaf-spec.ts';

export const DHW = '/dhwCircuits/dhw1';
const START = { unit: 'C', min: 30, max: 55, step: 0.5 };
const STOP = { unit: 'C', min: 35, max: 60, step: 0.5 };

/** Tank and what is wanted of it. */
export function tankLeaves(plant: Plant, sensor: Sentinels): LeafSpec[] {
  const { dhw } = plant;
  return [
    sensorLeaf(`${DHW}/actualTemp`, sensor, () => plant.tankC),
    numberLeaf(`${DHW}/currentSetpoint`, () => bandAt(dhw, plant.nowMs)?.stopC ?? 0, {
      unit: 'C',
      state: { off: 0 },
    }),
    wordLeaf(`${DHW}/status`, () => 'ACTIVE', ['INACTIVE', 'ACTIVE']),
  ];
}

/** Status words of K 30 and K 40. */
export function dhwStatus(plant: Plant): LeafSpec[] {
  const words = ['off', 'low', 'high', 'eco'];
  return [
    wordLeaf(`${DHW}/currentTemperatureLevel`, () => dhwLevelAt(plant.dhw, plant.nowMs), words),
    wordLeaf(`${DHW}/overallStatus`, () => dhwStatusOf(plant.dhw, plant.nowMs)),
  ];
}

/** A level's temperature starts charging, its stop ends it. */
export function levelWithStop(plant: Plant, name: 'eco' | 'low' | 'high'): LeafSpec[] {
  const band = plant.dhw.bands[name];
  return [
    settableNumber(
      `${DHW}/temperatureLevels/${name}`,
      () => band.startC,
      (value) => {
        if (value >= band.stopC) return `must be below ${name}Stop (${band.stopC})`;
        band.startC = value;
        return undefined;
      },
      START,
    ),
    settableNumber(
      `${DHW}/${name}Stop`,
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

/** A level is one temperature; charging starts a hysteresis below it. */
export function levelAlone(
  plant: Plant,
  name: 'eco' | 'low' | 'high',
  range: { readonly min: number; readonly max: number },
): LeafSpec {
  const band = plant.dhw.bands[name];
  const hysteresisK = band.stopC - band.startC;
  return settableNumber(
    `${DHW}/temperatureLevels/${name}`,
    () => band.stopC,
    (value) => void Object.assign(band, { startC: value - hysteresisK, stopC: value }),
    { unit: 'C', step: 1, ...range },
  );
}

export function chargeLeaves(
  plant: Plant,
  range: { readonly min: number; readonly max: number },
): LeafSpec[] {
  const { dhw } = plant;
  return [
    {
      ...settableWord(
        `${DHW}/charge`,
        () => (dhw.extraEndsMs > plant.nowMs ? 'start' : 'stop'),
        (word) => setExtraCharge(dhw, word === 'start', plant.nowMs),
        ['stop', 'start'],
      ),
      isMomentary: true,
    },
    settableNumber(
      `${DHW}/chargeDuration`,
      () => dhw.extraMinutes,
      (value) => void (dhw.extraMinutes = value),
      { unit: 'mins', min: 15, max: 2_880, step: 15 },
    ),
    settableNumber(
      `${DHW}/singleChargeSetpoint`,
      () => dhw.extraC,
      (value) => void (dhw.extraC = value),
      { unit: 'C', step: 0.5, ...range },
    ),
  ];
}

export function chargeRemaining(plant: Plant): LeafSpec {
  const leftMs = () => Math.max(0, plant.dhw.extraEndsMs - plant.nowMs);
  return numberLeaf(`${DHW}/chargeRemainingTime`, () => Math.ceil(leftMs() / MINUTE_MS), { unit: 'mins' });
}

/** Names as EasyControl has them; the K 40 adds whether it runs. */
export function disinfectionLeaves({ dhw }: Plant): LeafSpec[] {
  const { disinfection } = dhw;
  const base = `${DHW}/thermalDisinfect`;
  return [
    settableWord(
      `${base}/state`,
      () => (disinfection.isEnabled ? 'on' : 'off'),
      (word) => setDisinfection(disinfection, { isEnabled: word === 'on' }),
      ['on', 'off'],
    ),
    settableWord(
      `${base}/weekDay`,
      () => disinfection.weekday,
      (weekday) => setDisinfection(disinfection, { weekday }),
      DISINFECTION_DAYS,
    ),
    settableNumber(
      `${base}/time`,
      () => disinfection.minute,
      (minute) => setDisinfection(disinfection, { minute }),
      { unit: 'mins', min: 0, max: 1_439, step: 1 },
    ),
    wordLeaf(`${base}/lastResult`, () => disinfection.lastResult),
    wordLeaf(`${DHW}/tdrunningStatus`, () => (disinfection.isRunning ? 'on' : 'off'), ['on', 'off']),
  ];
}
