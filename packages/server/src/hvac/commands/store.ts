import type { CommandResult, CommandStatus } from '@hearthgate/wire';
import type { Db } from '../../platform/database/database.ts';
import { tables } from '../store.ts';
import type { CommandRow } from '../tables.ts';

export async function insertCommand(tx: Db, row: CommandRow): Promise<void> {
  const values = { ...row, writes: JSON.stringify(row.writes), results: JSON.stringify(row.results) };
  await tables(tx).insertInto('commands').values(values).execute();
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
  companyId: string,
  key: string,
): Promise<CommandRow | undefined> {
  return tables(db)
    .selectFrom('commands')
    .selectAll()
    .where('gateway_id', '=', gatewayId)
    .where('company_id', '=', companyId)
    .where('idempotency_key', '=', key)
    .executeTakeFirst();
}

/** Commands of a gateway that have not ended, oldest first. */
export function openCommands(db: Db, gatewayId: number): Promise<CommandRow[]> {
  return tables(db)
    .selectFrom('commands')
    .selectAll()
    .where('gateway_id', '=', gatewayId)
    .where('ended_at', 'is', null)
    .orderBy('accepted_at')
    .orderBy('command_id')
    .execute();
}

export async function markSent(db: Db, gatewayId: number, commandId: string, at: Date): Promise<void> {
  await tables(db)
    .updateTable('commands')
    .set({ status: 'SENT', sent_at: at })
    .where('gateway_id', '=', gatewayId)
    .where('command_id', '=', commandId)
    .where('ended_at', 'is', null)
    .execute();
}

/** Ends a command that has not ended yet; undefined when it has. */
export function endCommand(
  tx: Db,
  command: { gatewayId: number; commandId: string },
  end: { status: CommandStatus; results: readonly CommandResult[]; reason: string | null; at: Date },
): Promise<CommandRow | undefined> {
  return tables(tx)
    .updateTable('commands')
    .set({ status: end.status, results: JSON.stringify(end.results), reason: end.reason, ended_at: end.at })
    .where('gateway_id', '=', command.gatewayId)
    .where('command_id', '=', command.commandId)
    .where('ended_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
}

export async function deleteEndedCommands(db: Db, before: Date): Promise<void> {
  await tables(db).deleteFrom('commands').where('ended_at', '<', before).execute();
}

/** Lets go of an idempotency key whose command expired, or is older than `before`, so that it can be used again. */
export async function releaseIdempotencyKey(
  tx: Db,
  {
    gateway_id,
    company_id,
    idempotency_key,
  }: Pick<CommandRow, 'gateway_id' | 'company_id' | 'idempotency_key'>,
  before: Date,
): Promise<void> {
  await tables(tx)
    .updateTable('commands')
    .set({ idempotency_key: null })
    .where('gateway_id', '=', gateway_id)
    .where('company_id', '=', company_id)
    .where('idempotency_key', '=', idempotency_key)
    .where((where) => where.or([where('accepted_at', '<', before), where('status', '=', 'EXPIRED')]))
    .execute();
}
