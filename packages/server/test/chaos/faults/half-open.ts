import { setTimeout as wait } from 'node:timers/promises';
import type { Fault } from '../fault.ts';
import type { Links } from '../set-ups/world.ts';
import type { Silence } from '../tcp-proxy.ts';

/** Longer than a lease, so that the other node has to do the work. */
const LASTS_MS = 12_000;

interface HalfOpen {
  readonly name: string;
  readonly link: keyof Links;
  readonly silence: Silence;
  readonly promise: string;
  readonly backWithinS: number;
}

const WAYS: Readonly<Record<Silence, string>> = {
  BOTH: 'in both directions',
  TO_SERVER: 'towards the engine',
  TO_CLIENT: 'towards the node',
};
const ALONE =
  'A node that is cut off from the database without a word stops working, the other one does its work, and it finds its way back.';
const BROKER =
  'A node that is cut off from the broker without a word notices, and takes its sessions up again.';

const KINDS: readonly HalfOpen[] = [
  { name: 'cut-database', link: 'database', silence: 'BOTH', promise: ALONE, backWithinS: 10 },
  { name: 'cut-database-questions', link: 'database', silence: 'TO_SERVER', promise: ALONE, backWithinS: 10 },
  { name: 'cut-database-answers', link: 'database', silence: 'TO_CLIENT', promise: ALONE, backWithinS: 10 },
  { name: 'cut-broker', link: 'broker', silence: 'BOTH', promise: BROKER, backWithinS: 15 },
  { name: 'cut-broker-answers', link: 'broker', silence: 'TO_CLIENT', promise: BROKER, backWithinS: 15 },
  {
    name: 'cut-redis',
    link: 'redis',
    silence: 'BOTH',
    promise: 'A node that is cut off from Redis counts the limits for itself; no call waits for it.',
    backWithinS: 5,
  },
];

/** One node loses one engine, and nobody tells it. */
export const HALF_OPEN: readonly Fault[] = KINDS.map(({ name, link, silence, promise, backWithinS }) => ({
  name,
  setUps: ['many'],
  promise,
  how: `A proxy between one node and its ${link} swallows everything ${WAYS[silence]} for ${LASTS_MS / 1_000} s and closes nothing; the connections that it had stay dead. New ones are accepted, and nothing comes over them.`,
  backWithinS,
  inflict: async ({ world: { links }, random }) => {
    const own = links[random.below(links.length)]?.[link];
    own?.cut(silence);
    await wait(LASTS_MS);
    own?.heal();
    return {};
  },
}));
