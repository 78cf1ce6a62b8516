import type { Platform } from '../../platform/platform.ts';
import { writeLastUsed } from './store.ts';

/** The database hears of used keys at most this often. */
const FLUSH_MS = 60_000;

/** When keys were used last: noted in memory at each request, written together. */
export class LastUsed {
  readonly #platform: Platform;
  #used = new Map<string, { companyId: string; atMs: number }>();
  #timer: NodeJS.Timeout | undefined;

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  start(): void {
    this.#timer = setInterval(() => {
      void this.flush().catch((error: unknown) =>
        this.#platform.log.warn({ err: error }, 'last uses of keys were not written'),
      );
    }, FLUSH_MS);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
  }

  note(companyId: string, keyId: string): void {
    this.#used.set(keyId, { companyId, atMs: this.#platform.clock.now() });
  }

  /** What cannot be written waits for the next time. */
  async flush(): Promise<void> {
    const used = this.#used;
    this.#used = new Map();
    if (used.size === 0) return;
    try {
      await writeLastUsed(this.#platform.db, used);
    } catch (error) {
      this.#used = new Map([...used, ...this.#used]);
      throw error;
    }
  }
}
