import { sql } from 'kysely';
import { AppError } from '../../platform/app-error.ts';
import type { Hvac } from '../hvac.ts';
import { tables } from '../store.ts';
import { circuitsFor } from './plan-holiday.ts';
import { isFree, type Slot } from './slots.ts';

/** Longer than a command lives: afterwards every twin that was read tells what became of the slot. */
const CLAIM_MS = 90_000;

/**
 * The first free slot for these circuits, kept for the caller; 422 for circuits that no slot is for, 409 when all are taken. Two
 * who plan a holiday at the same time, on whatever nodes, do not get the same; a claim outlives the confirmation, since the
 * other may have looked at the twin before it.
 */
export async function claimSlot(
  hvac: Hvac,
  slots: readonly Slot[],
  { circuits, today }: { circuits: readonly string[] | undefined; today: string },
): Promise<Slot> {
  const fitting = fittingSlots(slots, circuits);
  for (const slot of fitting) if (isFree(slot, today) && (await take(hvac, slot))) return slot;
  throw new AppError('holiday-limit-reached', { maximum: fitting.length });
}

/** Slots that may hold a holiday of these circuits; 422 when there is none. */
export function fittingSlots(slots: readonly Slot[], circuits: readonly string[] | undefined): Slot[] {
  const fitting = slots.filter((slot) => fits(slot, circuits));
  if (fitting.length > 0) return fitting;
  const allowed = [...new Set(slots.flatMap(circuitsFor))];
  throw new AppError('value-not-allowed', { field: 'assignedTo', allowed });
}

export async function releaseSlot({ db }: Hvac, { id, part }: Slot): Promise<void> {
  await tables(db)
    .deleteFrom('holiday_claims')
    .where('gateway_id', '=', part.state.gatewayId)
    .where('slot', '=', id)
    .execute();
}

/** False when somebody else has it. */
async function take({ db, clock }: Hvac, { id, part }: Slot): Promise<boolean> {
  const now = clock.now();
  const { rows } = await sql`
    INSERT INTO holiday_claims AS c (gateway_id, slot, until_at)
    VALUES (${part.state.gatewayId}, ${id}, ${new Date(now + CLAIM_MS)})
    ON CONFLICT (gateway_id, slot) DO UPDATE SET until_at = excluded.until_at WHERE c.until_at <= ${new Date(now)}
    RETURNING slot`.execute(db);
  return rows.length > 0;
}

/** A slot of one circuit is for that one alone; others are checked word by word when they are written. */
function fits({ circuit }: Slot, wanted: readonly string[] | undefined): boolean {
  return circuit === undefined || (wanted?.length === 1 && wanted[0] === circuit);
}
