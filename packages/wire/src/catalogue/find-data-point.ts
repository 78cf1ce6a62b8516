import type { Kind, Unit } from './resource.ts';
import { CATALOGUE, pointsOf } from './rows.ts';

/** A data point of one circuit or heat source, found by its name. */
export interface NamedPoint {
  readonly id: number;
  readonly instance: number;
  readonly kind: Kind;
  /** Words are told when they change, and not recorded. */
  readonly isNumber: boolean;
  readonly unit?: Unit;
}

/** The part of a name that counts: `hc1`, `zone12`. */
const NUMBERED = /\.([a-z]+)([1-9]\d?)\./;

const byName = new Map(
  CATALOGUE.flatMap((resource) =>
    pointsOf(resource).map((point) => [point.name, { resource, point }] as const),
  ),
);

/** Undefined for a name that no data point has. */
export function findDataPoint(name: string): NamedPoint | undefined {
  const counted = NUMBERED.exec(name);
  const template = counted ? name.replace(counted[0], `.${counted[1]}{n}.`) : name;
  const found = byName.get(template) ?? byName.get(name);
  if (!found || name.includes('{')) return undefined;
  const { resource, point } = found;
  const instance = point.name.includes('{n}') ? Number(counted?.[2] ?? 0) : 0;
  const { kind, type, unit } = resource;
  const isNumber = type === 'number';
  return { id: point.id, instance, kind, isNumber, ...(unit !== undefined && { unit }) };
}
