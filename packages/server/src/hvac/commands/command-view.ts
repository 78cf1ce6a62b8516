import type { Command, EventData } from '@hearthgate/wire';
import type { CommandRow } from '../tables.ts';

export function commandView(row: CommandRow): Command {
  return {
    commandId: row.command_id,
    gatewayId: String(row.gateway_id),
    acceptedAt: row.accepted_at.toISOString(),
    ...(row.sent_at && { sentAt: row.sent_at.toISOString() }),
    ...(row.ended_at && { endedAt: row.ended_at.toISOString() }),
    expiresAt: row.expires_at.toISOString(),
    ...endOf(row),
  };
}

/** What became of a command: the same in its event as in its own answer. */
export function endOf({
  status,
  results,
  reason,
  detail,
}: CommandRow): Omit<EventData['COMMAND_STATUS'], 'commandId'> {
  const { by, rule, allowedAt, pair, values } = detail;
  return {
    status,
    ...(reason !== null && { reason }),
    ...(by !== undefined && { supersededBy: by }),
    ...(rule !== undefined && { rule }),
    ...(allowedAt !== undefined && { allowedAt }),
    ...(pair !== undefined && { pair: [...pair] }),
    ...(values !== undefined && { values: [...values] }),
    results,
  };
}
