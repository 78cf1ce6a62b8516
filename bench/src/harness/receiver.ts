import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface Receiver {
  readonly url: string;
  /** Requests since the last reset, and the age of each that came to `/aged`, milliseconds. */
  read(): Promise<{ count: number; ages: number[] }>;
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
    return ((await answer) as [{ count: number; ages: number[] }])[0];
  };
  return {
    url: `http://127.0.0.1:${port}`,
    read: () => ask('read'),
    reset: async () => void (await ask('reset')),
    stop: () => child.disconnect(),
  };
}

/** Resolves when it got so many requests. */
export async function until(receiver: Receiver, count: number, timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while ((await receiver.read()).count < count) {
    if (performance.now() > deadline) throw new Error(`fewer than ${count} requests within ${timeoutMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
