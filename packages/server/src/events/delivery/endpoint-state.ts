import type { Batch } from './batches.ts';
import { Batches } from './batches.ts';
import { Health } from './health.ts';
import { Journal } from './journal.ts';
import { Meter } from './meter.ts';
import type { Changes, Standing } from './progress-store.ts';
import type { WebhookKey } from '../tables.ts';
import type { WebhookRow } from '../tables.ts';
import { Sender, type Delivery, type Target } from './sender.ts';
import { Stragglers } from './stragglers.ts';
import { LANES, Window } from './window.ts';

/** Requests at once to begin with; each success allows one more, up to one per lane, each failure half of them. */
const ALLOWANCE_MIN = 4;

/** What became of one event at the endpoint. */
export type Outcome = 'TAKEN' | 'FAILED' | 'NOT_SENT';

export interface StateHooks {
  /** There is something to write. */
  readonly changed: () => void;
  /** What has changed so far is written. */
  readonly flushed: () => Promise<void>;
  /** It answered 410, or has failed for seven days. */
  readonly pause: (reason: 'GONE' | 'FAILING') => Promise<void>;
}

/** All that is known of an endpoint while this node delivers to it, and how it is written down. */
export class EndpointState {
  readonly key: WebhookKey;
  readonly delivery: Delivery;
  readonly sender: Sender;
  readonly window: Window;
  readonly stragglers: Stragglers;
  readonly batches: Batches;
  readonly health: Health;
  readonly meter: Meter;
  readonly journal: Journal;
  readonly hooks: StateHooks;
  /** When the last heartbeat was sent, milliseconds of the clock. */
  heartbeatAtMs: number;
  readonly #heartbeatMs: number | null;
  readonly #fence: number;
  #allowance = ALLOWANCE_MIN;
  #scheduledMs: number | null | undefined;

  constructor(delivery: Delivery, hooks: StateHooks, row: WebhookRow, standing: Standing) {
    const { progress } = standing;
    this.key = { company_id: progress.company_id, webhook_id: progress.webhook_id };
    this.delivery = delivery;
    this.hooks = hooks;
    this.sender = new Sender(delivery, this.key);
    this.window = new Window(progress.cursor, row.delivery === 'ONCE');
    this.stragglers = new Stragglers(this.key, standing);
    this.batches = new Batches(this.key, standing.batches);
    this.health = new Health({
      failures: progress.failures,
      firstFailedAtMs: progress.first_failed_at?.getTime() ?? null,
      nextAttemptAtMs: progress.next_attempt_at?.getTime() ?? null,
      lastSuccessAtMs: progress.last_success_at?.getTime() ?? null,
    });
    this.meter = new Meter(progress.rate);
    this.journal = new Journal(this.key, delivery.onSent, hooks.changed);
    this.#fence = progress.fence;
    this.#heartbeatMs = row.heartbeat_minutes === null ? null : row.heartbeat_minutes * 60_000;
    this.heartbeatAtMs = row.created_at.getTime();
  }

  /** Requests that may be under way at once. */
  get allowance(): number {
    return this.#allowance;
  }

  now(): number {
    return this.delivery.platform.clock.now();
  }

  /** Undefined while nothing may be sent. */
  target(): Promise<Target | undefined> {
    return this.health.isWaiting(this.now()) ? Promise.resolve(undefined) : this.sender.target();
  }

  succeeded(events: number): void {
    const wasTripped = this.health.isTripped;
    const now = this.now();
    this.health.succeeded(now);
    this.#allowance = Math.min(LANES, this.#allowance + 1);
    this.meter.delivered(events, this.delivery.platform.monotonic());
    if (wasTripped) {
      this.stragglers.hurry(now);
      this.batches.hurry(now);
    }
    this.hooks.changed();
  }

  /** A message was refused, for the `rounds`-th time. */
  refused(rounds: number): void {
    this.#allowance = Math.max(ALLOWANCE_MIN, this.#allowance >> 1);
    this.health.refused(this.now(), Math.random(), rounds);
    this.hooks.changed();
  }

  /** The endpoint itself fails, for the `rounds`-th time: it is left alone for a while, or for good after seven days of it. */
  async failed(rounds: number, retryAfterMs?: number): Promise<void> {
    const now = this.now();
    this.#allowance = ALLOWANCE_MIN;
    this.health.trip(now, { random: Math.random(), since: now, rounds, retryAfterMs });
    // The wait says nothing about its speed.
    this.meter.end(this.delivery.platform.monotonic());
    this.hooks.changed();
    if (this.health.isLost(now)) await this.hooks.pause('FAILING');
  }

  takeChanges(): Changes {
    const { state } = this.health;
    return {
      key: this.key,
      fence: this.#fence,
      progress: {
        cursor: this.window.cursor,
        failures: state.failures,
        first_failed_at: dateOf(state.firstFailedAtMs),
        next_attempt_at: dateOf(state.nextAttemptAtMs),
        last_success_at: dateOf(state.lastSuccessAtMs),
        rate: this.meter.rate,
      },
      attempts: this.journal.take(),
      ...this.stragglers.take(),
      batches: this.batches.take(),
    };
  }

  /** When it has to get a sign of life, if it gets nothing else; null: it wants none. */
  get heartbeatDueMs(): number | null {
    if (this.#heartbeatMs === null) return null;
    return Math.max(this.health.state.lastSuccessAtMs ?? 0, this.heartbeatAtMs) + this.#heartbeatMs;
  }

  /** When it wants to be woken; null: by events alone. Undefined: as it said before. */
  takeDueAtMs(): number | null | undefined {
    const { health, stragglers, batches } = this;
    const due = health.isTripped
      ? health.state.nextAttemptAtMs
      : [stragglers.dueAtMs, batches.dueAtMs, this.heartbeatDueMs].reduce(earlier, null);
    if (due === this.#scheduledMs) return undefined;
    this.#scheduledMs = due;
    return due;
  }

  isDue(batch: Batch): boolean {
    return batch.nextAttemptAtMs <= this.now();
  }
}

function earlier(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

function dateOf(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}
