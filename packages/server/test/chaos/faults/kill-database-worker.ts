import type { Fault } from '../fault.ts';
import { childrenOf, postmasterOf } from '../processes.ts';

export const killDatabaseWorker: Fault = {
  name: 'kill-database-worker',
  setUps: ['one', 'many'],
  promise:
    'When one process of the database dies, as by the out-of-memory killer, all its work is done again.',
  how: 'SIGKILL of one child of the postmaster, which ends all its children and recovers.',
  backWithinS: 10,
  inflict: async ({ world, random }) => {
    // Any of those that serve a node; the checkpointer and its like are started again in the same way.
    const rows = await world.query<{ pid: number }>(
      "SELECT pid FROM pg_stat_activity WHERE application_name = 'hearthgate'",
    );
    const children = new Set(await childrenOf(await postmasterOf(world.dataDir)));
    const [first, ...others] = rows.flatMap(({ pid }) => (children.has(pid) ? [pid] : []));
    if (first === undefined) throw new Error('no node has a connection');
    process.kill(random.pick([first, ...others]), 'SIGKILL');
    return {};
  },
};
