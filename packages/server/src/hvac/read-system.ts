import type { Leaf, LeafValue } from '@hearthgate/wire';
import { requireAccess, type OwnerContext } from '../access/index.ts';
import { valueAt } from './fields/part.ts';
import type { Hvac } from './hvac.ts';
import { visibleState } from './visible-state.ts';

/** What a gateway described and reported last, leaf by leaf: for the owner's export. */
export async function readSystem(
  hvac: Hvac,
  { ownerId }: OwnerContext,
  input: { gatewayId: string },
): Promise<{ asOf: string | null; leaves: (Leaf & { value: LeafValue })[] }> {
  const caller = { kind: 'OWNER', ownerId } as const;
  const grant = await requireAccess(hvac.access, caller, input.gatewayId, 'monitoring');
  const state = await visibleState(hvac, grant);
  return {
    asOf: state.latestAtMs > 0 ? new Date(state.latestAtMs).toISOString() : null,
    leaves: [...state.leaves.values()].map((leaf) => ({ ...leaf, value: valueAt(state, leaf.id) })),
  };
}
