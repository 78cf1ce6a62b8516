import type { LinkValue } from '@hearthgate/wire';
import type { EmsCounts } from './ems-counts.ts';

type Values = Readonly<Record<string, LinkValue>>;
export type WriteValues = (values: Values, atMs: number) => Promise<void>;

/** Sets of values that wait for the database, each of its own moment: a minute of two device types. Then the newest of each value. */
const WAITING_MAX = 12;
/** The shard's writer has tried for half a minute then; an EMS-ESP keeps nothing, so its values wait here. */
const AGAIN_MS = 1_000;

interface WaitingValues {
  readonly values: Record<string, LinkValue>;
  atMs: number;
  /** How often values were put into it. */
  puts: number;
  readonly committed: PromiseWithResolvers<void>;
}

/** Hands the values of one device on, one set after the other, and keeps them while the database is away. */
export class ValueWriter {
  readonly #write: WriteValues;
  readonly #counts: EmsCounts;
  readonly #waiting: WaitingValues[] = [];
  #isRunning = false;
  #running: Promise<void> = Promise.resolve();
  #isGivenUp = false;

  constructor(write: WriteValues, counts: EmsCounts) {
    this.#write = write;
    this.#counts = counts;
  }

  /** Resolves when they are committed. */
  put(values: Values, atMs: number): Promise<void> {
    const last = this.#waiting.at(-1);
    if (last && this.#waiting.length >= WAITING_MAX) {
      this.#counts.merged += Object.keys(values).filter((path) => path in last.values).length;
      Object.assign(last.values, values);
      last.atMs = atMs;
      last.puts += 1;
      return last.committed.promise;
    }
    const committed = Promise.withResolvers<void>();
    this.#waiting.push({ values: { ...values }, atMs, puts: 1, committed });
    if (!this.#isRunning) {
      this.#isRunning = true;
      this.#running = this.#run();
    }
    return committed.promise;
  }

  get isIdle(): boolean {
    return !this.#isRunning;
  }

  /** Everything that was put is committed. */
  settled(): Promise<void> {
    return this.#running;
  }

  /** The server stops: what the database does not take now is lost. */
  giveUp(): void {
    this.#isGivenUp = true;
  }

  async #run(): Promise<void> {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      try {
        await this.#write(next.values, next.atMs);
        this.#counts.committed += next.puts;
        next.committed.resolve();
      } catch {
        if (this.#isGivenUp) break;
        this.#waiting.unshift(next);
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    }
    this.#isRunning = false;
  }
}
