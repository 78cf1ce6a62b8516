import { setTimeout as wait } from 'node:timers/promises';
import type { Fault } from '../fault.ts';
import type { Engine, World } from '../set-ups/world.ts';

/** As a supervisor does. */
const AWAY_MS = 1_000;

export const killBroker: Fault = {
  name: 'kill-broker',
  setUps: ['many'],
  promise: 'A broker that is killed loses no report: gateways keep each of them until `down/ack`.',
  how: 'SIGKILL of Mosquitto, which has written its sessions to disk half an hour ago at best. It is started again a second later.',
  backWithinS: 15,
  inflict: ({ world }) => restart(world, 'broker', 'SIGKILL'),
};

export const restartBroker: Fault = {
  name: 'restart-broker',
  setUps: ['many'],
  promise: 'A broker is restarted under load, and nothing is lost.',
  how: 'SIGTERM of Mosquitto; it is started again a second later.',
  backWithinS: 15,
  inflict: ({ world }) => restart(world, 'broker', 'SIGTERM'),
};

export const killRedis: Fault = {
  name: 'kill-redis',
  setUps: ['many'],
  promise: 'Without Redis each node counts the limits for itself, and nobody notices.',
  how: 'SIGKILL of Redis, which forgets everything. It is started again a second later.',
  backWithinS: 5,
  inflict: ({ world }) => restart(world, 'redis', 'SIGKILL'),
};

async function restart(world: World, which: 'broker' | 'redis', signal: NodeJS.Signals) {
  const engine: Engine | undefined = world[which];
  await engine?.kill(signal);
  await wait(AWAY_MS);
  await engine?.start();
  return {};
}
