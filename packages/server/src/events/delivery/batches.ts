import type { BatchRow } from './progress-store.ts';
import type { WebhookKey } from '../tables.ts';
import { retryWaitMs } from './retry-schedule.ts';
import { LANES, type Item } from './window.ts';

/** After so many failures a batch is split: one of its events may be what the receiver cannot take. */
const SPLIT_AFTER = 3;

/** Events of one lane that were sent together and failed together. */
export interface Batch {
  readonly id: string;
  readonly items: readonly Item[];
  readonly failures: number;
  readonly nextAttemptAtMs: number;
}

/** Batches that failed, one per lane at most, whose lanes wait for them. */
export class Batches {
  readonly #key: WebhookKey;
  readonly #byLane = new Map<number, Batch>();
  /** Of a former process, by the numbers of their events: put together again as the log is read. */
  readonly #former: { row: BatchRow; lastSeq: number; items: Item[] }[] = [];
  #changed = new Map<string, BatchRow | null>();

  constructor(key: WebhookKey, rows: readonly BatchRow[]) {
    this.#key = key;
    for (const row of rows) this.#former.push({ row, lastSeq: Math.max(...row.seqs), items: [] });
  }

  of(lane: number): Batch | undefined {
    return this.#byLane.get(lane);
  }

  /** When the next of them is due, milliseconds of the clock. */
  get dueAtMs(): number | null {
    const due = [...this.#byLane.values()].map((batch) => batch.nextAttemptAtMs);
    return due.length === 0 ? null : Math.min(...due);
  }

  oldest(): { lane: number; batch: Batch } | undefined {
    const first = ({ items }: Batch) => items[0]?.event.seq ?? 0;
    const [oldest] = [...this.#byLane].toSorted(([, a], [, b]) => first(a) - first(b));
    return oldest && { lane: oldest[0], batch: oldest[1] };
  }

  /** Does an event just read belong to a batch of a former process? Then it is not sent by itself. */
  join(item: Item): boolean {
    const former = this.#former.find(({ row }) => row.seqs.includes(item.event.seq));
    former?.items.push(item);
    return former !== undefined;
  }

  /**
   * The log is read up to here: batches of a former process that end before are due as they were. Of one that has lost events,
   * unwanted or not kept any more, the rest is given back.
   */
  complete(readTo: number, nowMs: number): Item[][] {
    const rest: Item[][] = [];
    for (const former of this.#former.filter(({ lastSeq }) => lastSeq <= readTo)) {
      this.#former.splice(this.#former.indexOf(former), 1);
      const { row, items } = former;
      const [first] = items;
      if (first && items.length === row.seqs.length) {
        const batch = { id: row.batch_id, items, failures: row.failures, nextAttemptAtMs: nowMs };
        this.#byLane.set(first.gatewayId % LANES, batch);
      } else {
        rest.push(items);
        this.#changed.set(row.batch_id, null);
      }
    }
    return rest;
  }

  /** The batch of a lane failed; true when its events are to be sent one by one from now on. */
  failed(lane: number, batch: Omit<Batch, 'nextAttemptAtMs'>, nowMs: number, random: number): boolean {
    this.remove(lane);
    if (batch.failures >= SPLIT_AFTER) return true;
    this.#byLane.set(lane, { ...batch, nextAttemptAtMs: nowMs + retryWaitMs(batch.failures, random) });
    const seqs = batch.items.map(({ event }) => event.seq);
    this.#changed.set(batch.id, { ...this.#key, batch_id: batch.id, seqs, failures: batch.failures });
    return false;
  }

  remove(lane: number): void {
    const batch = this.#byLane.get(lane);
    if (!batch) return;
    this.#byLane.delete(lane);
    this.#changed.set(batch.id, null);
  }

  /** The endpoint works again: none waits for its schedule any more. */
  hurry(nowMs: number): void {
    for (const [lane, batch] of this.#byLane) this.#byLane.set(lane, { ...batch, nextAttemptAtMs: nowMs });
  }

  /** Rows to write since the last call; null: gone. */
  take(): Map<string, BatchRow | null> {
    const changed = this.#changed;
    this.#changed = new Map();
    return changed;
  }
}
