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
  /** What was taken is committed. */
  saved(): void;
}

/** Writes what all endpoints have come to: while one transaction is under way the next one collects. */
export class Recorder {
  readonly #platform: Platform;
  readonly #dirty = new Set<Recorded>();
  #running: Promise<void> | undefined;
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
    while (this.#running) await this.#running;
  }

  /** Writes what there is; a database that is away is not waited for any more, since what was sent is sent again then. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.flushed();
  }

  async #run(): Promise<void> {
    // What happens in this turn of the event loop goes along.
    await Promise.resolve();
    while (this.#dirty.size > 0) {
      const workers = [...this.#dirty];
      this.#dirty.clear();
      const taken = workers.map((worker) => ({ changes: worker.takeChanges(), due: worker.takeDueAtMs() }));
      await this.#save(taken);
      for (const worker of workers) worker.saved();
    }
  }

  /** Until it is written: what was delivered must not be forgotten while this process lives. */
  async #save(taken: readonly { changes: Changes; due: number | null | undefined }[]): Promise<void> {
    for (;;) {
      try {
        await this.#platform.transact(async (unit) => {
          await saveChanges(
            unit.tx,
            taken.map(({ changes }) => changes),
          );
          for (const {
            changes: { key },
            due,
          } of taken) {
            const { company_id: companyId, webhook_id: webhookId } = key;
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
        });
        return;
      } catch (error) {
        this.#platform.log.warn(
          { err: error },
          'delivery: what was sent could not be recorded, trying again',
        );
        if (this.#isStopped) return;
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    }
  }
}
