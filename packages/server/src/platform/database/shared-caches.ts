import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { Cache, type CacheUses } from '../cache.ts';
import type { Db } from './database.ts';

/** Channel on which nodes tell each other what they changed. */
export const CHANGES_CHANNEL = 'hearthgate_changes';
/** PostgreSQL takes 8,000 bytes; a longer list of keys becomes "everything of these caches". */
const PAYLOAD_MAX_BYTES = 7_500;

/** Under this name a node is told that its slice has a new timer, or a new fact. */
export const SLICE_NEWS = 'slices';

/** One row that changed: the name of its cache and its key in it; null: all of them. */
export type Change = readonly [cache: string, key: string | null];

/** A cache of rows that any node may change: dropped by `unit.changed`, on every node. */
export interface SharedCache<V> extends Pick<Cache<string, V>, 'get' | 'getMany' | 'has' | 'peek' | 'soon'> {
  readonly name: string;
}

/** What nodes tell each other without keeping it. */
export type SharedNews = Pick<SharedCache<unknown>, 'name'>;

/** A change on its way, with the node that made it. */
export interface Announcement {
  readonly node: string;
  readonly changes: readonly Change[];
}

/** The caches that nodes keep of the same rows. A change is dropped here after the commit and on other nodes by NOTIFY. */
export class SharedCaches {
  readonly node = randomUUID();
  /** No cache keeps more; infinite but for benches, in which every read is to be a miss. */
  readonly largest: number;
  readonly #caches = new Map<string, Cache<string, unknown>>();
  readonly #counted = new Map<string, { readonly uses: CacheUses }>();
  readonly #listeners = new Map<string, (key: string | null) => void>();
  #isTrusted: () => boolean = () => true;
  #hasOtherNodes = false;
  #isElsewhere: (slice: number) => boolean = () => false;

  constructor(largest = Number.POSITIVE_INFINITY) {
    this.largest = largest;
  }

  add<V>(name: string, load: (key: string) => Promise<V>, max: number): SharedCache<V> {
    const cache = new Cache(load, Math.min(max, this.largest), () => this.#isTrusted());
    this.#caches.set(name, cache);
    this.count(name, cache);
    const shared: SharedCache<V> = {
      name,
      get: (key) => cache.get(key),
      peek: (key) => cache.peek(key),
      soon: (key) => cache.peek(key) ?? shared.get(key),
      getMany: (keys, loadMany) => cache.getMany(keys, loadMany),
      has: (key) => cache.has(key),
    };
    return shared;
  }

  /** Its uses are told too; caches that are shared are counted by themselves. */
  count(name: string, cache: { readonly uses: CacheUses }): void {
    this.#counted.set(name, cache);
  }

  uses(): [name: string, uses: CacheUses][] {
    return [...this.#counted].map(([name, { uses }]) => [name, uses]);
  }

  /** From now on other nodes are told, and caches are believed only while this node hears of changes. */
  joinNodes(isHearing: () => boolean): void {
    this.#hasOtherNodes = true;
    this.#isTrusted = isHearing;
  }

  /** Called with what other nodes changed under this name; null: perhaps everything. */
  onOthers(name: string, then: (key: string | null) => void): SharedNews {
    this.#listeners.set(name, then);
    return { name };
  }

  /** Slices are divided among nodes: this says which ones other nodes have. */
  divide(isElsewhere: (slice: number) => boolean): void {
    this.#isElsewhere = isElsewhere;
  }

  /** What has to be announced when something was added to these slices. */
  slicesElsewhere(slices: ReadonlySet<number>): Change[] {
    return [...slices]
      .filter((slice) => this.#isElsewhere(slice))
      .map((slice) => [SLICE_NEWS, String(slice)]);
  }

  get hasOtherNodes(): boolean {
    return this.#hasOtherNodes;
  }

  /** Tells other nodes when the transaction commits, and not when it does not. */
  async announce(tx: Db, changes: readonly Change[]): Promise<void> {
    if (!this.#hasOtherNodes || changes.length === 0) return;
    const text = (all: readonly Change[]) =>
      JSON.stringify({ node: this.node, changes: all } satisfies Announcement);
    const full = text(changes);
    const names = [...new Set(changes.map(([name]) => name))];
    const payload =
      Buffer.byteLength(full) <= PAYLOAD_MAX_BYTES ? full : text(names.map((name) => [name, null]));
    await sql`SELECT pg_notify(${CHANGES_CHANNEL}, ${payload})`.execute(tx);
  }

  drop(changes: readonly Change[]): void {
    for (const [name, key] of changes) {
      if (key === null) this.#caches.get(name)?.clear();
      else this.#caches.get(name)?.drop(key);
    }
  }

  /** Comes from any node, this one included. */
  hear({ node, changes }: Announcement): void {
    this.drop(changes);
    if (node === this.node) return;
    for (const [name, key] of changes) this.#listeners.get(name)?.(key);
  }

  /** Changes of other nodes may have passed this one by. */
  missed(): void {
    this.clear();
    for (const listener of this.#listeners.values()) listener(null);
  }

  clear(): void {
    for (const cache of this.#caches.values()) cache.clear();
  }
}
