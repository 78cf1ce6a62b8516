import type { Fault } from '../fault.ts';
import { postmasterOf } from '../processes.ts';
import { until } from '../until.ts';

const AGAIN_WITHIN_MS = 60_000;

export const killDatabase: Fault = {
  name: 'kill-database',
  setUps: ['one', 'many'],
  promise: 'A database that is killed comes back, and with it everything that was accepted.',
  how: 'SIGKILL of the postmaster. What watches over it starts it again.',
  backWithinS: 15,
  inflict: async ({ world: { dataDir } }) => {
    const killed = await postmasterOf(dataDir);
    process.kill(killed, 'SIGKILL');
    await until(async () => (await postmasterOf(dataDir)) !== killed, AGAIN_WITHIN_MS);
    return {};
  },
};
