import type { CommandRow } from '../tables.ts';

/** Callers that wait for the end of a command. */
export class Waiters {
  readonly #listeners = new Map<string, Set<(row: CommandRow | undefined) => void>>();

  /** Does anybody wait for this command? */
  has(commandId: string): boolean {
    return this.#listeners.has(commandId);
  }

  /** Everything that somebody waits for. */
  get all(): string[] {
    return [...this.#listeners.keys()];
  }

  /** The command when it has ended; undefined when it has not within `timeoutMs` of real time. */
  end(commandId: string, timeoutMs: number): Promise<CommandRow | undefined> {
    return new Promise((resolve) => {
      const listeners = this.#listeners.get(commandId) ?? new Set();
      const giveUp = setTimeout(() => {
        listeners.delete(listener);
        if (listeners.size === 0) this.#listeners.delete(commandId);
        resolve(undefined);
      }, timeoutMs);
      const listener = (row: CommandRow | undefined) => {
        clearTimeout(giveUp);
        resolve(row);
      };
      this.#listeners.set(commandId, listeners.add(listener));
    });
  }

  tell(row: CommandRow): void {
    const listeners = this.#listeners.get(row.command_id) ?? [];
    this.#listeners.delete(row.command_id);
    for (const listener of listeners) listener(row);
  }
}
