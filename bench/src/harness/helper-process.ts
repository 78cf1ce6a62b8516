import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Longer than any round. */
const TIMEOUT_MS = 120_000;

/** A process of this repository's own that answers one message after the other; it ends when it is disconnected. */
export interface Helper {
  readonly child: ChildProcess;
  ask<T>(message: unknown): Promise<T>;
  stop(): void;
}

export function startHelper(file: string, base: string, execArgv: readonly string[] = []): Helper {
  const child = fork(fileURLToPath(new URL(file, base)), { execArgv: [...execArgv] });
  return {
    child,
    ask: async <T>(message: unknown) => {
      const answer = once(child, 'message', { signal: AbortSignal.timeout(TIMEOUT_MS) });
      child.send(message as object);
      const [value] = (await answer) as [T];
      return value;
    },
    stop: () => child.disconnect(),
  };
}
