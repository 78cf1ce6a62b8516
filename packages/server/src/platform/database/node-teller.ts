import type { SharedNews } from './shared-caches.ts';
import type { Platform } from '../platform.ts';

/** Wait before other nodes are told again after the database failed. */
const RETRY_MS = 500;
/** A node that hears nothing for so long looks at everything anyway. */
const ATTEMPTS_MAX = 20;

/** Tells other nodes what they may want to look at, outside of any other transaction: while one message is under way the next collects. */
export class NodeTeller {
  readonly #platform: Platform;
  readonly #news: SharedNews;
  readonly #keys = new Set<string>();
  #isTelling = false;

  constructor(platform: Platform, news: SharedNews) {
    this.#platform = platform;
    this.#news = news;
  }

  tell(key: string): void {
    if (!this.#platform.caches.hasOtherNodes) return;
    this.#keys.add(key);
    void this.#run();
  }

  async #run(): Promise<void> {
    if (this.#isTelling) return;
    this.#isTelling = true;
    const { db, caches, log } = this.#platform;
    for (let attempt = 1; this.#keys.size > 0 && attempt <= ATTEMPTS_MAX; attempt += 1) {
      const told = [...this.#keys];
      this.#keys.clear();
      const changes = told.map((key) => [this.#news.name, key] as const);
      const failed = await caches.announce(db, changes).catch((error: unknown) => error ?? true);
      if (failed === undefined) attempt = 0;
      if (failed === undefined) continue;
      log.debug({ err: failed }, 'other nodes are told again');
      for (const key of told) this.#keys.add(key);
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS).unref());
    }
    this.#isTelling = false;
  }
}
