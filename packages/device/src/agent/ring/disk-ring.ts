import type { LinkValue } from '@hearthgate/wire';
import { KeptReports } from '../../gateway/kept-reports.ts';
import { type KeptReport, type ReportRing, reportBody, withLate } from '../../gateway/report-ring.ts';
import type { RecordPlace } from './record.ts';
import { Segment } from './segment.ts';

const DAY_MS = 24 * 3_600_000;
/** Older values are of no use: the platform records back to eight days. */
const AGE_MAX_MS = 7 * DAY_MS;
/** About two weeks of reports of a large system, so that in a usual house age alone bounds the ring. */
export const RING_BYTES_MAX = 64 * 1024 * 1024;
/** What is dropped at once when the ring is full, and read at a start: about an hour of reports each minute. */
const SEGMENT_BYTES = 256 * 1024;

export interface RingLimits {
  readonly maxBytes: number;
  readonly segmentBytes: number;
}

export const RING_LIMITS: RingLimits = { maxBytes: RING_BYTES_MAX, segmentBytes: SEGMENT_BYTES };

interface OnDisk extends KeptReport {
  readonly atMs: number;
  /** Undefined: damaged, so that its number goes out without values. */
  readonly stored: { readonly segment: Segment; readonly place: RecordPlace } | undefined;
}

/** What is found in the files at a start. */
export interface Found {
  readonly segments: Segment[];
  readonly reports: readonly Omit<OnDisk, 'late' | 'sentAtMs'>[];
  readonly lastSeq: number;
  readonly latestAtMs: number;
}

/**
 * Keeps reports in append-only files. A report is on the disk before it is sent, so a number that the platform has seen is never
 * given to another report, whenever the power goes.
 */
export class DiskRing implements ReportRing {
  readonly boot: string;
  readonly #folder: string;
  readonly #limits: RingLimits;
  readonly #log: (line: string) => void;
  readonly #segments: Segment[];
  readonly #kept = new KeptReports<OnDisk>();
  #lastSeq: number;
  #latestAtMs: number;

  constructor(boot: string, folder: string, limits: RingLimits, log: (line: string) => void, found: Found) {
    this.boot = boot;
    this.#folder = folder;
    this.#limits = limits;
    this.#log = log;
    this.#segments = found.segments;
    this.#lastSeq = found.lastSeq;
    this.#latestAtMs = found.latestAtMs;
    for (const report of found.reports) this.#kept.add({ ...report, late: true, sentAtMs: undefined });
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

  /** Newest time that was ever reported, epoch milliseconds; 0: nothing was. */
  get latestAtMs(): number {
    return this.#latestAtMs;
  }

  /** Throws when the disk does not take it; then nothing has changed, and no number is used up. */
  add(atMs: number, values: Record<string, LinkValue>, late: boolean): number {
    const seq = this.#lastSeq + 1;
    const stored = this.#append(reportBody(this.boot, seq, atMs, values));
    this.#lastSeq = seq;
    this.#latestAtMs = Math.max(this.#latestAtMs, atMs);
    this.#kept.add({ seq, atMs, late, sentAtMs: undefined, stored });
    return this.#dropOld(atMs) + this.#dropBeyond();
  }

  cover(seq: number): boolean {
    if (seq > this.#lastSeq) return false;
    if (this.#kept.dropTo(seq) === 0) return true;
    this.#removeFiles();
    // Not forced to the disk: at worst reports are sent again that the platform has, which changes nothing.
    this.#active().append(JSON.stringify({ covered: seq }), false);
    return true;
  }

  nextUnsent(windowBytes: number): OnDisk | undefined {
    return this.#kept.nextUnsent(windowBytes);
  }

  payload({ seq, late }: KeptReport): string {
    const report = this.#kept.find(seq);
    if (!report) throw new Error(`report ${seq} is not kept`);
    const body = report.stored?.segment.read(report.stored.place);
    if (body === undefined)
      this.#log(`report ${seq} cannot be read from the disk: it goes out without values`);
    return withLate(body ?? reportBody(this.boot, seq, report.atMs, {}), late);
  }

  lost(): void {
    this.#kept.lost();
  }

  overdue(beforeMs: number): boolean {
    return this.#kept.overdue(beforeMs);
  }

  close(): void {
    for (const segment of this.#segments.splice(0)) segment.close();
  }

  #append(body: string): OnDisk['stored'] {
    if (this.#active().size >= this.#limits.segmentBytes) this.#rotate();
    const segment = this.#active();
    return { segment, place: segment.append(body, true) };
  }

  #active(): Segment {
    const active = this.#segments.at(-1);
    if (!active) throw new Error('the ring is closed');
    return active;
  }

  #rotate(): void {
    const head = { boot: this.boot, firstSeq: this.#lastSeq + 1, latestAtMs: this.#latestAtMs };
    this.#segments.push(Segment.create(this.#folder, head));
    this.#removeFiles();
  }

  #dropOld(nowMs: number): number {
    let last = 0;
    for (let at = this.#kept.oldest; at && at.atMs < nowMs - AGE_MAX_MS; at = this.#kept.find(at.seq + 1))
      last = at.seq;
    return this.#drop(last, 'older than seven days');
  }

  #dropBeyond(): number {
    const bytes = this.#segments.reduce((sum, segment) => sum + segment.size, 0);
    const second = this.#segments[1];
    if (bytes <= this.#limits.maxBytes || !second) return 0;
    return this.#drop(second.head.firstSeq - 1, `the ring holds ${this.#limits.maxBytes} bytes at most`);
  }

  #drop(seq: number, why: string): number {
    const dropped = this.#kept.dropTo(seq);
    this.#removeFiles();
    if (dropped > 0) this.#log(`${dropped} reports were dropped before the platform had them: ${why}`);
    return dropped;
  }

  /** Files whose reports are all gone; the last one stays, it knows the number. */
  #removeFiles(): void {
    for (let next = this.#segments[1]; next && next.head.firstSeq <= this.oldestSeq; next = this.#segments[1])
      this.#segments.shift()?.remove();
  }
}
