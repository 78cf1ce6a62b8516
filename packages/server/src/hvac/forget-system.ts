import { sql } from 'kysely';
import { sliceOfGateway, type UnitOfWork } from '../platform/database/unit-of-work.ts';
import { openCommands } from './commands/store.ts';
import type { Hvac } from './hvac.ts';

/** Every table of this domain, all of which are kept by gateway. */
const TABLES = [
  'descriptions',
  'twin',
  'report_state',
  'report_marks',
  'report_gaps',
  'recordings',
  'daily_values',
  'daily_marks',
  'notifications',
  'platform_programs',
  'holiday_claims',
  'commands',
] as const;

/** Deletes all that is kept of a system whose gateway is removed. */
export async function forgetSystem(hvac: Hvac, unit: UnitOfWork, gatewayId: number): Promise<void> {
  for (const { command_id: id } of await openCommands(unit.tx, gatewayId))
    await unit.cancel(sliceOfGateway(gatewayId), id);
  for (const table of TABLES)
    await sql`DELETE FROM ${sql.table(table)} WHERE gateway_id = ${gatewayId}`.execute(unit.tx);
  unit.changed(hvac.forgotten, String(gatewayId));
  unit.afterCommit(() => {
    hvac.states.drop(gatewayId);
    hvac.notifications.drop(gatewayId);
    hvac.commands.drop(gatewayId);
  });
}
