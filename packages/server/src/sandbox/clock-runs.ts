import { newId } from '../platform/ids.ts';

export interface ClockRun {
  readonly runId: string;
  readonly status: 'RUNNING' | 'DONE' | 'FAILED';
  readonly startedAt: string;
  readonly error?: string;
}

/** Ended runs that can still be asked for. */
const KEPT_MAX = 100;

/** Long moves of the clock, one after the other. */
export class ClockRuns {
  readonly #runs = new Map<string, ClockRun>();
  #stop = new AbortController();
  #last: Promise<unknown> = Promise.resolve();

  /** Starts when the runs before it have ended. */
  start(work: (stopped: AbortSignal) => Promise<void>): { runId: string; done: Promise<void> } {
    const runId = newId('req');
    const startedAt = new Date().toISOString();
    const set = (run: Omit<ClockRun, 'runId' | 'startedAt'>) =>
      this.#runs.set(runId, { runId, startedAt, ...run });
    set({ status: 'RUNNING' });
    const { signal } = this.#stop;
    const done = this.#last
      .then(() => {
        signal.throwIfAborted();
        return work(signal);
      })
      .then(
        () => void set({ status: 'DONE' }),
        (error: unknown) => {
          set({ status: 'FAILED', error: error instanceof Error ? error.message : 'unknown' });
          throw error;
        },
      );
    this.#last = done.catch(() => undefined);
    if (this.#runs.size > KEPT_MAX) {
      const oldest = this.#runs.keys().next();
      if (!oldest.done) this.#runs.delete(oldest.value);
    }
    return { runId, done };
  }

  get(runId: string): ClockRun | undefined {
    return this.#runs.get(runId);
  }

  /** The run under way ends after its present step, and those behind it do not begin; later ones may. */
  async stop(reason?: Error): Promise<void> {
    this.#stop.abort(reason);
    this.#stop = new AbortController();
    await this.#last;
  }
}
