import { GIVE_UP_AFTER_MS, retryWaitMs } from './retry-schedule.ts';

/** Failures in a row, of different events, after which the endpoint itself is believed to fail. */
const TRIP_AFTER = 3;
/** A receiver may ask for a longer pause than the schedule has, up to this. */
const RETRY_AFTER_MAX_MS = 24 * 3_600_000;

export interface HealthState {
  /** Rounds that failed since the last success; 0: it works. */
  readonly failures: number;
  readonly firstFailedAtMs: number | null;
  /** Nothing is sent before. */
  readonly nextAttemptAtMs: number | null;
  readonly lastSuccessAtMs: number | null;
}

/** How an endpoint does as a whole, as opposed to single events that it refuses. */
export class Health {
  #state: HealthState;
  #inRow = 0;

  constructor(state: HealthState) {
    this.#state = state;
  }

  get state(): HealthState {
    return this.#state;
  }

  /** It failed as a whole: a single request finds out whether it is back. */
  get isTripped(): boolean {
    return this.#state.failures > 0;
  }

  isWaiting(nowMs: number): boolean {
    const { nextAttemptAtMs } = this.#state;
    return nextAttemptAtMs !== null && nowMs < nextAttemptAtMs;
  }

  hasSucceededSince(ms: number): boolean {
    const { lastSuccessAtMs } = this.#state;
    return lastSuccessAtMs !== null && lastSuccessAtMs >= ms;
  }

  /** It has taken nothing over for so long that it is no use to go on trying. */
  isLost(nowMs: number): boolean {
    const { firstFailedAtMs } = this.#state;
    return firstFailedAtMs !== null && nowMs - firstFailedAtMs >= GIVE_UP_AFTER_MS;
  }

  succeeded(nowMs: number): void {
    this.#inRow = 0;
    this.#state = { failures: 0, firstFailedAtMs: null, nextAttemptAtMs: null, lastSuccessAtMs: nowMs };
  }

  /** One event was refused, for the `rounds`-th time; several in a row are the endpoint's own failure. */
  refused(nowMs: number, random: number, rounds: number): void {
    this.#inRow += 1;
    if (this.#inRow >= TRIP_AFTER && !this.isTripped) this.trip(nowMs, { random, since: nowMs, rounds });
  }

  /** The endpoint fails: it is left alone for a while, longer with each time. `rounds` is how often it was tried at least. */
  trip(
    nowMs: number,
    why: { random: number; since: number; rounds?: number; retryAfterMs?: number | undefined },
  ): void {
    const failures = Math.max(this.#state.failures + 1, why.rounds ?? 1);
    const asked = Math.min(why.retryAfterMs ?? 0, RETRY_AFTER_MAX_MS);
    this.#state = {
      ...this.#state,
      failures,
      firstFailedAtMs: this.#state.firstFailedAtMs ?? why.since,
      nextAttemptAtMs: nowMs + Math.max(retryWaitMs(failures, why.random), asked),
    };
  }
}
