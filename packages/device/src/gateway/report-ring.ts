import type { LinkValue } from '@hearthgate/wire';

/** Reports kept without an acknowledgement: seven days of 15-minute reports. */
const RING_LIMIT = 7 * 24 * 4;

/** A report on its way; `sentAtMs` is monotonic, undefined while it waits to be sent. */
export interface KeptReport {
  readonly seq: number;
  /** The payload without `late`, so that each copy is the same to the byte. */
  readonly body: string;
  late: boolean;
  sentAtMs: number | undefined;
}

/** Numbers reports without holes and keeps them until `down/ack` has covered them. */
export class ReportRing {
  readonly boot: string;
  readonly #limit: number;
  readonly #kept: KeptReport[] = [];
  #lastSeq = 0;

  constructor(boot: string, limit = RING_LIMIT) {
    this.boot = boot;
    this.#limit = limit;
  }

  /** 0 before the first report. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** Oldest report still kept; one after the last when nothing is. */
  get oldestSeq(): number {
    return this.#kept[0]?.seq ?? this.#lastSeq + 1;
  }

  get size(): number {
    return this.#kept.length;
  }

  /** True when the oldest report had to go to make room. */
  add(atMs: number, values: Record<string, LinkValue>, late: boolean): boolean {
    this.#lastSeq += 1;
    const report = { boot: this.boot, seq: this.#lastSeq, at: new Date(atMs).toISOString(), values };
    this.#kept.push({ seq: this.#lastSeq, body: JSON.stringify(report), late, sentAtMs: undefined });
    if (this.#kept.length <= this.#limit) return false;
    this.#kept.shift();
    return true;
  }

  /** Drops everything up to `seq`; false for a number that was never given out. */
  cover(seq: number): boolean {
    if (seq > this.#lastSeq) return false;
    const kept = this.#kept.findIndex((report) => report.seq > seq);
    this.#kept.splice(0, kept === -1 ? this.#kept.length : kept);
    return true;
  }

  nextUnsent(): KeptReport | undefined {
    return this.#kept.find((report) => report.sentAtMs === undefined);
  }

  /** The connection is gone: whatever is kept goes out again, marked late. */
  lost(): void {
    for (const report of this.#kept) {
      report.late = true;
      report.sentAtMs = undefined;
    }
  }

  /** Marks reports sent before this monotonic time for sending again; true if there are any. */
  overdue(beforeMs: number): boolean {
    let any = false;
    for (const report of this.#kept) {
      if (report.sentAtMs === undefined || report.sentAtMs >= beforeMs) continue;
      report.sentAtMs = undefined;
      any = true;
    }
    return any;
  }
}

export function payloadOf(report: KeptReport): string {
  return report.late ? `${report.body.slice(0, -1)},"late":true}` : report.body;
}
