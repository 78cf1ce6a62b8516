import type { FirmwarePolicy } from '@hearthgate/wire';
import type { Access } from '../access/index.ts';
import { Cache } from '../platform/cache.ts';
import type { SharedCache } from '../platform/database/shared-caches.ts';
import { loadTogether } from '../platform/load-together.ts';
import type { Limits } from '../platform/limits/limits.ts';
import type { Platform } from '../platform/platform.ts';
import { listPolicies } from './firmware/store.ts';
import { findGateways } from './store.ts';
import type { GatewayRow } from './tables.ts';

/** The gateways domain: registry, credentials, presence, link. */
export interface Gateways extends Platform {
  readonly access: Access;
  /** Rows as of the last change of identity or connectivity. */
  readonly registry: Cache<number, GatewayRow | undefined>;
  readonly flapWindowMs: number;
  readonly claimLimits: Limits;
  /** Under the one key `all`. */
  readonly firmwarePolicies: SharedCache<readonly FirmwarePolicy[]>;
}

/** Also what serves CONNECT while the database is away. */
const REGISTRY_MAX = 200_000;

export function createGateways(platform: Platform, access: Access, flapWindowMs: number): Gateways {
  return {
    ...platform,
    access,
    flapWindowMs,
    claimLimits: platform.limitsOf('claim'),
    firmwarePolicies: platform.caches.add('firmware-policies', () => listPolicies(platform.db), 1),
    registry: new Cache(
      loadTogether(async (gatewayIds) => {
        const rows = await findGateways(platform.db, gatewayIds);
        const byId = new Map(rows.map((row) => [row.gateway_id, row]));
        return gatewayIds.map((id) => byId.get(id));
      }),
      REGISTRY_MAX,
    ),
  };
}
