import type { Fault } from '../fault.ts';
import { postmasterOf } from '../processes.ts';
import { until } from '../until.ts';

const AGAIN_WITHIN_MS = 60_000;

export const restartDatabase: Fault = {
  name: 'restart-database',
  setUps: ['one', 'many'],
  promise: 'PostgreSQL may be restarted at any time: servers wait for it, and go on.',
  how: 'SIGINT of the postmaster (a fast shutdown). What watches over it starts it again.',
  backWithinS: 15,
  inflict: async ({ world: { dataDir } }) => {
    const ended = await postmasterOf(dataDir);
    process.kill(ended, 'SIGINT');
    await until(async () => (await postmasterOf(dataDir)) !== ended, AGAIN_WITHIN_MS);
    return {};
  },
};
