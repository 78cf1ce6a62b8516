import { retryWaitMs } from './retry-schedule.ts';
import type { LaggardRow, ParkedRow, Standing } from './progress-store.ts';
import type { WebhookKey } from '../tables.ts';

/** An event is parked after so many failures while others went through. */
export const PARK_AFTER = 5;
/** Beyond so many gateways that lag, or events that are parked, the endpoint fails as a whole. */
const STRAGGLERS_MAX = 1_000;

/** A gateway whose events wait behind one that fails. */
export interface Laggard {
  readonly gatewayId: number;
  readonly fromSeq: number;
  readonly failures: number;
  readonly firstFailedAtMs: number;
  readonly nextAttemptAtMs: number;
}

export interface Parked {
  readonly seq: number;
  readonly gatewayId: number;
  readonly gatewayseq: number | null;
  readonly failures: number;
  readonly firstFailedAtMs: number;
  readonly nextAttemptAtMs: number;
}

/** What an endpoint has behind its cursor, and which of it has to be written. */
export class Stragglers {
  readonly #key: WebhookKey;
  readonly laggards = new Map<number, Laggard>();
  readonly parked = new Map<number, Parked>();
  #changedLaggards = new Set<number>();
  #changedParked = new Set<number>();

  constructor(key: WebhookKey, standing: Pick<Standing, 'laggards' | 'parked'>) {
    this.#key = key;
    for (const row of standing.laggards) {
      this.laggards.set(row.gateway_id, {
        gatewayId: row.gateway_id,
        fromSeq: row.from_seq,
        failures: row.failures,
        firstFailedAtMs: row.first_failed_at.getTime(),
        nextAttemptAtMs: row.next_attempt_at.getTime(),
      });
    }
    for (const row of standing.parked) {
      this.parked.set(row.seq, {
        seq: row.seq,
        gatewayId: row.gateway_id,
        gatewayseq: row.gatewayseq,
        failures: row.failures,
        firstFailedAtMs: row.first_failed_at.getTime(),
        nextAttemptAtMs: row.next_attempt_at.getTime(),
      });
    }
  }

  get isFull(): boolean {
    return this.laggards.size >= STRAGGLERS_MAX || this.parked.size >= STRAGGLERS_MAX;
  }

  get isEmpty(): boolean {
    return this.laggards.size === 0 && this.parked.size === 0;
  }

  /** When the next of them is due, milliseconds of the clock. */
  get dueAtMs(): number | null {
    const due = [...this.laggards.values(), ...this.parked.values()].map((one) => one.nextAttemptAtMs);
    return due.length === 0 ? null : Math.min(...due);
  }

  /** `gatewayseq` of the oldest parked event of a gateway. */
  parkedOf(gatewayId: number): number | undefined {
    let oldest: number | undefined;
    for (const { gatewayId: own, gatewayseq } of this.parked.values()) {
      if (own === gatewayId && gatewayseq !== null) oldest = Math.min(oldest ?? gatewayseq, gatewayseq);
    }
    return oldest;
  }

  /** An event of the gateway failed once more: it and all that follows wait. */
  lag(gatewayId: number, seq: number, nowMs: number, random: number): Laggard {
    const before = this.laggards.get(gatewayId);
    const failures = before && before.failures > 0 ? before.failures + 1 : 1;
    const laggard: Laggard = {
      gatewayId,
      fromSeq: seq,
      failures,
      firstFailedAtMs: before && before.failures > 0 ? before.firstFailedAtMs : nowMs,
      nextAttemptAtMs: nowMs + retryWaitMs(failures, random),
    };
    this.#setLaggard(gatewayId, laggard);
    return laggard;
  }

  /** Events of the gateway before `fromSeq` are settled: what follows is due at once. */
  advance(gatewayId: number, fromSeq: number, nowMs: number): void {
    this.#setLaggard(gatewayId, {
      gatewayId,
      fromSeq,
      failures: 0,
      firstFailedAtMs: nowMs,
      nextAttemptAtMs: nowMs,
    });
  }

  /** The endpoint works again: nothing waits for its schedule any more. */
  hurry(nowMs: number): void {
    for (const [gatewayId, laggard] of this.laggards) {
      if (laggard.nextAttemptAtMs > nowMs)
        this.#setLaggard(gatewayId, { ...laggard, nextAttemptAtMs: nowMs });
    }
  }

  catchUp(gatewayId: number): void {
    this.laggards.delete(gatewayId);
    this.#changedLaggards.add(gatewayId);
  }

  park(event: Omit<Parked, 'nextAttemptAtMs'>, nowMs: number, random: number): void {
    const nextAttemptAtMs = nowMs + retryWaitMs(event.failures, random);
    this.parked.set(event.seq, { ...event, nextAttemptAtMs });
    this.#changedParked.add(event.seq);
  }

  unpark(seq: number): void {
    this.parked.delete(seq);
    this.#changedParked.add(seq);
  }

  /** Rows to write since the last call; null: gone. */
  take(): { laggards: Map<number, LaggardRow | null>; parked: Map<number, ParkedRow | null> } {
    const laggards = new Map([...this.#changedLaggards].map((id) => [id, this.#laggardRow(id)]));
    const parked = new Map([...this.#changedParked].map((seq) => [seq, this.#parkedRow(seq)]));
    this.#changedLaggards = new Set();
    this.#changedParked = new Set();
    return { laggards, parked };
  }

  #setLaggard(gatewayId: number, laggard: Laggard): void {
    this.laggards.set(gatewayId, laggard);
    this.#changedLaggards.add(gatewayId);
  }

  #laggardRow(gatewayId: number): LaggardRow | null {
    const laggard = this.laggards.get(gatewayId);
    if (!laggard) return null;
    return { ...this.#key, gateway_id: gatewayId, from_seq: laggard.fromSeq, ...failing(laggard) };
  }

  #parkedRow(seq: number): ParkedRow | null {
    const parked = this.parked.get(seq);
    if (!parked) return null;
    return {
      ...this.#key,
      seq,
      gateway_id: parked.gatewayId,
      gatewayseq: parked.gatewayseq,
      ...failing(parked),
    };
  }
}

function failing({
  failures,
  firstFailedAtMs,
  nextAttemptAtMs,
}: Pick<Laggard, 'failures' | 'firstFailedAtMs' | 'nextAttemptAtMs'>) {
  return {
    failures,
    first_failed_at: new Date(firstFailedAtMs),
    next_attempt_at: new Date(nextAttemptAtMs),
  };
}
