import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { readState, writeState } from './state-file.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** The platform records back to eight days. */
const BACK_MAX_MS = 7 * 24 * HOUR_MS;
/** The last hour of a hole is recorded when it is over; gateways write it a moment later. */
const LAST_HOUR_MS = HOUR_MS + 2 * MINUTE_MS;
const TRY_AGAIN_MS = 5 * MINUTE_MS;
/** Recordings that cannot be read so long are not worth more requests. */
const GIVE_UP_MS = 24 * HOUR_MS;
/** More would be a clock that jumps. */
const HOLES_MAX = 50;

/** A time in which nothing was reported, epoch milliseconds. */
export interface Hole {
  readonly fromMs: number;
  readonly toMs: number;
}

const Book = Type.Array(
  Type.Object({ fromMs: Type.Number(), toMs: Type.Number(), nextTryMs: Type.Number() }),
);
type Entry = Type.Static<typeof Book>[number];
const book = Compile(Book);

/** Holes that are to be filled from the gateway's recordings. It outlives the process: a hole is written down before it is closed. */
export class HoleBook {
  readonly #file: string;
  #entries: readonly Entry[];

  constructor(file: string) {
    this.#file = file;
    const content = readState(file);
    // A damaged book costs the back-fill of what it held, and nothing else.
    this.#entries = book.Check(content) ? content : [];
  }

  /** One that begins where a known one does is the same hole, with the report that was to end it lost. */
  add({ fromMs, toMs }: Hole): void {
    const entry = { fromMs: Math.max(fromMs, toMs - BACK_MAX_MS), toMs, nextTryMs: toMs };
    const others = this.#entries.filter((known) => known.fromMs !== entry.fromMs);
    this.#write([...others, entry].slice(-HOLES_MAX));
  }

  due(nowMs: number): readonly Hole[] {
    return this.#entries.filter(({ nextTryMs }) => nextTryMs <= nowMs);
  }

  /** It is told up to this hour; the hour in which it ends is told when that is over. */
  filled(hole: Hole, toldToMs: number, nowMs: number): void {
    const isOver = toldToMs >= hole.toMs || nowMs >= hole.toMs + LAST_HOUR_MS;
    const rest = { fromMs: toldToMs, toMs: hole.toMs, nextTryMs: hole.toMs + LAST_HOUR_MS };
    this.#replace(hole, isOver ? undefined : rest);
  }

  failed(hole: Hole, nowMs: number): void {
    const isLost = nowMs > hole.toMs + GIVE_UP_MS;
    this.#replace(hole, isLost ? undefined : { ...hole, nextTryMs: nowMs + TRY_AGAIN_MS });
  }

  #replace(hole: Hole, by: Entry | undefined): void {
    const others = this.#entries.filter(({ fromMs, toMs }) => fromMs !== hole.fromMs || toMs !== hole.toMs);
    this.#write(by ? [...others, { fromMs: by.fromMs, toMs: by.toMs, nextTryMs: by.nextTryMs }] : others);
  }

  #write(entries: readonly Entry[]): void {
    this.#entries = entries;
    writeState(this.#file, entries);
  }
}
