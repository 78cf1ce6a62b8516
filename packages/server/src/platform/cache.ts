/** A bounded read-through cache. Whoever changes a row calls `drop` after the commit; then nothing older is ever given. */
export class Cache<K, V> {
  readonly #entries = new Map<K, Promise<V>>();
  readonly #load: (key: K) => Promise<V>;
  readonly #max: number;

  constructor(load: (key: K) => Promise<V>, max: number) {
    this.#load = load;
    this.#max = max;
  }

  get(key: K): Promise<V> {
    const known = this.#entries.get(key);
    if (known) {
      this.#entries.delete(key);
      this.#entries.set(key, known);
      return known;
    }
    // A load that is dropped while under way stays with its callers and never enters the cache again.
    const loading = this.#load(key);
    this.#keep(key, loading);
    loading.catch(() => {
      if (this.#entries.get(key) === loading) this.#entries.delete(key);
    });
    return loading;
  }

  /** Would `get` answer without a load? */
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

  #keep(key: K, value: Promise<V>): void {
    this.#entries.set(key, value);
    if (this.#entries.size <= this.#max) return;
    const oldest = this.#entries.keys().next();
    if (!oldest.done) this.#entries.delete(oldest.value);
  }
}
