import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface Receiver {
  readonly url: string;
  /** Requests since the last reset. */
  count(): Promise<number>;
  /** The age of each of them that came to `/aged`, milliseconds. */
  ages(): Promise<number[]>;
  reset(): Promise<void>;
  stop(): void;
}

/** How often a count is asked for while it is waited for. */
const POLL_MS = 20;

export async function startReceiver(): Promise<Receiver> {
  const child = fork(fileURLToPath(new URL('receiver-process.ts', import.meta.url)));
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  const ask = async (message: string) => {
    const answer = once(child, 'message');
    child.send(message);
    const [value] = (await answer) as [unknown];
    return value;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    count: async () => (await ask('count')) as number,
    ages: async () => (await ask('ages')) as number[],
    reset: async () => void (await ask('reset')),
    stop: () => child.disconnect(),
  };
}

/** Resolves when it got so many requests. */
export async function until(receiver: Receiver, count: number, timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while ((await receiver.count()) < count) {
    if (performance.now() > deadline) throw new Error(`fewer than ${count} requests within ${timeoutMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
