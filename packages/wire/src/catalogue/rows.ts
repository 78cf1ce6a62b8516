import { ALTERNATIVES, DATA_POINTS, POINTS_OF_BOILERS } from './data-points.ts';
import type { DataPoint, Resource } from './resource.ts';
import { DEVICES } from './rows/devices.ts';
import { DHW_CIRCUITS } from './rows/dhw-circuits.ts';
import { GATEWAY } from './rows/gateway.ts';
import { HEAT_SOURCE } from './rows/heat-source.ts';
import { HEAT_SOURCES, POOL } from './rows/heat-sources.ts';
import { HEATING_CIRCUITS } from './rows/heating-circuits.ts';
import { MODULES } from './rows/modules.ts';
import { POWER_CONSTRAINTS } from './rows/power-constraints.ts';
import { SOLAR_CIRCUITS } from './rows/solar.ts';
import { SYSTEM } from './rows/system.ts';
import { VENTILATION } from './rows/ventilation.ts';
import { ZONES } from './rows/zones.ts';

const points = new Map<string, DataPoint>(DATA_POINTS.map(({ path, ...point }) => [path, point]));
for (const [id, path] of ALTERNATIVES) {
  const carried = DATA_POINTS.find((point) => point.id === id);
  const point = carried && points.get(carried.path);
  if (carried && point) points.set(path, { ...point, unless: carried.path });
}
const ofBoilers = new Map<string, DataPoint>(POINTS_OF_BOILERS.map(({ path, ...point }) => [path, point]));

/**
 * Every resource that is kept: the vendor's tree is the vocabulary (facts: K 40 RF local API, ICOM and EasyControl trees). A leaf
 * that is not listed here is not stored.
 */
export const CATALOGUE: readonly Resource[] = [
  ...HEATING_CIRCUITS,
  ...DHW_CIRCUITS,
  ...HEAT_SOURCES,
  ...HEAT_SOURCE,
  ...SOLAR_CIRCUITS,
  ...POOL,
  ...VENTILATION,
  ...ZONES,
  ...DEVICES,
  ...SYSTEM,
  ...POWER_CONSTRAINTS,
  ...MODULES,
  ...GATEWAY,
].map((row) => {
  const point = points.get(row.path);
  const pointOfBoiler = ofBoilers.get(row.path);
  return { ...row, ...(point && { point }), ...(pointOfBoiler && { pointOfBoiler }) };
});

/** The data points of a resource, one for each kind of system. */
export function pointsOf({ point, pointOfBoiler }: Resource): DataPoint[] {
  return [point, pointOfBoiler].filter((one) => one !== undefined);
}
