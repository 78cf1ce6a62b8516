import type { Soon } from './soon.ts';

interface Entry<V> {
  readonly promise: Promise<V>;
  /** Once it is loaded. */
  value?: V;
  /** Since it was last looked at for removal. */
  isUsed: boolean;
}

export interface CacheUses {
  readonly hits: number;
  readonly misses: number;
}

/**
 * A bounded read-through cache. Whoever changes a row calls `drop` after the commit; then nothing older is ever given.
 * What does not exist (`undefined`) is not kept: callers can invent keys, and those must not displace real ones.
 * The oldest that was not used since its last chance goes first, so that a hit moves nothing.
 */
export class Cache<K, V> {
  readonly #entries = new Map<K, Entry<V>>();
  readonly #load: (key: K) => Promise<V>;
  readonly #max: number;
  readonly #uses = { hits: 0, misses: 0 };
  readonly #isTrusted: (key: K) => boolean;

  /** While `isTrusted` says no, what is remembered of a key may be outdated: every `get` loads and nothing is kept. */
  constructor(load: (key: K) => Promise<V>, max: number, isTrusted: (key: K) => boolean = () => true) {
    this.#load = load;
    this.#max = max;
    this.#isTrusted = isTrusted;
  }

  get(key: K): Promise<V> {
    if (!this.#isTrusted(key)) return this.#load(key);
    const known = this.#entries.get(key);
    if (!known) {
      this.#uses.misses += 1;
      return this.#remember(key, this.#load(key));
    }
    this.#uses.hits += 1;
    known.isUsed = true;
    return known.promise;
  }

  /** The same without a wait; undefined: it has to be asked for with `get`. */
  peek(key: K): V | undefined {
    if (!this.#isTrusted(key)) return undefined;
    const known = this.#entries.get(key);
    if (!known) return undefined;
    // While it is being loaded, `get` is what counts.
    if (known.value !== undefined) this.#uses.hits += 1;
    known.isUsed = true;
    return known.value;
  }

  /** What memory holds at once, else as `get`. */
  soon(key: K): Soon<V> {
    return this.peek(key) ?? this.get(key);
  }

  /** Many keys; those that are not remembered are loaded together by `loadMany`, which answers in the order it was asked. */
  async getMany(keys: readonly K[], loadMany: (keys: readonly K[]) => Promise<readonly V[]>): Promise<V[]> {
    const known = keys.map((key) => this.peek(key));
    if (!known.includes(undefined)) return known as V[];
    const trusted = new Set(keys.filter((key) => this.#isTrusted(key)));
    const missing = keys.filter((key) => !trusted.has(key) || !this.#entries.has(key));
    this.#uses.misses += missing.length;
    const together = missing.length > 0 ? loadMany(missing) : Promise.resolve([]);
    const loading = new Map(missing.map((key, at) => [key, together.then((values) => values[at] as V)]));
    for (const [key, one] of loading) if (trusted.has(key)) void this.#remember(key, one);
    return Promise.all(keys.map((key) => loading.get(key) ?? this.get(key)));
  }

  /** How often it was asked, and what memory could not answer. */
  get uses(): CacheUses {
    return this.#uses;
  }

  /** Was this key asked for before, whether its value is trusted now or not? */
  has(key: K): boolean {
    return this.#entries.has(key);
  }

  /** Replaces an entry by what was just committed. */
  put(key: K, value: V): void {
    this.#keep(key, Promise.resolve(value)).value = value;
  }

  drop(key: K): void {
    this.#entries.delete(key);
  }

  dropWhere(isDropped: (key: K) => boolean): void {
    for (const key of this.#entries.keys()) if (isDropped(key)) this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
  }

  /** A load that is dropped while under way stays with its callers; what does not exist is not remembered. */
  #remember(key: K, loading: Promise<V>): Promise<V> {
    const entry = this.#keep(key, loading);
    const forget = () => {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
    };
    loading.then((value) => (value === undefined ? forget() : (entry.value = value)), forget);
    return loading;
  }

  #keep(key: K, promise: Promise<V>): Entry<V> {
    const entry = { promise, isUsed: false };
    this.#entries.delete(key);
    if (this.#entries.size >= this.#max) this.#evict();
    this.#entries.set(key, entry);
    return entry;
  }

  #evict(): void {
    for (const [key, entry] of this.#entries) {
      this.#entries.delete(key);
      if (!entry.isUsed) return;
      // A second chance, behind all others.
      entry.isUsed = false;
      this.#entries.set(key, entry);
    }
  }
}
