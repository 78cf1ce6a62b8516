import { BOILER, MODULES } from './entities/boiler.ts';
import { HOT_WATER } from './entities/hot-water.ts';
import { THERMOSTAT } from './entities/thermostat.ts';
import type { CircuitKind, EmsEntity } from './entity.ts';

/** Every entity that has a place in the catalogue (facts: gateways, section 1.6). */
export const EMS_ENTITIES: readonly EmsEntity[] = [...BOILER, ...HOT_WATER, ...THERMOSTAT, ...MODULES];

const byName = Map.groupBy(EMS_ENTITIES, ({ device, circuit, name }) => `${device}/${circuit ?? ''}/${name}`);

/** Where an entity of a device stands: `hc2` is number 2 of kind `hc`, `dhw` is `dhw1`. */
export interface Circuit {
  readonly kind: CircuitKind;
  readonly number: number;
}

/** Most circuits of a kind (facts: gateways, section 1.2). */
const CIRCUITS_MAX = { hc: 8, dhw: 10 } as const;
const NO_CIRCUIT: Circuit = { kind: undefined, number: 0 };

/** Undefined for a tag that is no circuit of ours. */
export function circuitOf(tag: string): Circuit | undefined {
  if (tag === '') return NO_CIRCUIT;
  if (tag === 'dhw') return { kind: 'dhw', number: 1 };
  const [, kind, digits = ''] = /^(hc|dhw)([1-9]\d?)$/.exec(tag) ?? [];
  const number = Number(digits);
  if (kind === 'hc' && number <= CIRCUITS_MAX.hc) return { kind, number };
  return kind === 'dhw' && number <= CIRCUITS_MAX.dhw ? { kind, number } : undefined;
}

/** Where an entity stands, as one text: `boiler/rettemp`, `thermostat/hc1/mode`, `boiler/dhw/seltemp`. */
export function keyOf(device: string, tag: string, name: string): string {
  return tag === '' ? `${device}/${name}` : `${device}/${tag}/${name}`;
}

/** A row of the table for one circuit: its number is in `path` and `unless`. */
export interface PlacedEntity extends EmsEntity {
  readonly key: string;
  readonly tag: string;
}

const placed = new Map<string, readonly PlacedEntity[]>();

/** The rows of an entity; most have one. Empty for what has no place in the catalogue. */
export function rowsOf(device: string, tag: string, name: string): readonly PlacedEntity[] {
  const circuit = circuitOf(tag);
  const rows = circuit && byName.get(`${device}/${circuit.kind ?? ''}/${name}`);
  if (!rows) return [];
  const key = keyOf(device, tag, name);
  const known = placed.get(key);
  if (known) return known;
  const within = (text: string) => text.replace('{n}', String(circuit.number));
  const made = rows.map((row) => ({
    ...row,
    key,
    tag,
    path: within(row.path),
    ...(row.unless && { unless: row.unless.map(within) }),
  }));
  // At most ten circuits for each row of the table.
  placed.set(key, made);
  return made;
}

/** The rows of a key. */
export function rowsOfKey(key: string): readonly PlacedEntity[] {
  const parts = key.split('/');
  const [device = ''] = parts;
  return rowsOf(device, parts.length > 2 ? (parts[1] ?? '') : '', parts.at(-1) ?? '');
}
