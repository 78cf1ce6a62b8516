import { Groups } from '../../platform/groups.ts';

/** Who wants to know that a company's log has grown. */
export class Listeners {
  readonly #byCompany = new Groups<string, () => void>();

  /** Gives the way to stop listening. */
  add(companyId: string, listener: () => void): () => void {
    return this.#byCompany.add(companyId, listener);
  }

  tell(companyId: string): void {
    for (const listener of this.#byCompany.of(companyId)) listener();
  }
}
