import { setTimeout as wait } from 'node:timers/promises';
import type { Fault } from '../fault.ts';
import { postmasterOf } from '../processes.ts';

const OFF_MS = 1_000;

export const killEverything: Fault = {
  name: 'kill-everything',
  setUps: ['one', 'many'],
  promise: 'When the power fails, everything that was accepted is there afterwards.',
  how: 'SIGKILL of all processes at once, which is a power cut but for what the kernel had still to write. Supervisors start them again a second later.',
  backWithinS: 20,
  inflict: async ({ world }) => {
    const postmaster = await postmasterOf(world.dataDir);
    const engines = [world.broker, world.redis].map(async (engine) => engine?.kill('SIGKILL'));
    process.kill(postmaster, 'SIGKILL');
    await Promise.all([...engines, ...world.nodes.map((node) => node.kill())]);
    await wait(OFF_MS);
    await Promise.all([world.broker, world.redis].map(async (engine) => engine?.start()));
    return {};
  },
};
