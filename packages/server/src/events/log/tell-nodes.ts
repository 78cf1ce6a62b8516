import type { SharedNews } from '../../platform/database/shared-caches.ts';
import type { Platform } from '../../platform/platform.ts';

/** Wait before other nodes are told again after the database failed. */
const RETRY_MS = 500;
/** A node that hears nothing for so long looks at everything anyway. */
const ATTEMPTS_MAX = 20;

/** Tells other nodes whose logs have grown, outside of any other transaction: while one message is under way the next collects. */
export class NodeTeller {
  readonly #platform: Platform;
  readonly #news: SharedNews;
  readonly #companies = new Set<string>();
  #isTelling = false;

  constructor(platform: Platform, news: SharedNews) {
    this.#platform = platform;
    this.#news = news;
  }

  tell(companyId: string): void {
    if (!this.#platform.caches.hasOtherNodes) return;
    this.#companies.add(companyId);
    void this.#run();
  }

  async #run(): Promise<void> {
    if (this.#isTelling) return;
    this.#isTelling = true;
    const { db, caches, log } = this.#platform;
    for (let attempt = 1; this.#companies.size > 0 && attempt <= ATTEMPTS_MAX; attempt += 1) {
      const told = [...this.#companies];
      this.#companies.clear();
      const changes = told.map((companyId) => [this.#news.name, companyId] as const);
      const failed = await caches.announce(db, changes).catch((error: unknown) => error ?? true);
      if (failed === undefined) attempt = 0;
      if (failed === undefined) continue;
      log.debug({ err: failed }, 'other nodes are told again');
      for (const companyId of told) this.#companies.add(companyId);
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS).unref());
    }
    this.#isTelling = false;
  }
}
