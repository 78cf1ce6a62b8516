import type { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { CommandFact, OwnerCommandFact } from '../facts.ts';
import type { CommandRow } from '../tables.ts';
import { endOf } from './command-view.ts';
import type { CommandEnd } from './store.ts';

/** The command as it has ended. */
export function endedAs(
  row: CommandRow,
  { status, results = [], reason, detail = {} }: CommandEnd,
  at: Date,
): CommandRow {
  return { ...row, status, results: [...results], reason: reason ?? null, detail, ended_at: at };
}

/** The company that asked is told; what an owner asked for is no company's matter. */
export function tellEnd(unit: UnitOfWork, row: CommandRow, at: Date): void {
  const isCompanys = row.actor_kind === 'COMPANY';
  const fact: CommandFact | OwnerCommandFact = {
    kind: isCompanys ? 'command-status' : 'owner-command',
    data: { commandId: row.command_id, ...endOf(row) },
  };
  unit.tell({
    kind: fact.kind,
    gatewayId: row.gateway_id,
    companyId: isCompanys ? row.actor_id : null,
    occurredAtMs: at.getTime(),
    payload: fact,
  });
}
