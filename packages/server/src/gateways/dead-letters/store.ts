import type { Insertable, Selectable } from 'kysely';
import type { Db } from '../../platform/database/database.ts';
import { tables } from '../store.ts';
import type { GatewayTables } from '../tables.ts';

export type LetterRow = Selectable<GatewayTables['dead_letters']>;
export type LetterHead = Omit<LetterRow, 'payload'>;

const head = ['letter_id', 'gateway_id', 'received_at', 'topic', 'reason', 'size'] as const;

export async function insertDeadLetter(
  db: Db,
  row: Insertable<GatewayTables['dead_letters']>,
): Promise<void> {
  await tables(db).insertInto('dead_letters').values(row).execute();
}

export async function deleteDeadLetters(db: Db, before: Date): Promise<void> {
  await tables(db).deleteFrom('dead_letters').where('received_at', '<', before).execute();
}

/** Newest first; `before` is the id after which the page begins, 0 for the newest. */
export function selectLetters(
  db: Db,
  filter: { gatewayId: number | undefined; before: number; limit: number },
): Promise<LetterHead[]> {
  let query = tables(db).selectFrom('dead_letters').select(head);
  if (filter.before > 0) query = query.where('letter_id', '<', filter.before);
  if (filter.gatewayId !== undefined) query = query.where('gateway_id', '=', filter.gatewayId);
  return query.orderBy('letter_id', 'desc').limit(filter.limit).execute();
}

export function findLetter(db: Db, gatewayId: number, letterId: number): Promise<LetterRow | undefined> {
  return tables(db)
    .selectFrom('dead_letters')
    .selectAll()
    .where('gateway_id', '=', gatewayId)
    .where('letter_id', '=', letterId)
    .executeTakeFirst();
}

/** False when it is gone. */
export async function removeLetter(db: Db, gatewayId: number, letterId: number): Promise<boolean> {
  const { numDeletedRows } = await tables(db)
    .deleteFrom('dead_letters')
    .where('gateway_id', '=', gatewayId)
    .where('letter_id', '=', letterId)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}

export async function countDeadLetters(db: Db, since: Date): Promise<number> {
  const { count } = await tables(db)
    .selectFrom('dead_letters')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('received_at', '>=', since)
    .executeTakeFirstOrThrow();
  return count;
}
