import { sql } from 'kysely';
import { ACCESS_SEALED } from '../../access/index.ts';
import { EVENTS_SEALED } from '../../events/index.ts';
import { GATEWAYS_SEALED } from '../../gateways/index.ts';
import type { Db } from '../../platform/database/database.ts';
import { MAIL_SEALED } from '../../platform/mail/outbox.ts';
import type { MasterKey } from '../../platform/master-key.ts';
import { countByKey, nameOf, opensAny, type SealedColumn } from '../../platform/sealed-columns.ts';
import { StartupError } from '../../platform/startup-error.ts';
import { PORTALS_SEALED } from '../../portals/index.ts';

/** Everything in the database that the master key has sealed. */
export const SEALED: readonly SealedColumn[] = [
  ...ACCESS_SEALED,
  ...GATEWAYS_SEALED,
  ...EVENTS_SEALED,
  ...PORTALS_SEALED,
  ...MAIL_SEALED,
];

/** Who rotates holds this, so that no two add a key at once. Any two numbers, the same in every release: "Hear", "keys". */
const LOCK = [0x48656172, 0x6b657973] as const;

/** Values by the id of their key, then by column. */
export type Uses = ReadonlyMap<number, ReadonlyMap<string, number>>;

export async function usesOf(db: Db): Promise<Uses> {
  const uses = new Map<number, Map<string, number>>();
  for (const column of SEALED) {
    for (const [id, count] of await countByKey(db, column)) {
      const columns = uses.get(id) ?? new Map<string, number>();
      uses.set(id, columns.set(nameOf(column), count));
    }
  }
  return uses;
}

/** `3 values (webhooks.secret 2, signing_keys.private_key 1)` */
export function describeUse(columns: ReadonlyMap<string, number> = new Map()): string {
  const total = [...columns.values()].reduce((sum, count) => sum + count, 0);
  if (total === 0) return 'no values';
  return `${total} value(s): ${[...columns].map(([name, count]) => `${name} ${count}`).join(', ')}`;
}

/** Refuses a database that no server has made yet, and a key file that belongs to another one. */
export async function requireOwnKeys(db: Db, masterKey: MasterKey, file: string): Promise<void> {
  const names = SEALED.map(({ table }) => table);
  const { rows } = await sql<{ missing: number }>`
    SELECT count(*) AS missing FROM unnest(${names}::text[]) AS name WHERE to_regclass(name) IS NULL`.execute(
    db,
  );
  if (rows[0]?.missing !== 0)
    throw new StartupError('This database has no secrets yet. Start the server once, which makes it ready.');
  const found: (boolean | undefined)[] = [];
  for (const column of SEALED) found.push(await opensAny(db, masterKey, column));
  if (found.includes(false) && !found.includes(true)) {
    throw new StartupError(
      `Nothing in the database opens with ${file}. Give the file that this database was used with in MASTER_KEY_FILE; nothing was changed.`,
    );
  }
}

export async function alone<T>(db: Db, work: () => Promise<T>): Promise<T> {
  return db.connection().execute(async (connection) => {
    const { rows } = await sql<{ taken: boolean }>`
      SELECT pg_try_advisory_lock(${LOCK[0]}, ${LOCK[1]}) AS taken`.execute(connection);
    if (rows[0]?.taken !== true)
      throw new StartupError('Another "hearthgate secrets rotate" is running on this database. Wait for it.');
    try {
      return await work();
    } finally {
      await sql`SELECT pg_advisory_unlock(${LOCK[0]}, ${LOCK[1]})`.execute(connection);
    }
  });
}
