import type { Platform } from '../../platform/platform.ts';
import { sliceOfCompany } from '../../platform/database/unit-of-work.ts';
import { saveChanges, type Changes } from './progress-store.ts';
import type { WebhookKey } from '../tables.ts';

export const RETRY_KIND = 'webhook-retry';
/** Wait before what could not be written is written again. */
const AGAIN_MS = 500;

/** A worker that has something to write. */
export interface Recorded {
  readonly key: WebhookKey;
  /** Everything since the last call. */
  takeChanges(): Changes;
  /** When it wants to be woken, milliseconds of the clock; null: by events alone. Undefined: as before. */
  takeDueAtMs(): number | null | undefined;
  /** What was taken is committed; not `isOwn`: another node has the endpoint, or it begins anew, and only the attempts are. */
  saved(isOwn: boolean): void;
}

/** Writes what all endpoints have come to: while one transaction is under way the next one collects. */
export class Recorder {
  readonly #platform: Platform;
  readonly #dirty = new Set<Recorded>();
  #running: Promise<void> | undefined;
  /** The transaction under way, and how many there have been. */
  #round: Promise<unknown> | undefined;
  #rounds = 0;
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
    while (this.#running && this.#rounds < enough) await this.#round;
  }

  /** Writes what there is; a database that is away is not waited for any more, since what was sent is sent again then. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    while (this.#running) await this.#running;
  }

  async #run(): Promise<void> {
    // What happens in this turn of the event loop goes along.
    await Promise.resolve();
    while (this.#dirty.size > 0) {
      const workers = [...this.#dirty];
      this.#dirty.clear();
      const taken = workers.map((worker) => ({ changes: worker.takeChanges(), due: worker.takeDueAtMs() }));
      const round = this.#save(taken);
      this.#round = round;
      const own = await round;
      this.#rounds += 1;
      for (const worker of workers) worker.saved(own.has(worker.key.webhook_id));
    }
  }

  /** Until it is written: what was delivered must not be forgotten while this process lives. */
  async #save(
    taken: readonly { changes: Changes; due: number | null | undefined }[],
  ): Promise<ReadonlySet<string>> {
    for (;;) {
      try {
        return await this.#platform.transact(async (unit) => {
          const own = await saveChanges(
            unit.tx,
            taken.map(({ changes }) => changes),
          );
          for (const {
            changes: { key },
            due,
          } of taken) {
            const { company_id: companyId, webhook_id: webhookId } = key;
            if (!own.has(webhookId)) continue;
            const timer = { slice: sliceOfCompany(companyId), id: `${RETRY_KIND}:${webhookId}` };
            if (due === null) await unit.cancel(timer.slice, timer.id);
            if (typeof due === 'number') {
              await unit.schedule({
                ...timer,
                kind: RETRY_KIND,
                dueAtMs: due,
                payload: { companyId, webhookId },
              });
            }
          }
          return own;
        });
      } catch (error) {
        this.#platform.log.warn(
          { err: error },
          'delivery: what was sent could not be recorded, trying again',
        );
        if (this.#isStopped) return new Set();
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    }
  }
}
