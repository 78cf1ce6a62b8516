import { sliceOfGateway, type UnitOfWork } from '../platform/database/unit-of-work.ts';
import type { Db } from '../platform/database/database.ts';
import type { SharedNews } from '../platform/database/shared-caches.ts';
import type { Platform } from '../platform/platform.ts';
import { existingIds } from './store.ts';

interface RosterListener {
  added(gatewayId: number): void;
  removed(gatewayId: number): void;
  /** Gateways may have been added unheard. */
  missed(): void;
}

/** Tells the node with a gateway's slice, whichever it is, that the gateway was registered or removed. */
export class Roster {
  readonly #platform: Platform;
  readonly #news: SharedNews;
  readonly #forget: (gatewayId: number) => void;
  #listener: RosterListener | undefined;

  constructor(platform: Platform, forget: (gatewayId: number) => void) {
    this.#platform = platform;
    this.#forget = forget;
    this.#news = platform.caches.onOthers('gateways', (key) => void this.#heard(key));
  }

  listen(listener: RosterListener): void {
    this.#listener = listener;
  }

  /** In the transaction that registers it. To listen to one that is not registered in the end does no harm. */
  async added(tx: Db, gatewayId: number): Promise<void> {
    await this.#platform.caches.announce(tx, [[this.#news.name, String(gatewayId)]]);
    this.#forget(gatewayId);
    this.#listener?.added(gatewayId);
  }

  removed(unit: UnitOfWork, gatewayId: number): void {
    unit.changed(this.#news, String(gatewayId));
    unit.afterCommit(() => {
      this.#forget(gatewayId);
      this.#listener?.removed(gatewayId);
    });
  }

  async #heard(key: string | null): Promise<void> {
    if (key === null) return this.#listener?.missed();
    const gatewayId = Number(key);
    this.#forget(gatewayId);
    const { db, shards, log } = this.#platform;
    if (!shards.holds(sliceOfGateway(gatewayId))) return;
    try {
      const isThere = (await existingIds(db, [gatewayId])).has(gatewayId);
      this.#listener?.[isThere ? 'added' : 'removed'](gatewayId);
    } catch (error) {
      log.warn({ err: error, gatewayId }, 'a new gateway is looked for again');
      this.#listener?.missed();
    }
  }
}
