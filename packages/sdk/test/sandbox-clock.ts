import type { Clock } from '../src/index.ts';
import type { TestSandbox } from '../../server/test/harness/sandbox.ts';

/** Between two looks of a loop that would wait for longer. */
const PAUSE_MS = 5;

/** The client's waits pass at the server too, and at once. */
export function clockOf(sandbox: Pick<TestSandbox, 'passTime'>): Clock {
  let passedMs = 0;
  return {
    now: () => performance.now() + passedMs,
    sleep: async (ms, signal) => {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      signal?.throwIfAborted();
      passedMs += ms;
      sandbox.passTime(ms);
    },
  };
}
