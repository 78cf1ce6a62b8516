import type { FleetPage, FleetQuery, FleetSystem } from '@hearthgate/wire';

/** A system while the fleet is filtered and sorted; what is shown besides is looked up for the page alone. */
export interface FleetRow {
  readonly gatewayId: number;
  readonly brand: FleetSystem['brand'];
  readonly contractStatus: FleetSystem['contractStatus'];
  readonly hasEnded: boolean;
  readonly gatewayType?: FleetSystem['gatewayType'];
  readonly systemType?: FleetSystem['systemType'];
  readonly connectivity?: FleetSystem['connectivity'];
  /** Undefined: it may not be monitored. */
  readonly active?: number;
}

export type FleetFilter = Omit<FleetQuery, 'cursor' | 'limit'>;
type Facet = keyof FleetPage['counts'];

/** What a row is under each filter; undefined under those that it is nothing under. */
const VALUE_OF: Readonly<Record<Facet, (row: FleetRow) => string | undefined>> = {
  brand: (row) => row.brand,
  gatewayType: (row) => row.gatewayType,
  systemType: (row) => row.systemType,
  connectivity: (row) => row.connectivity,
  faults: ({ active }) => (active === undefined ? undefined : String(active > 0)),
  contractStatus: (row) => row.contractStatus,
};
const FACETS = Object.keys(VALUE_OF) as Facet[];

/** Above every gateway id. */
const RANK = 1_000_000_000;
export const POSITION_MAX = 4 * RANK;

/** Faults first, then what is offline, then the rest, last what may not be monitored; within each by id. */
export function positionOf({ gatewayId, active, connectivity }: FleetRow): number {
  const rank = active === undefined ? 3 : active > 0 ? 0 : connectivity === 'OFFLINE' ? 1 : 2;
  return rank * RANK + gatewayId;
}

/**
 * The rows that meet all filters, and for each value of a filter how many would meet it with the others as they are: a row
 * that fails one filter alone counts there.
 */
export function filterFleet(rows: readonly FleetRow[], filter: FleetFilter) {
  const counts = noCounts();
  const matching: FleetRow[] = [];
  for (const row of rows) {
    if (filter.text !== undefined && !String(row.gatewayId).includes(filter.text)) continue;
    const failing = FACETS.filter((facet) => !meets(row, facet, filter));
    if (failing.length > 1) continue;
    const [only] = failing;
    if (only === undefined) matching.push(row);
    for (const facet of only === undefined ? FACETS : [only]) count(counts[facet], VALUE_OF[facet](row));
  }
  return { matching, counts };
}

function noCounts(): FleetPage['counts'] {
  return {
    brand: { BOSCH: 0, BUDERUS: 0, IVT: 0 },
    gatewayType: { ICOM: 0, K30: 0, K40: 0, EMS_ESP: 0 },
    systemType: { HEAT_PUMP: 0, BOILER: 0, HYBRID: 0, CASCADE: 0, UNKNOWN: 0 },
    connectivity: { ONLINE: 0, OFFLINE: 0 },
    faults: { true: 0, false: 0 },
    contractStatus: { PENDING: 0, ACTIVE: 0, PAUSED: 0, REJECTED: 0, REVOKED: 0, CLOSED: 0, EXPIRED: 0 },
  };
}

function meets(row: FleetRow, facet: Facet, filter: FleetFilter): boolean {
  const wanted = filter[facet];
  if (wanted !== undefined) return VALUE_OF[facet](row) === wanted;
  return facet !== 'contractStatus' || !row.hasEnded;
}

function count(counts: Record<string, number>, value: string | undefined): void {
  if (value !== undefined) counts[value] = (counts[value] ?? 0) + 1;
}
