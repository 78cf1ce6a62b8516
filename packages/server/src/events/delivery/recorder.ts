import type { Platform } from '../../platform/platform.ts';
import { isPassing } from '../../platform/database/database.ts';
import { sliceOfCompany, type UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { saveChanges, type Changes } from './progress-store.ts';
import type { WebhookKey } from '../tables.ts';

export const RETRY_KIND = 'webhook-retry';
/** Wait before what could not be written is written again. */
const AGAIN_MS = 500;
/** Least time between two commits that nobody waits for: the more go into one, the less each costs. */
const PACE_MS = 20;

/** A worker that has something to write. */
export interface Recorded {
  readonly key: WebhookKey;
  /** Everything since the last call. */
  takeChanges(): Changes;
  /** When it wants to be woken, milliseconds of the clock; null: by events alone. Undefined: as before. */
  takeDueAtMs(): number | null | undefined;
  /** What was taken is committed; not `isOwn`: another node has the endpoint, or it begins anew, and only the attempts are. */
  saved(isOwn: boolean): void;
  /** The database refuses what was taken, and would again. */
  refused(): void;
}

/** What one endpoint has to write, or a part of it. */
interface Taken {
  readonly worker: Recorded;
  readonly changes: Changes;
  readonly due: number | null | undefined;
}

/** Writes what all endpoints have come to: while one transaction is under way the next one collects. */
export class Recorder {
  readonly #platform: Platform;
  readonly #dirty = new Set<Recorded>();
  #running: Promise<void> | undefined;
  /** The transaction under way and the pause behind it, and how many there have been. */
  #round: Promise<unknown> | undefined;
  #rounds = 0;
  /** How many wait for a commit, and what ends the pause before it. */
  #waiting = 0;
  #endPause: () => void = () => undefined;
  #isStopped = false;

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  note(worker: Recorded): void {
    this.#dirty.add(worker);
    this.#start();
  }

  #start(): void {
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
      // Noted between the last look and now.
      if (this.#dirty.size > 0) this.#start();
    });
  }

  /** Everything noted so far is committed. */
  async flushed(): Promise<void> {
    // The round under way may have been too early for it; other endpoints may keep the recorder busy for ever.
    const enough = this.#rounds + 2;
    this.#waiting += 1;
    this.#endPause();
    while (this.#running && this.#rounds < enough) await this.#round;
    this.#waiting -= 1;
  }

  /** Writes what there is; a database that is away is not waited for any more, since what was sent is sent again then. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#endPause();
    while (this.#running) await this.#running;
  }

  async #run(): Promise<void> {
    // What happens in this turn of the event loop goes along.
    await Promise.resolve();
    while (this.#dirty.size > 0) await (this.#round = this.#turn());
  }

  async #turn(): Promise<void> {
    const taken = [...this.#dirty].map((worker) => ({
      worker,
      changes: worker.takeChanges(),
      due: worker.takeDueAtMs(),
    }));
    this.#dirty.clear();
    const refused = new Set<Recorded>();
    const own = await this.#save(taken, refused);
    this.#rounds += 1;
    for (const { worker } of taken)
      if (refused.has(worker)) worker.refused();
      else worker.saved(own.has(worker.key.webhook_id));
    if (this.#waiting > 0 || this.#isStopped) return;
    await new Promise<void>((resolve) => {
      this.#endPause = resolve;
      setTimeout(resolve, PACE_MS);
    });
  }

  /** Until it is written: what was delivered must not be forgotten while this process lives. */
  async #save(taken: readonly Taken[], refused: Set<Recorded>): Promise<ReadonlySet<string>> {
    const { log, transact } = this.#platform;
    for (;;) {
      try {
        return await transact((unit) => write(unit, taken));
      } catch (error) {
        if (!isPassing(error)) return this.#isolate(taken, refused, error);
        log.warn({ err: error }, 'delivery: what was sent could not be recorded, trying again');
        if (this.#isStopped) return new Set();
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    }
  }

  /** Halves it until the culprit stands alone, and goes on without. */
  async #isolate(
    taken: readonly Taken[],
    refused: Set<Recorded>,
    error: unknown,
  ): Promise<ReadonlySet<string>> {
    const [only] = taken;
    if (!only) return new Set();
    const { worker, changes } = only;
    const { attempts } = changes;
    if (taken.length > 1) return this.#saveBoth(halves(taken), refused);
    const withOnly = (some: typeof attempts) => [{ ...only, changes: { ...changes, attempts: some } }];
    if (attempts.length > 1) return this.#saveBoth(halves(attempts).map(withOnly), refused);
    const [attempt] = attempts;
    this.#platform.log.error(
      { err: error, webhookId: worker.key.webhook_id, messageId: attempt?.message_id },
      attempt
        ? 'delivery: an attempt cannot be recorded'
        : 'delivery: where an endpoint stands cannot be recorded',
    );
    if (attempt) return this.#save(withOnly([]), refused);
    refused.add(worker);
    return new Set();
  }

  async #saveBoth(
    parts: readonly (readonly Taken[])[],
    refused: Set<Recorded>,
  ): Promise<ReadonlySet<string>> {
    const own: string[] = [];
    for (const part of parts) own.push(...(await this.#save(part, refused)));
    return new Set(own);
  }
}

function halves<T>(all: readonly T[]): (readonly T[])[] {
  const half = Math.ceil(all.length / 2);
  return [all.slice(0, half), all.slice(half)];
}

/** Answers the endpoints that are still this node's. */
async function write(unit: UnitOfWork, taken: readonly Taken[]): Promise<ReadonlySet<string>> {
  const own = await saveChanges(
    unit.tx,
    taken.map(({ changes }) => changes),
  );
  for (const { worker, due } of taken) {
    const { company_id: companyId, webhook_id: webhookId } = worker.key;
    if (!own.has(webhookId)) continue;
    const timer = { slice: sliceOfCompany(companyId), id: `${RETRY_KIND}:${webhookId}` };
    if (due === null) await unit.cancel(timer.slice, timer.id);
    if (typeof due !== 'number') continue;
    await unit.schedule({ ...timer, kind: RETRY_KIND, dueAtMs: due, payload: { companyId, webhookId } });
  }
  return own;
}
