import type { Unit } from './resource.ts';
import { CATALOGUE } from './rows.ts';

export { type Located, leadsToResource, locate } from './locate.ts';
export type { DataPoint, Kind, Resource, Unit } from './resource.ts';
export { CATALOGUE } from './rows.ts';

const byPoint = new Map(CATALOGUE.flatMap((r) => (r.point ? [[r.point.id, r] as const] : [])));

/** The data point with this permanent id, named for one circuit or heat source. */
export function dataPoint(id: number, instance: number): { name: string; unit?: Unit } | undefined {
  const resource = byPoint.get(id);
  if (!resource?.point) return undefined;
  const name = resource.point.name.replace('{n}', String(instance));
  return resource.unit ? { name, unit: resource.unit } : { name };
}
