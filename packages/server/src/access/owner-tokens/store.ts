import { sql, type Kysely } from 'kysely';
import type { Language } from '@hearthgate/wire';
import type { Db } from '../../platform/database/database.ts';

/** A type, not an interface: only so Kysely takes it as a set of tables. */
type TokenTables = {
  owner_tokens: {
    owner_id: string;
    token_id: string;
    name: string;
    hash: Buffer;
    created_at: Date;
    expires_at: Date;
  };
  owners: { owner_id: string; language: Language };
};
export type OwnerTokenRow = TokenTables['owner_tokens'];
/** With the language of its owner, who is asked for it at every request. */
export type KnownToken = OwnerTokenRow & { readonly language: Language };

function tables(db: Db): Kysely<TokenTables> {
  return db.withTables<TokenTables>();
}

export function findTokenByHash(db: Db, hash: Buffer): Promise<KnownToken | undefined> {
  return tables(db)
    .selectFrom('owner_tokens')
    .innerJoin('owners', 'owners.owner_id', 'owner_tokens.owner_id')
    .selectAll('owner_tokens')
    .select('language')
    .where('hash', '=', hash)
    .executeTakeFirst();
}

/** Oldest first, expired ones included. */
export function tokensOf(db: Db, ownerId: string): Promise<OwnerTokenRow[]> {
  return tables(db)
    .selectFrom('owner_tokens')
    .selectAll()
    .where('owner_id', '=', ownerId)
    .orderBy('created_at')
    .orderBy('token_id')
    .execute();
}

export async function namesOfTokens(db: Db, tokenIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await tables(db)
    .selectFrom('owner_tokens')
    .select(['token_id', 'name'])
    .where('token_id', '=', sql<string>`ANY(${tokenIds}::text[])`)
    .execute();
  return new Map(rows.map((row) => [row.token_id, row.name]));
}

export async function insertToken(tx: Db, row: OwnerTokenRow): Promise<void> {
  await tables(tx).insertInto('owner_tokens').values(row).execute();
}

/** The token that was deleted; undefined when the owner has no such token. */
export function deleteToken(tx: Db, ownerId: string, tokenId: string): Promise<OwnerTokenRow | undefined> {
  return tables(tx)
    .deleteFrom('owner_tokens')
    .where('owner_id', '=', ownerId)
    .where('token_id', '=', tokenId)
    .returningAll()
    .executeTakeFirst();
}
