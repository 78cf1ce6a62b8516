import type { Unit } from '../../catalogue/resource.ts';

/** Kind of circuit that an entity stands under: `hc1..hc8`, `dhw` and `dhw2..dhw10`, or none. */
export type CircuitKind = 'hc' | 'dhw' | undefined;

/** One entity of EMS-ESP and the resource of the catalogue that carries it. */
export interface EmsEntity {
  /** Device type, the first part of its topics: `boiler`, `thermostat`. */
  readonly device: string;
  readonly circuit: CircuitKind;
  /** Short name, the contract of the firmware (facts: gateways, section 1.6). */
  readonly name: string;
  /** Resource of the catalogue; `{n}` is the circuit's number. */
  readonly path: string;
  readonly form: EmsForm;
  /** Entities (`boiler/hptc0`) that carry the same resource better, where the device has them. */
  readonly unless?: readonly string[];
}

/** What the values of an entity look like, and what they become. */
export type EmsForm =
  | {
      readonly kind: 'number';
      /** As the firmware gives it; degrees may be Fahrenheit by a setting of the device. */
      readonly unit?: Unit;
      /** Of what the device says nothing itself, in the entity's unit. */
      readonly range?: readonly [min: number, max: number];
      readonly step?: number;
    }
  | { readonly kind: 'flag'; readonly on: string; readonly off: string }
  | { readonly kind: 'words'; readonly lists: readonly WordList[] }
  | { readonly kind: 'text' };

/** The options of an enumeration in the order of the firmware's index, and our words for them. */
export interface WordList {
  readonly theirs: readonly string[];
  readonly ours: readonly string[];
  /** Entities of the same circuit, one of which tells that this list is meant; none: any device may have it. */
  readonly besides?: readonly string[];
}

type Row = Omit<EmsEntity, 'device' | 'circuit'>;

export function entitiesOf(device: string, circuit: CircuitKind, rows: readonly Row[]): EmsEntity[] {
  return rows.map((row) => ({ device, circuit, ...row }));
}

/** A number; temperatures are `C`. */
export function number(name: string, path: string, unit?: Unit, ...unless: string[]): Row {
  return {
    name,
    path,
    form: { kind: 'number', ...(unit && { unit }) },
    ...(unless.length > 0 && { unless }),
  };
}

/** A number that can be set, with the range of devices that do not tell theirs. */
export function settable(
  name: string,
  path: string,
  unit: Unit,
  [min, max, step]: readonly [min: number, max: number, step: number],
  ...unless: string[]
): Row {
  const form = { kind: 'number', unit, range: [min, max], step } as const;
  return { name, path, form, ...(unless.length > 0 && { unless }) };
}

export function flag(
  name: string,
  path: string,
  [off, on]: readonly [off: string, on: string] = ['off', 'on'],
  ...unless: string[]
): Row {
  return { name, path, form: { kind: 'flag', on, off }, ...(unless.length > 0 && { unless }) };
}

export function words(name: string, path: string, ...lists: WordList[]): Row {
  return { name, path, form: { kind: 'words', lists } };
}

export function text(name: string, path: string): Row {
  return { name, path, form: { kind: 'text' } };
}

/** `{off: 'off', 'eco+': 'eco'}`: theirs in the order of the index, and ours. */
export function list(meanings: Readonly<Record<string, string>>, ...besides: string[]): WordList {
  return {
    theirs: Object.keys(meanings),
    ours: Object.values(meanings),
    ...(besides.length > 0 && { besides }),
  };
}
