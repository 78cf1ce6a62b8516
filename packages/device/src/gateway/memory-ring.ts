import type { LinkValue } from '@hearthgate/wire';
import { KeptReports } from './kept-reports.ts';
import { type KeptReport, type ReportRing, reportBody, withLate } from './report-ring.ts';

/** Reports kept without an acknowledgement: seven days of 15-minute reports. */
const RING_LIMIT = 7 * 24 * 4;

interface InMemory extends KeptReport {
  readonly atMs: number;
  readonly values: Record<string, LinkValue>;
  /** Made when it is sent first: of a gateway that is off most reports never are. */
  body?: string;
}

/** Keeps reports as long as the process lives; each start is a new boot. */
export class MemoryRing implements ReportRing {
  readonly boot: string;
  readonly #limit: number;
  readonly #kept = new KeptReports<InMemory>();
  #lastSeq = 0;

  constructor(boot: string, limit = RING_LIMIT) {
    this.boot = boot;
    this.#limit = limit;
  }

  get lastSeq(): number {
    return this.#lastSeq;
  }

  get oldestSeq(): number {
    return this.#kept.oldest?.seq ?? this.#lastSeq + 1;
  }

  get size(): number {
    return this.#kept.size;
  }

  add(atMs: number, values: Record<string, LinkValue>, late: boolean): number {
    this.#lastSeq += 1;
    const seq = this.#lastSeq;
    this.#kept.add({ seq, atMs, values, late, sentAtMs: undefined });
    return this.#kept.size > this.#limit ? this.#kept.dropTo(seq - this.#limit) : 0;
  }

  cover(seq: number): boolean {
    if (seq > this.#lastSeq) return false;
    this.#kept.dropTo(seq);
    return true;
  }

  nextUnsent(windowBytes: number): InMemory | undefined {
    return this.#kept.nextUnsent(windowBytes);
  }

  payload({ seq, late }: KeptReport): string {
    const kept = this.#kept.find(seq);
    if (!kept) throw new Error(`report ${seq} is not kept`);
    kept.body ??= reportBody(this.boot, seq, kept.atMs, kept.values);
    return withLate(kept.body, late);
  }

  lost(): void {
    this.#kept.lost();
  }

  overdue(beforeMs: number): boolean {
    return this.#kept.overdue(beforeMs);
  }
}
