import { sql } from 'kysely';
import { Cache } from '../cache.ts';
import type { Tx } from './database.ts';

/** Channel on which nodes tell each other what they changed. */
export const CHANGES_CHANNEL = 'hearthgate_changes';
/** PostgreSQL takes 8,000 bytes; a longer list of keys becomes "everything of these caches". */
const PAYLOAD_MAX_BYTES = 7_500;

/** One row that changed: the name of its cache and its key in it; null: all of them. */
export type Change = readonly [cache: string, key: string | null];

/** A cache of rows that any node may change: dropped by `unit.changed`, on every node. */
export interface SharedCache<V> extends Pick<Cache<string, V>, 'get' | 'getMany' | 'has'> {
  readonly name: string;
}

/** The caches that nodes keep of the same rows. A change is dropped here after the commit and on other nodes by NOTIFY. */
export class SharedCaches {
  readonly #caches = new Map<string, Cache<string, unknown>>();
  #isTrusted: () => boolean = () => true;
  #hasOtherNodes = false;

  add<V>(name: string, load: (key: string) => Promise<V>, max: number): SharedCache<V> {
    const cache = new Cache(load, max, () => this.#isTrusted());
    this.#caches.set(name, cache);
    return {
      name,
      get: (key) => cache.get(key),
      getMany: (keys, loadMany) => cache.getMany(keys, loadMany),
      has: (key) => cache.has(key),
    };
  }

  /** From now on other nodes are told, and caches are believed only while this node hears of changes. */
  joinNodes(isHearing: () => boolean): void {
    this.#hasOtherNodes = true;
    this.#isTrusted = isHearing;
  }

  /** Tells other nodes when the transaction commits, and not when it does not. */
  async announce(tx: Tx, changes: readonly Change[]): Promise<void> {
    if (!this.#hasOtherNodes || changes.length === 0) return;
    const full = JSON.stringify(changes);
    const names = [...new Set(changes.map(([name]) => name))];
    const payload =
      Buffer.byteLength(full) <= PAYLOAD_MAX_BYTES ? full : JSON.stringify(names.map((name) => [name, null]));
    await sql`SELECT pg_notify(${CHANGES_CHANNEL}, ${payload})`.execute(tx);
  }

  drop(changes: readonly Change[]): void {
    for (const [name, key] of changes) {
      if (key === null) this.#caches.get(name)?.clear();
      else this.#caches.get(name)?.drop(key);
    }
  }

  clear(): void {
    for (const cache of this.#caches.values()) cache.clear();
  }
}
