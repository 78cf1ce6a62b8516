import { type Kind, locate } from '@hearthgate/wire';
import { readResource } from '../../tree/read-resource.ts';

const MINUTE_MS = 60_000;

/** How often a resource is read: what moves, what people and counters change, what seldom matters, what stays. */
export const POLL_CLASSES = {
  FAST: MINUTE_MS,
  NORMAL: 5 * MINUTE_MS,
  SLOW: 15 * MINUTE_MS,
  DAILY: 24 * 60 * MINUTE_MS,
} as const;
export type PollClass = keyof typeof POLL_CLASSES;

const BY_KIND: Readonly<Record<Kind, PollClass>> = {
  state: 'NORMAL',
  setting: 'NORMAL',
  counter: 'NORMAL',
  identity: 'DAILY',
};
const ORDER: readonly PollClass[] = ['FAST', 'NORMAL', 'SLOW', 'DAILY'];

/** The class of a resource is that of its fastest leaf; faults are looked for with every turn. */
export function pollClassOf(path: string, resource: object): PollClass {
  if (path === '/notifications') return 'FAST';
  const { leaves } = readResource(resource);
  const classes = new Set(leaves.map(({ leaf }) => classOfLeaf(leaf.id)));
  return ORDER.find((name) => classes.has(name)) ?? 'SLOW';
}

function classOfLeaf(path: string): PollClass {
  const resource = locate(path)?.resource;
  // What the platform does not keep, such as most signals of a K 40 RF.
  if (!resource) return 'SLOW';
  return resource.kind === 'state' && resource.point ? 'FAST' : BY_KIND[resource.kind];
}
