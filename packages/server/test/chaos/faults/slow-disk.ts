import { setTimeout as wait } from 'node:timers/promises';
import type { Fault } from '../fault.ts';
import { childrenOf, postmasterOf, signalAll } from '../processes.ts';

const LASTS_MS = 10_000;
const STANDS_MS = 450;
const RUNS_MS = 50;

export const slowDisk: Fault = {
  name: 'slow-disk',
  setUps: ['one', 'many'],
  promise: 'A slow database makes everything late, and nothing wrong.',
  how: `A stand-in for a slow disk: for ${LASTS_MS / 1_000} s all processes of PostgreSQL stand still ${STANDS_MS} of ${STANDS_MS + RUNS_MS} ms (SIGSTOP, SIGCONT).`,
  backWithinS: 5,
  inflict: async ({ world, load }) => {
    const began = performance.now();
    const postmaster = await postmasterOf(world.dataDir);
    let stopped: readonly number[] = [];
    try {
      while (performance.now() - began < LASTS_MS) {
        stopped = [postmaster, ...(await childrenOf(postmaster))];
        signalAll(stopped, 'SIGSTOP');
        await wait(STANDS_MS);
        signalAll(stopped, 'SIGCONT');
        await wait(RUNS_MS);
      }
    } finally {
      signalAll(stopped, 'SIGCONT');
    }
    const latencies = load.latencies(began, performance.now());
    return { measured: [`${latencies.length} reports accepted meanwhile`] };
  },
};
