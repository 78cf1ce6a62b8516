import { partyOf, requireAccess } from '../../access/index.ts';
import { AppError } from '../../platform/app-error.ts';
import { sliceOfGateway } from '../../platform/database/unit-of-work.ts';
import { contradictionOf } from '../dhw-circuits/plan-levels.ts';
import type { Hvac } from '../hvac.ts';
import { protection, valuesBefore } from '../protection/guard.ts';
import type { CommandRow } from '../tables.ts';
import { scheduleExpiry } from './expiry.ts';
import { lockCommands, markSending, type CommandEnd } from './store.ts';

/** One that left and was not answered by then is given up, so that it cannot hold up the others. */
const ANSWER_WITHIN_MS = 60_000;

/** The broker takes a command over in milliseconds; a connection that does not read must not hold up the queue. */
const HAND_OVER_MS = 2_000;

/** Why a command may not leave now; one that left before has been checked, and is only sent again. */
export async function refusalOf(hvac: Hvac, row: CommandRow): Promise<CommandEnd | undefined> {
  if (!(await hasAccess(hvac, row))) return { status: 'REFUSED', reason: 'access-ended' };
  if (row.status === 'SENT') return undefined;
  const detail = await protection(hvac, row.gateway_id, row.writes);
  if (detail) return { status: 'REFUSED', reason: 'protected', detail };
  // Others may have changed since what this one was checked against.
  const contradiction = contradictionOf(await hvac.states.get(row.gateway_id), row.writes);
  return contradiction && { status: 'REFUSED', reason: 'setpoints-inconsistent', detail: contradiction };
}

/** Access is checked once more; a contract with a later owner of the gateway is another. */
async function hasAccess(
  { access }: Hvac,
  { gateway_id, actor_kind: kind, actor_id: id, accepted_at }: CommandRow,
): Promise<boolean> {
  try {
    const { dataFrom } = await requireAccess(
      access,
      partyOf({ kind, id }),
      String(gateway_id),
      'remoteControl',
    );
    return accepted_at >= dataFrom;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}

/** The command as it leaves: from now on it is in flight, and soon given up. */
export async function leaving({ clock, states }: Hvac, row: CommandRow): Promise<CommandRow> {
  const now = clock.now();
  return {
    ...row,
    status: 'SENT',
    sent_at: new Date(now),
    expires_at: new Date(Math.min(row.expires_at.getTime(), now + ANSWER_WITHIN_MS)),
    replaced: valuesBefore(await states.get(row.gateway_id), row.writes),
  };
}

/** Notes that a command leaves, or that it could not; false when it has ended meanwhile. */
export function noteLeaving(hvac: Hvac, row: CommandRow): Promise<boolean> {
  return hvac.transact(async (unit) => {
    await hvac.shards.guard(unit.tx, [sliceOfGateway(row.gateway_id)]);
    if (hvac.shards.isShared) await lockCommands(unit.tx, row.gateway_id);
    const isOpen = await markSending(unit.tx, row);
    if (isOpen) await scheduleExpiry(unit, row);
    if (isOpen) unit.afterCommit(() => hvac.commands.put(row));
    return isOpen;
  });
}

/** False when the gateway is not connected; one whose connection just dies gets the command again after its next greeting. */
export async function handOver(hvac: Hvac, row: CommandRow): Promise<boolean> {
  const command = { cid: row.command_id, writes: row.writes, expiresAt: row.expires_at.toISOString() };
  let timer: NodeJS.Timeout | undefined;
  const given = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(true), HAND_OVER_MS);
  });
  return Promise.race([hvac.sendCommand(row.gateway_id, command), given]).finally(() => clearTimeout(timer));
}
