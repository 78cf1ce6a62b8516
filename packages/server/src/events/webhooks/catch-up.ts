import type { CatchUp } from '@hearthgate/wire';

/** Events per second of an endpoint that has not shown its rate: one at a time, to a receiver that takes 50 ms. */
export const ASSUMED_RATE = 20;
/** A forecast is there to be kept: an endpoint that is back begins with few requests, and a rate is no promise. */
const SLACK = 1.25;

export interface Waiting {
  readonly events: number;
  /** Events per second, measured; null: not yet. */
  readonly rate: number | null;
  readonly paused: boolean;
  readonly nextAttemptAt: Date | null;
}

/** How long the backlog takes from now on; null when nothing waits. What is logged meanwhile is not counted. */
export function catchUp({ events, rate, paused, nextAttemptAt }: Waiting, nowMs: number): CatchUp | null {
  if (events === 0) return null;
  const measured = rate !== null && rate > 0;
  const ratePerSecond = measured ? rate : ASSUMED_RATE;
  const startsMs = Math.max(nowMs, nextAttemptAt?.getTime() ?? nowMs);
  // What failed before a pause does not count after it.
  const waitMs = paused ? 0 : startsMs - nowMs;
  return {
    seconds: Math.ceil(waitMs / 1000 + (events / ratePerSecond) * SLACK),
    ratePerSecond,
    measured,
    startsAt: paused ? null : new Date(startsMs).toISOString(),
  };
}
