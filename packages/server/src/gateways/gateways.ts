import type { FirmwarePolicy } from '@hearthgate/wire';
import type { Access } from '../access/index.ts';
import { Cache } from '../platform/cache.ts';
import type { SharedCache } from '../platform/database/shared-caches.ts';
import { sliceOfGateway } from '../platform/database/unit-of-work.ts';
import { Tally } from '../platform/metrics/tally.ts';
import { loadTogether } from '../platform/load-together.ts';
import type { Limits } from '../platform/limits/limits.ts';
import type { Platform } from '../platform/platform.ts';
import { Roster } from './roster.ts';
import { listPolicies } from './firmware/store.ts';
import { findGateways } from './store.ts';
import type { GatewayRow } from './tables.ts';

/** The gateways domain: registry, credentials, presence, link. */
export interface Gateways extends Platform {
  readonly access: Access;
  /** Rows as of the last change of identity or connectivity; of other nodes' slices they are read anew. */
  readonly registry: Cache<number, GatewayRow | undefined>;
  readonly roster: Roster;
  readonly flapWindowMs: number;
  /** Messages that were not read, by reason. */
  readonly deadLetters: Tally;
  readonly claimLimits: Limits;
  /** Under the one key `all`. */
  readonly firmwarePolicies: SharedCache<readonly FirmwarePolicy[]>;
}

/** Also what serves CONNECT while the database is away. */
const REGISTRY_MAX = 200_000;

export function createGateways(platform: Platform, access: Access, flapWindowMs: number): Gateways {
  const { db, caches, shards } = platform;
  const registry = new Cache(
    loadTogether(async (gatewayIds: readonly number[]) => {
      const rows = await findGateways(db, gatewayIds);
      const byId = new Map(rows.map((row) => [row.gateway_id, row]));
      return gatewayIds.map((id) => byId.get(id));
    }),
    Math.min(REGISTRY_MAX, caches.largest),
    (gatewayId) => shards.holds(sliceOfGateway(gatewayId)),
  );
  shards.listen({
    taken: (slices) => registry.dropWhere((gatewayId) => slices.includes(sliceOfGateway(gatewayId))),
  });
  return {
    ...platform,
    access,
    registry,
    roster: new Roster(platform, (gatewayId) => registry.drop(gatewayId)),
    flapWindowMs,
    deadLetters: new Tally(['payload too large', 'not JSON', 'not a valid report', 'not storable']),
    claimLimits: platform.limitsOf('claim'),
    firmwarePolicies: caches.add('firmware-policies', () => listPolicies(db), 1),
  };
}
