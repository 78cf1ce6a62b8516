import { isNoValue, type HolidayDhwMode, type HolidayHeatingMode } from '@hearthgate/wire';
import { isWords } from '../fields/field-reader.ts';
import { leafOf, numbersOf, readingOf, type FieldTable, type Part } from '../fields/part.ts';
import type { SystemState } from '../system-state.ts';
import { readPeriod, type Period } from './period.ts';

/** A gateway holds a fixed number of holidays: `hm1`..`hm5` for circuits of choice, or one for each heating circuit. */
export interface Slot {
  /** `hm1`, or `hc1` for the holiday of that circuit alone. */
  readonly id: string;
  readonly part: Part<SlotField>;
  /** The only circuit it can be for. */
  readonly circuit?: string;
}

const SYSTEM_SLOT = {
  period: ['startStop'],
  assignedTo: ['assignedTo'],
  heatingMode: ['hcMode'],
  dhwMode: ['dhwMode'],
  temperature: ['fixTemperature'],
  switch: [],
} as const satisfies FieldTable<string>;
export type SlotField = keyof typeof SYSTEM_SLOT;

/** Heat pumps on the CAN bus. */
const CIRCUIT_SLOT: FieldTable<SlotField> = {
  period: ['startStop'],
  assignedTo: [],
  heatingMode: [],
  dhwMode: [],
  temperature: [],
  switch: ['activated'],
};

/** Words of ICOM and of K 30 and K 40 for one mode of the API (facts: partner API, 12.3). */
export const HEATING_MODE_WORDS: Readonly<Record<HolidayHeatingMode, readonly string[]>> = {
  SATURDAY: ['AUTO_SAT', 'SATURDAY'],
  FIX_TEMPERATURE: ['FIX_TEMP', 'FIX_TEMPERATURE'],
  ECO: ['ECO'],
  OFF: ['OFF'],
};
/** The gateway's ECO, LOW and HIGH are Eco+, Eco and Comfort. */
export const DHW_MODE_WORDS: Readonly<Record<HolidayDhwMode, readonly string[]>> = {
  SATURDAY: ['AUTO_SAT', 'SATURDAY'],
  COMFORT: ['HIGH'],
  ECO: ['LOW'],
  ECO_PLUS: ['ECO'],
  OFF: ['OFF'],
  OFF_TD: ['OFF_TD', 'TD_OFF'],
};

export function slotsOf(state: SystemState): Slot[] {
  const ofSystem = numbersOf(state, '/system/holidayModes/hm').map((number): Slot => {
    const base = `/system/holidayModes/hm${number}`;
    return { id: `hm${number}`, part: { state, base, table: SYSTEM_SLOT } };
  });
  const ofCircuits = numbersOf(state, '/heatingCircuits/hc').map((number): Slot => {
    const circuit = `hc${number}`;
    const base = `/heatingCircuits/${circuit}/holidayMode`;
    return { id: circuit, circuit, part: { state, base, table: CIRCUIT_SLOT } };
  });
  return [...ofSystem, ...ofCircuits].filter(({ part }) => leafOf(part, 'period'));
}

/** Circuits it holds for; undefined where the gateway has no such choice and it holds for all. */
export function assignedTo({ circuit, part }: Slot): readonly string[] | undefined {
  if (circuit !== undefined) return [circuit];
  const value = readingOf(part, 'assignedTo');
  return isWords(value) ? value : undefined;
}

export function periodOf({ part }: Slot): Period | undefined {
  const text = readingOf(part, 'period');
  return typeof text === 'string' ? readPeriod(text) : undefined;
}

/**
 * The holiday in a slot, planned or under way; undefined for a slot that is free: over, never set, switched off, or for no circuit.
 */
export function holidayIn(slot: Slot, today: string): Period | undefined {
  const period = periodOf(slot);
  const isForNothing = assignedTo(slot)?.length === 0 || readingOf(slot.part, 'switch') === 'OFF';
  return period && period.end >= today && !isForNothing ? period : undefined;
}

/** A slot that the gateway has not told about yet may hold somebody's holiday. */
export function isFree(slot: Slot, today: string): boolean {
  return !isNoValue(readingOf(slot.part, 'period')) && !holidayIn(slot, today);
}
