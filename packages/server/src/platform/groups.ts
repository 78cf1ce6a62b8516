const NONE: ReadonlySet<never> = new Set();

/** Sets by key, of which nothing is left when they are empty: keys come and go for as long as the process lives. */
export class Groups<K, V> {
  readonly #groups = new Map<K, Set<V>>();

  /** Keys with something in their set. */
  get size(): number {
    return this.#groups.size;
  }

  of(key: K): ReadonlySet<V> {
    return this.#groups.get(key) ?? NONE;
  }

  all(): V[] {
    return [...this.#groups.values()].flatMap((group) => [...group]);
  }

  /** Gives the way to take it out again. */
  add(key: K, value: V): () => void {
    const group = this.#groups.get(key) ?? new Set();
    this.#groups.set(key, group.add(value));
    return () => {
      group.delete(value);
      if (group.size === 0 && this.#groups.get(key) === group) this.#groups.delete(key);
    };
  }
}
