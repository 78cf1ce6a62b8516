/**
 * A bounded read-through cache. Whoever changes a row calls `drop` after the commit; then nothing older is ever given.
 * What does not exist (`undefined`) is not kept: callers can invent keys, and those must not displace real ones.
 */
export class Cache<K, V> {
  readonly #entries = new Map<K, Promise<V>>();
  readonly #load: (key: K) => Promise<V>;
  readonly #max: number;
  readonly #isTrusted: () => boolean;

  /** While `isTrusted` says no, what is remembered may be outdated: every `get` loads and nothing is kept. */
  constructor(load: (key: K) => Promise<V>, max: number, isTrusted: () => boolean = () => true) {
    this.#load = load;
    this.#max = max;
    this.#isTrusted = isTrusted;
  }

  get(key: K): Promise<V> {
    if (!this.#isTrusted()) return this.#load(key);
    const known = this.#entries.get(key);
    if (known) {
      this.#entries.delete(key);
      this.#entries.set(key, known);
      return known;
    }
    return this.#remember(key, this.#load(key));
  }

  /** Many keys; those that are not remembered are loaded together by `loadMany`, which answers in the order it was asked. */
  async getMany(keys: readonly K[], loadMany: (keys: readonly K[]) => Promise<readonly V[]>): Promise<V[]> {
    const isTrusted = this.#isTrusted();
    const missing = keys.filter((key) => !isTrusted || !this.#entries.has(key));
    const together = missing.length > 0 ? loadMany(missing) : Promise.resolve([]);
    const loading = new Map(missing.map((key, at) => [key, together.then((values) => values[at] as V)]));
    if (isTrusted) for (const [key, one] of loading) void this.#remember(key, one);
    return Promise.all(keys.map((key) => loading.get(key) ?? this.get(key)));
  }

  /** Was this key asked for before, whether its value is trusted now or not? */
  has(key: K): boolean {
    return this.#entries.has(key);
  }

  /** Replaces an entry by what was just committed. */
  put(key: K, value: V): void {
    this.#entries.delete(key);
    this.#keep(key, Promise.resolve(value));
  }

  drop(key: K): void {
    this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
  }

  /** A load that is dropped while under way stays with its callers; what does not exist is not remembered. */
  #remember(key: K, loading: Promise<V>): Promise<V> {
    this.#keep(key, loading);
    const forget = () => {
      if (this.#entries.get(key) === loading) this.#entries.delete(key);
    };
    loading.then((value) => value === undefined && forget(), forget);
    return loading;
  }

  #keep(key: K, value: Promise<V>): void {
    this.#entries.set(key, value);
    if (this.#entries.size <= this.#max) return;
    const oldest = this.#entries.keys().next();
    if (!oldest.done) this.#entries.delete(oldest.value);
  }
}
