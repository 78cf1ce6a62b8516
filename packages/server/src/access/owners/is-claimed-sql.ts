import { sql, type RawBuilder } from 'kysely';

/** In SQL: does an owner have this gateway? For lists of other domains that are kept by gateway too. */
export function isClaimedSql(gatewayId: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`EXISTS (SELECT 1 FROM gateway_owners o WHERE o.gateway_id = ${gatewayId})`;
}
