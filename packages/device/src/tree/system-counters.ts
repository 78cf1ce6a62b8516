import type { ReadLeaf } from './fields.ts';

const OF_ONE_SOURCE = /^\/heatSources\/hs[1-9]\d?\/(numberOfStarts|workingTime)\/([a-z]+)$/;

/**
 * A K 40 RF records starts and running times of the whole system by purpose, but shows them for each heat source alone: what it
 * records is their sum.
 */
export function systemCounters(leaves: ReadonlyMap<string, ReadLeaf>): ReadLeaf[] {
  const sums = new Map<string, ReadLeaf & { readonly value: number }>();
  for (const [path, { leaf, value }] of leaves) {
    const [, counter, purpose] = OF_ONE_SOURCE.exec(path) ?? [];
    if (counter === undefined || purpose === undefined || typeof value !== 'number') continue;
    const id = `/heatSources/emon/${purpose}/${counter}`;
    if (leaves.has(id)) continue;
    sums.set(id, { leaf: { ...leaf, id }, value: (sums.get(id)?.value ?? 0) + value });
  }
  return [...sums.values()];
}
