import { AppError } from '../../platform/app-error.ts';
import { circuitsFor } from './plan-holiday.ts';
import { isFree, type Slot } from './slots.ts';

/** Longer than a command lives: afterwards every twin that was read tells what became of the slot. */
const CLAIM_MS = 90_000;

/**
 * Slots that were given to a holiday lately, so that two who plan one at the same time do not take the same. A claim outlives
 * the confirmation: the other may have looked at the twin before it.
 */
export class SlotClaims {
  /** Until when, by gateway and slot. */
  readonly #claims = new Map<string, number>();
  readonly #clock: { now(): number };

  constructor(clock: { now(): number }) {
    this.#clock = clock;
  }

  /** The first free slot for these circuits, kept for the caller; 422 for circuits that no slot is for, 409 when all are taken. */
  take(slots: readonly Slot[], wanted: readonly string[] | undefined, today: string): Slot {
    const fitting = slots.filter((slot) => fits(slot, wanted));
    if (fitting.length === 0) {
      const allowed = [...new Set(slots.flatMap(circuitsFor))];
      throw new AppError('value-not-allowed', { field: 'assignedTo', allowed });
    }
    const now = this.#clock.now();
    for (const [key, untilMs] of this.#claims) if (untilMs <= now) this.#claims.delete(key);
    const slot = fitting.find((one) => isFree(one, today) && !this.#claims.has(keyOf(one)));
    if (!slot) throw new AppError('holiday-limit-reached', { maximum: fitting.length });
    this.#claims.set(keyOf(slot), now + CLAIM_MS);
    return slot;
  }

  release(slot: Slot): void {
    this.#claims.delete(keyOf(slot));
  }
}

/** A slot of one circuit is for that one alone; others are checked word by word when they are written. */
function fits({ circuit }: Slot, wanted: readonly string[] | undefined): boolean {
  return circuit === undefined || (wanted?.length === 1 && wanted[0] === circuit);
}

function keyOf({ id, part }: Slot): string {
  return `${part.state.gatewayId} ${id}`;
}
