import type { Unit } from './resource.ts';

/** Other spellings of gateways; `rpm"` stands so in the vendor's specification. */
const SPELLINGS: ReadonlyMap<string, Unit> = new Map([
  ['mins', 'min'],
  ['hour', 'h'],
  ['hours', 'h'],
  ['wh', 'Wh'],
  ['1/min', 'rpm'],
  ['rpm"', 'rpm'],
  ['Pascal', 'Pa'],
]);

/** Units of the same quantity, and how many of the smallest each is. */
const SCALES: ReadonlyMap<string, { readonly of: string; readonly factor: number }> = new Map([
  ['s', { of: 'time', factor: 1 }],
  ['min', { of: 'time', factor: 60 }],
  ['h', { of: 'time', factor: 3_600 }],
  ['W', { of: 'power', factor: 1 }],
  ['kW', { of: 'power', factor: 1_000 }],
  ['Wh', { of: 'energy', factor: 1 }],
  ['kWh', { of: 'energy', factor: 1_000 }],
  ['l/h', { of: 'flow', factor: 1 }],
  ['l/min', { of: 'flow', factor: 60 }],
]);

/** What a gateway's number is multiplied with to be in the catalogue's unit; 1 for a unit that is not known. */
export function factorBetween(described: string | undefined, unit: Unit | undefined): number {
  if (described === undefined || unit === undefined || described === unit) return 1;
  const from = SCALES.get(SPELLINGS.get(described) ?? described);
  const to = SCALES.get(unit);
  return from && to && from.of === to.of ? from.factor / to.factor : 1;
}
