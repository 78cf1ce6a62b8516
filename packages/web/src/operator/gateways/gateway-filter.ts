import type { Brand, Connectivity, GatewayType } from '@hearthgate/wire';

export const SORTS = ['gatewayId', 'lastSeen.desc', 'lastSeen.asc', 'registeredAt.desc'] as const;
export type Sort = (typeof SORTS)[number];

export interface GatewayFilter {
  readonly text: string;
  readonly brand: Brand | 'all';
  readonly gatewayType: GatewayType | 'all';
  readonly connectivity: Connectivity | 'all';
  readonly claimed: 'true' | 'false' | 'all';
  readonly firmware: string;
  readonly sort: Sort;
}

export const NO_FILTERS: GatewayFilter = {
  text: '',
  brand: 'all',
  gatewayType: 'all',
  connectivity: 'all',
  claimed: 'all',
  firmware: '',
  sort: 'gatewayId',
};

export const BRANDS: readonly Brand[] = ['BOSCH', 'BUDERUS', 'IVT'];
export const GATEWAY_TYPES: readonly GatewayType[] = ['ICOM', 'K30', 'K40', 'EMS_ESP'];

export function queryOf({ sort, ...filter }: GatewayFilter): Record<string, string | undefined> {
  const [by, order] = sort.split('.');
  const given = Object.entries(filter).filter(([, value]) => value !== 'all');
  return { ...Object.fromEntries(given), sort: by, order };
}
