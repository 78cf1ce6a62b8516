import type { Kind, Unit } from './resource.ts';
import { CATALOGUE } from './rows.ts';

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

const byName = new Map(CATALOGUE.flatMap((r) => (r.point ? [[r.point.name, r] as const] : [])));

/** Undefined for a name that no data point has. */
export function findDataPoint(name: string): NamedPoint | undefined {
  const counted = NUMBERED.exec(name);
  const template = counted ? name.replace(counted[0], `.${counted[1]}{n}.`) : name;
  const resource = byName.get(template) ?? byName.get(name);
  if (!resource?.point || name.includes('{')) return undefined;
  const instance = resource.point.name.includes('{n}') ? Number(counted?.[2] ?? 0) : 0;
  const { kind, type, unit } = resource;
  const isNumber = type === 'number';
  return { id: resource.point.id, instance, kind, isNumber, ...(unit !== undefined && { unit }) };
}
