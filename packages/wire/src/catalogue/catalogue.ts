import type { Unit } from './resource.ts';
import { CATALOGUE, pointsOf } from './rows.ts';

export { type Located, leadsToResource, locate } from './locate.ts';
export type { DataPoint, Kind, Resource, Unit } from './resource.ts';
export { CATALOGUE, pointsOf } from './rows.ts';

const byPoint = new Map(
  CATALOGUE.flatMap((resource) =>
    pointsOf(resource).map((point) => [point.id, { resource, point }] as const),
  ),
);

/** The data point with this permanent id, named for one circuit or heat source. */
export function dataPoint(id: number, instance: number): { name: string; unit?: Unit } | undefined {
  const found = byPoint.get(id);
  if (!found) return undefined;
  const { resource, point } = found;
  const name = point.name.replace('{n}', String(instance));
  return resource.unit ? { name, unit: resource.unit } : { name };
}
