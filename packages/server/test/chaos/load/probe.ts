import { setTimeout as wait } from 'node:timers/promises';
import type { Answer } from '../../harness/sandbox.ts';

const EVERY_MS = 100;
/** A caller that waits longer has given up. */
const PATIENCE_MS = 3_000;

export interface Looked {
  readonly at: number;
  readonly ms: number;
  /** 0: no answer. */
  readonly status: number;
}

/** A caller who reads one system again and again over one node. */
export class Probe {
  readonly looked: Looked[] = [];
  readonly #ended = new AbortController();
  readonly #looking: Promise<void>;

  constructor(read: () => Promise<Answer>) {
    this.#looking = this.#look(read);
  }

  /** The longest time without a successful answer, from `since` to now, milliseconds. */
  gapMs(since: number): number {
    const times = this.looked.flatMap(({ at, status }) => (status === 200 && at >= since ? [at] : []));
    return longestGap(since, [...times, performance.now()]);
  }

  isBackSince(since: number): boolean {
    return this.looked.some(({ at, ms, status }) => status === 200 && at - ms >= since);
  }

  async stop(): Promise<void> {
    this.#ended.abort();
    await this.#looking;
  }

  async #look(read: () => Promise<Answer>): Promise<void> {
    while (!this.#ended.signal.aborted) {
      const since = performance.now();
      const patience = wait(PATIENCE_MS, undefined, { ref: false });
      const answer = await Promise.race([read().catch(() => undefined), patience]);
      const at = performance.now();
      this.looked.push({ at, ms: at - since, status: answer?.status ?? 0 });
      await wait(EVERY_MS);
    }
  }
}

/** Between a beginning and times in order. */
export function longestGap(since: number, times: readonly number[]): number {
  let longest = 0;
  let before = since;
  for (const at of times) {
    longest = Math.max(longest, at - before);
    before = at;
  }
  return longest;
}
