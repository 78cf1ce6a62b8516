import { sql, type Kysely } from 'kysely';
import type { Language } from '@hearthgate/wire';
import type { Db } from '../../platform/database/database.ts';
import type { Claim, OfferRow, OwnerRole, OwnerRow, OwnerTables } from './tables.ts';

function tables(db: Db): Kysely<OwnerTables> {
  return db.withTables<OwnerTables>();
}

export async function upsertOwner(db: Db, row: OwnerRow): Promise<void> {
  const { email } = row;
  await tables(db)
    .insertInto('owners')
    .values(row)
    .onConflict((conflict) => conflict.column('owner_id').doUpdateSet({ email }))
    .execute();
}

export async function updateLanguage(tx: Db, ownerId: string, language: Language): Promise<void> {
  await tables(tx).updateTable('owners').set({ language }).where('owner_id', '=', ownerId).execute();
}

export function findOwner(db: Db, ownerId: string): Promise<OwnerRow | undefined> {
  return tables(db).selectFrom('owners').selectAll().where('owner_id', '=', ownerId).executeTakeFirst();
}

export function findOwners(db: Db, ownerIds: readonly string[]): Promise<OwnerRow[]> {
  return tables(db)
    .selectFrom('owners')
    .selectAll()
    .where('owner_id', '=', sql<string>`ANY(${ownerIds}::text[])`)
    .execute();
}

export function findOwnerByEmail(db: Db, email: string): Promise<OwnerRow | undefined> {
  return tables(db)
    .selectFrom('owners')
    .selectAll()
    .where(sql<string>`lower(email)`, '=', email.toLowerCase())
    .executeTakeFirst();
}

/** The owner, who cannot be deleted until the transaction ends (`SHARE`), or is about to be (`UPDATE`). */
export function lockOwner(tx: Db, ownerId: string, mode: 'SHARE' | 'UPDATE'): Promise<OwnerRow | undefined> {
  const query = tables(tx).selectFrom('owners').selectAll().where('owner_id', '=', ownerId);
  return (mode === 'SHARE' ? query.forShare() : query.forUpdate()).executeTakeFirst();
}

export async function removeOwner(tx: Db, ownerId: string): Promise<void> {
  await tables(tx).deleteFrom('owners').where('owner_id', '=', ownerId).execute();
}

export async function findClaim(db: Db, gatewayId: number): Promise<Claim | undefined> {
  return (await findClaims(db, [gatewayId]))[0];
}

/** In the order of the ids; undefined for a gateway that nobody has. */
export async function findClaims(db: Db, gatewayIds: readonly number[]): Promise<(Claim | undefined)[]> {
  const rows = await tables(db)
    .selectFrom('claims')
    .innerJoin('gateway_owners', 'gateway_owners.gateway_id', 'claims.gateway_id')
    .select(['claims.gateway_id', 'brand', 'data_from', 'owner_id', 'role', 'since'])
    .where('claims.gateway_id', '=', sql<number>`ANY(${gatewayIds}::integer[])`)
    .orderBy('since')
    .orderBy('owner_id')
    .execute();
  const byGateway = Map.groupBy(rows, (row) => row.gateway_id);
  return gatewayIds.map((gatewayId) => {
    const members = byGateway.get(gatewayId) ?? [];
    const [first] = members;
    if (!first) return undefined;
    return {
      gatewayId,
      brand: first.brand,
      dataFrom: first.data_from,
      owners: members.map((row) => ({ ownerId: row.owner_id, role: row.role, since: row.since })),
    };
  });
}

/** The claim, locked with its owners until the transaction ends. */
export async function lockClaim(tx: Db, gatewayId: number): Promise<Claim | undefined> {
  const locked = tables(tx).selectFrom('claims').select('gateway_id').where('gateway_id', '=', gatewayId);
  await locked.forUpdate().execute();
  return findClaim(tx, gatewayId);
}

export async function insertClaim(tx: Db, row: OwnerTables['claims']): Promise<void> {
  await tables(tx).insertInto('claims').values(row).execute();
}

/** The claim with its owners and offers. */
export async function deleteClaim(tx: Db, gatewayId: number): Promise<void> {
  for (const table of ['owner_offers', 'gateway_owners', 'claims'] as const)
    await tables(tx).deleteFrom(table).where('gateway_id', '=', gatewayId).execute();
}

export async function insertMember(tx: Db, row: OwnerTables['gateway_owners']): Promise<void> {
  await tables(tx).insertInto('gateway_owners').values(row).execute();
}

export async function setRole(tx: Db, gatewayId: number, ownerId: string, role: OwnerRole): Promise<void> {
  await tables(tx)
    .updateTable('gateway_owners')
    .set({ role })
    .where('gateway_id', '=', gatewayId)
    .where('owner_id', '=', ownerId)
    .execute();
}

export async function deleteMember(tx: Db, gatewayId: number, ownerId: string): Promise<void> {
  await tables(tx)
    .deleteFrom('gateway_owners')
    .where('gateway_id', '=', gatewayId)
    .where('owner_id', '=', ownerId)
    .execute();
}

/** Gateways of an owner in the order of their ids, after `afterGatewayId`. */
export function gatewaysOf(
  db: Db,
  ownerId: string,
  page: { afterGatewayId: number; limit: number },
): Promise<(OwnerTables['claims'] & { role: OwnerRole; since: Date })[]> {
  return tables(db)
    .selectFrom('gateway_owners')
    .innerJoin('claims', 'claims.gateway_id', 'gateway_owners.gateway_id')
    .select(['claims.gateway_id', 'brand', 'data_from', 'role', 'since'])
    .where('owner_id', '=', ownerId)
    .where('gateway_owners.gateway_id', '>', page.afterGatewayId)
    .orderBy('gateway_owners.gateway_id')
    .limit(page.limit)
    .execute();
}

export async function insertOffer(tx: Db, row: OfferRow): Promise<void> {
  await tables(tx).insertInto('owner_offers').values(row).execute();
}

/** Offers of a gateway that can be accepted now, oldest first. */
export function openOffers(db: Db, gatewayId: number, now: Date): Promise<OfferRow[]> {
  return tables(db)
    .selectFrom('owner_offers')
    .selectAll()
    .where('gateway_id', '=', gatewayId)
    .where('expires_at', '>', now)
    .orderBy('created_at')
    .orderBy('offer_id')
    .execute();
}

/** False when there is no such offer. */
export async function deleteOffer(tx: Db, gatewayId: number, offerId: string): Promise<boolean> {
  const { numDeletedRows } = await tables(tx)
    .deleteFrom('owner_offers')
    .where('gateway_id', '=', gatewayId)
    .where('offer_id', '=', offerId)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}

export async function deleteOffersAbout(tx: Db, { owner_id, email }: OwnerRow): Promise<void> {
  await tables(tx)
    .deleteFrom('owner_offers')
    .where((where) =>
      where.or([
        where('offered_by', '=', owner_id),
        where(sql<string>`lower(email)`, '=', email.toLowerCase()),
      ]),
    )
    .execute();
}

export async function deleteExpiredOffers(db: Db, now: Date): Promise<void> {
  await tables(db).deleteFrom('owner_offers').where('expires_at', '<=', now).execute();
}
