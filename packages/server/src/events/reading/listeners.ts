/** Who wants to know that a company's log has grown. */
export class Listeners {
  readonly #byCompany = new Map<string, Set<() => void>>();

  /** Gives the way to stop listening. */
  add(companyId: string, listener: () => void): () => void {
    const listeners = this.#byCompany.get(companyId) ?? new Set();
    this.#byCompany.set(companyId, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#byCompany.get(companyId) === listeners)
        this.#byCompany.delete(companyId);
    };
  }

  tell(companyId: string): void {
    for (const listener of this.#byCompany.get(companyId) ?? []) listener();
  }
}
