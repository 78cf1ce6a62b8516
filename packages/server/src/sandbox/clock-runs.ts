import { newId } from '../platform/ids.ts';

export interface ClockRun {
  readonly runId: string;
  readonly status: 'RUNNING' | 'DONE' | 'STOPPED' | 'FAILED';
  readonly startedAt: string;
  /** Seconds of the clock that it has moved, and is to move. */
  readonly doneSeconds: number;
  readonly totalSeconds: number;
  readonly error?: string;
}

/** Between a run and the work that it stands for. */
export interface RunHooks {
  readonly stopped: AbortSignal;
  /** So much of it is done. */
  readonly moved: (ms: number) => void;
}

/** Why a run ends that somebody stops: no failure. */
const STOPPED = new Error('the run was stopped');
/** Ended runs that can still be asked for. */
const KEPT_MAX = 100;

/** Long moves of the clock, one after the other. */
export class ClockRuns {
  readonly #runs = new Map<string, ClockRun>();
  readonly #stops = new Map<string, AbortController>();
  #last: Promise<unknown> = Promise.resolve();

  /** Starts when the runs before it have ended. */
  start(totalMs: number, work: (hooks: RunHooks) => Promise<void>): { runId: string; done: Promise<void> } {
    const runId = newId('req');
    const stop = new AbortController();
    this.#stops.set(runId, stop);
    let run: ClockRun = {
      runId,
      status: 'RUNNING',
      startedAt: new Date().toISOString(),
      doneSeconds: 0,
      totalSeconds: totalMs / 1_000,
    };
    const set = (change: Partial<ClockRun>) => {
      run = { ...run, ...change };
      this.#runs.set(runId, run);
    };
    set({});
    const hooks = { stopped: stop.signal, moved: (ms: number) => set({ doneSeconds: ms / 1_000 }) };
    const done = this.next(async () => {
      stop.signal.throwIfAborted();
      await work(hooks);
    })
      .then(
        () => set({ status: 'DONE', doneSeconds: totalMs / 1_000 }),
        (error: unknown) => {
          if (error === STOPPED) return set({ status: 'STOPPED' });
          set({ status: 'FAILED', error: error instanceof Error ? error.message : 'unknown' });
          throw error;
        },
      )
      .finally(() => this.#stops.delete(runId));
    this.#forgetOldest();
    return { runId, done };
  }

  /** Moves the clock in turn, without a run to ask for. */
  next(work: () => Promise<void>): Promise<void> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }

  get(runId: string): ClockRun | undefined {
    return this.#runs.get(runId);
  }

  /** The run ends after its present step, or does not begin; the clock stays where it is then. */
  async stop(runId: string): Promise<void> {
    if (!this.#stops.has(runId)) return;
    this.#stops.get(runId)?.abort(STOPPED);
    await this.#last;
  }

  /** The run under way ends after its present step, and those behind it do not begin; later ones may. */
  async stopAll(reason?: Error): Promise<void> {
    for (const stop of this.#stops.values()) stop.abort(reason);
    await this.#last;
  }

  #forgetOldest(): void {
    if (this.#runs.size <= KEPT_MAX) return;
    for (const [runId, { status }] of this.#runs)
      if (status !== 'RUNNING') return void this.#runs.delete(runId);
  }
}
