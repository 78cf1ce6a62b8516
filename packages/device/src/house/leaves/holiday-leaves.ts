import { type HolidayHeating, type HolidayHotWater, periodOf } from '../control/holidays.ts';
import { holidayNow } from '../control/system-control.ts';
import type { Plant } from '../plant/plant.ts';
import {
  type LeafSpec,
  settableNumber,
  settableText,
  settableWords,
  translatedWord,
  wordLeaf,
} from './leaf-spec.ts';

/** The words of a gateway family. */
export interface HolidayWords {
  readonly heating: Readonly<Partial<Record<HolidayHeating, string>>>;
  readonly hotWater: Readonly<Partial<Record<HolidayHotWater, string>>>;
}

/** The vendor does not say how its two kinds of off differ; here the second stops the disinfection too. */
export const ICOM_HOLIDAYS: HolidayWords = {
  heating: { saturday: 'AUTO_SAT', fixed: 'FIX_TEMP', off: 'OFF', eco: 'ECO' },
  hotWater: { off: 'OFF', offWithoutDisinfection: 'TD_OFF' },
};
/** Of `/holidayMode/configuration` (facts: partner API, 12.3); the slots stand where the older gateways have theirs. */
export const K40_HOLIDAYS: HolidayWords = {
  heating: { saturday: 'SATURDAY', fixed: 'FIX_TEMPERATURE', off: 'OFF', eco: 'ECO' },
  hotWater: {
    saturday: 'SATURDAY',
    off: 'OFF',
    eco: 'ECO',
    low: 'LOW',
    high: 'HIGH',
    offWithoutDisinfection: 'OFF_TD',
  },
};
const CIRCUITS = ['hc1', 'hc2', 'hc3', 'hc4', 'dhw1', 'dhw2'];

/** Holiday slots `hm1` to `hm5`, and which of them holds for which circuit. */
export function holidayLeaves(plant: Plant, words: HolidayWords): LeafSpec[] {
  const { system } = plant;
  return system.holidays.flatMap((holiday) => {
    const base = `/system/holidayModes/${holiday.id}`;
    return [
      settableText(
        `${base}/startStop`,
        () => holiday.startStop,
        (value) => {
          if (!periodOf(value, system.time)) return 'two dates are needed, such as 2026-02-07/2026-02-14';
          holiday.startStop = value;
          return undefined;
        },
      ),
      settableWords(
        `${base}/assignedTo`,
        () => holiday.assignedTo,
        (value) => void (holiday.assignedTo = value),
        CIRCUITS,
      ),
      translatedWord(
        `${base}/hcMode`,
        words.heating,
        () => holiday.heating,
        (mode) => void (holiday.heating = mode),
      ),
      translatedWord(
        `${base}/dhwMode`,
        words.hotWater,
        () => holiday.hotWater,
        (mode) => void (holiday.hotWater = mode),
      ),
      settableNumber(
        `${base}/fixTemperature`,
        () => holiday.fixedC,
        (value) => void (holiday.fixedC = value),
        { unit: 'C', min: 5, max: 30, step: 0.5 },
      ),
    ];
  });
}

/** Which holiday holds for each circuit, as an ICOM tells it. */
export function activatedLeaves(plant: Plant): LeafSpec[] {
  const { system, zones } = plant;
  const slots = ['', ...system.holidays.map(({ id }) => id)];
  const active = (circuit: string) => () => holidayNow(system, circuit, plant.nowMs)?.id ?? '';
  return [
    ...zones.map(({ circuit }) =>
      wordLeaf(`/heatingCircuits/${circuit.id}/holidayMode/activated`, active(circuit.id), slots),
    ),
    wordLeaf('/dhwCircuits/dhw1/holidayMode/activated', active('dhw1'), slots),
  ];
}
