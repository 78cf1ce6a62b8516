import { locate, type Leaf, type LeafValue } from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';
import { reading, type SystemState } from '../system-state.ts';

/** Fields of the API and the leaves that may carry each, below the part's path, the preferred one first. */
export type FieldTable<Field extends string> = Readonly<Record<Field, readonly string[]>>;

/** One circuit, heat source or other part of a system, read through its field table. */
export interface Part<Field extends string> {
  readonly state: SystemState;
  /** Where its leaves stand, e.g. `/heatingCircuits/hc1`. */
  readonly base: string;
  readonly table: FieldTable<Field>;
}

/** Numbers of the parts of a kind that the gateway described, ascending: `numbersOf(state, '/dhwCircuits/dhw')`. */
export function numbersOf({ leaves }: SystemState, prefix: string): readonly number[] {
  const known = numbersIn.get(leaves) ?? new Map<string, readonly number[]>();
  numbersIn.set(leaves, known);
  const numbers = known.get(prefix) ?? numbersBelow(leaves, prefix);
  known.set(prefix, numbers);
  return numbers;
}

/** A description is replaced and never changed, and many gateways may share it. */
const numbersIn = new WeakMap<SystemState['leaves'], Map<string, readonly number[]>>();

function numbersBelow(leaves: SystemState['leaves'], prefix: string): number[] {
  const numbers = new Set<number>();
  for (const path of leaves.keys()) {
    if (!path.startsWith(prefix)) continue;
    const match = /^([1-9]\d?)\//.exec(path.slice(prefix.length));
    if (match) numbers.add(Number(match[1]));
  }
  return [...numbers].toSorted((a, b) => a - b);
}

/** 404 for a number that this system does not have, 422 where it has no such part at all. */
export function requireNumber(state: SystemState, prefix: string, number: number, capability: string): void {
  const numbers = numbersOf(state, prefix);
  if (numbers.includes(number)) return;
  // A gateway that has described nothing yet may still have the part.
  const isUnknown = numbers.length > 0 || state.leaves.size === 0;
  throw isUnknown ? new AppError('not-found') : new AppError('not-supported-by-gateway', { capability });
}

/** The described leaf that carries a field. */
export function leafOf<Field extends string>(
  { state, base, table }: Part<Field>,
  field: Field,
): Leaf | undefined {
  for (const key of table[field]) {
    const leaf = state.leaves.get(`${base}/${key}`);
    if (leaf) return leaf;
  }
  return undefined;
}

/** Value of the leaf that carries a field; undefined when the gateway has no such leaf. */
export function readingOf<Field extends string>(part: Part<Field>, field: Field): LeafValue | undefined {
  const leaf = leafOf(part, field);
  return leaf && valueAt(part.state, leaf.id);
}

/** Value of a described leaf. */
export function valueAt(state: SystemState, path: string): LeafValue {
  const located = locate(path);
  return (located && reading(state, located.component, located.key)) ?? { no: 'NOT_REPORTED' };
}

/** Fields that the gateway has, and those of them that it lets be written. */
export function fieldsOf<Field extends string>(part: Part<Field>): { readable: Field[]; writable: Field[] } {
  const fields = Object.keys(part.table) as Field[];
  return {
    readable: fields.filter((field) => leafOf(part, field)),
    writable: fields.filter((field) => leafOf(part, field)?.writeable === true),
  };
}
