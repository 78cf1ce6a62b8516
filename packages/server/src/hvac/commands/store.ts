import { sql } from 'kysely';
import type { CommandResult, CommandStatus } from '@hearthgate/wire';
import { mustChange, type Db } from '../../platform/database/database.ts';
import { tables } from '../store.ts';
import type { CommandRow, EndDetail } from '../tables.ts';

/** Any number, the same in every release: "Hcmd". */
const LOCK = 0x48636d64;

/** Its number is that of nobody else. */
export async function insertCommand(tx: Db, row: CommandRow): Promise<void> {
  await tables(tx)
    .insertInto('commands')
    .values({
      ...row,
      writes: JSON.stringify(row.writes),
      results: JSON.stringify(row.results),
      replaced: JSON.stringify(row.replaced),
      detail: JSON.stringify(row.detail),
    })
    .execute();
}

/** The number of the last command of a gateway; 0 before the first. */
export async function lastNumber(db: Db, gatewayId: number): Promise<number> {
  const { last } = await tables(db)
    .selectFrom('commands')
    .select(({ fn }) => fn.max('no').as('last'))
    .where('gateway_id', '=', gatewayId)
    .executeTakeFirstOrThrow();
  return last ?? 0;
}

export function findCommand(db: Db, gatewayId: number, commandId: string): Promise<CommandRow | undefined> {
  return tables(db)
    .selectFrom('commands')
    .selectAll()
    .where('gateway_id', '=', gatewayId)
    .where('command_id', '=', commandId)
    .executeTakeFirst();
}

export function findByIdempotencyKey(
  db: Db,
  gatewayId: number,
  actorId: string,
  key: string,
): Promise<CommandRow | undefined> {
  return tables(db)
    .selectFrom('commands')
    .selectAll()
    .where('gateway_id', '=', gatewayId)
    .where('actor_id', '=', actorId)
    .where('idempotency_key', '=', key)
    .executeTakeFirst();
}

/** Until the transaction ends no other one accepts commands of this gateway or lets them leave, on whatever node. */
export async function lockCommands(tx: Db, gatewayId: number): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(${LOCK}, ${gatewayId})`.execute(tx);
}

/** Gateways of a slice for which commands are open. */
export async function gatewaysWithCommands(db: Db, slice: number): Promise<number[]> {
  const { rows } = await sql<{ gateway_id: number }>`
    SELECT DISTINCT gateway_id FROM commands WHERE ended_at IS NULL AND gateway_id % 64 = ${slice}::integer`.execute(
    db,
  );
  return rows.map((row) => row.gateway_id);
}

/** Those that have ended of the given ones. */
export function endedCommands(db: Db, commandIds: readonly string[]): Promise<CommandRow[]> {
  return tables(db)
    .selectFrom('commands')
    .selectAll()
    .where('ended_at', 'is not', null)
    .where(sql<boolean>`command_id = ANY(${[...commandIds]}::text[])`)
    .execute();
}

/** Commands of a gateway that have not ended, oldest first. */
export function openCommands(db: Db, gatewayId: number): Promise<CommandRow[]> {
  return tables(db)
    .selectFrom('commands')
    .selectAll()
    .where('gateway_id', '=', gatewayId)
    .where('ended_at', 'is', null)
    .orderBy('no')
    .execute();
}

/** Commands of a gateway, newest first; of one company or owner, or of all. */
export function listedCommands(
  db: Db,
  gatewayId: number,
  filter: { actorId?: string; status?: CommandStatus; from: Date; beforeNo: number; limit: number },
): Promise<CommandRow[]> {
  const { actorId, status, from, beforeNo, limit } = filter;
  return tables(db)
    .selectFrom('commands')
    .selectAll()
    .where('gateway_id', '=', gatewayId)
    .where('accepted_at', '>=', from)
    .$if(actorId !== undefined, (query) => query.where('actor_id', '=', actorId ?? ''))
    .$if(status !== undefined, (query) => query.where('status', '=', status ?? 'ACCEPTED'))
    .$if(beforeNo > 0, (query) => query.where('no', '<', beforeNo))
    .orderBy('no', 'desc')
    .limit(limit)
    .execute();
}

/** The undo of a command that stands: on its way, or carried out. */
export async function standingUndo(
  db: Db,
  gatewayId: number,
  commandId: string,
): Promise<CommandRow | undefined> {
  return (await standingUndos(db, gatewayId, [commandId]))[0];
}

/** Those of several commands; at most one of each. */
export function standingUndos(
  db: Db,
  gatewayId: number,
  commandIds: readonly string[],
): Promise<CommandRow[]> {
  return tables(db)
    .selectFrom('commands')
    .selectAll()
    .where('gateway_id', '=', gatewayId)
    .where('undoes', '=', sql<string>`ANY(${[...commandIds]}::text[])`)
    .where('status', 'in', ['ACCEPTED', 'SENT', 'CONFIRMED'])
    .execute();
}

/** Commands of a gateway that are open, and those that left since then, also such whose answer never came; oldest first. */
export function recentCommands(db: Db, gatewayId: number, since: Date): Promise<CommandRow[]> {
  return tables(db)
    .selectFrom('commands')
    .selectAll()
    .where('gateway_id', '=', gatewayId)
    .where((where) => where.or([where('ended_at', 'is', null), where('sent_at', '>=', since)]))
    .orderBy('no')
    .execute();
}

/** Notes that a command leaves, or that it still waits; false when it has ended meanwhile. */
export async function markSending(
  tx: Db,
  { status, sent_at, expires_at, replaced, ...row }: CommandRow,
): Promise<boolean> {
  const { numUpdatedRows } = await tables(tx)
    .updateTable('commands')
    .set({ status, sent_at, expires_at, replaced: JSON.stringify(replaced) })
    .where('gateway_id', '=', row.gateway_id)
    .where('command_id', '=', row.command_id)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** How a command came to its end. */
export interface CommandEnd {
  readonly status: CommandStatus;
  readonly results?: readonly CommandResult[];
  readonly reason?: string;
  readonly detail?: EndDetail;
}

/** Ends a command; a conflict when it has ended already. */
export async function endCommand(tx: Db, row: CommandRow): Promise<void> {
  const { gateway_id, command_id, status, results, reason, detail, ended_at } = row;
  await mustChange(sql`
    UPDATE commands SET status = ${status}, results = ${JSON.stringify(results)}::jsonb, reason = ${reason},
      detail = ${JSON.stringify(detail)}::jsonb, ended_at = ${ended_at}
    WHERE gateway_id = ${gateway_id} AND command_id = ${command_id} AND ended_at IS NULL`).execute(tx);
}

export async function deleteEndedCommands(db: Db, before: Date): Promise<void> {
  await tables(db).deleteFrom('commands').where('ended_at', '<', before).execute();
}

/** Lets go of an idempotency key whose command expired, or is older than `before`, so that it can be used again. */
export async function releaseIdempotencyKey(
  tx: Db,
  { gateway_id, actor_id, idempotency_key }: Pick<CommandRow, 'gateway_id' | 'actor_id' | 'idempotency_key'>,
  before: Date,
): Promise<void> {
  await tables(tx)
    .updateTable('commands')
    .set({ idempotency_key: null })
    .where('gateway_id', '=', gateway_id)
    .where('actor_id', '=', actor_id)
    .where('idempotency_key', '=', idempotency_key)
    .where((where) => where.or([where('accepted_at', '<', before), where('status', '=', 'EXPIRED')]))
    .execute();
}
