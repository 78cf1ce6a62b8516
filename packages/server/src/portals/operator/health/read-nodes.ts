import type { NodeState } from '@hearthgate/wire';
import type { Db } from '../../../platform/database/database.ts';
import { listNodes } from '../../../platform/nodes/node-store.ts';

/** What all nodes said of themselves last. */
export async function readNodes(db: Db, own: string): Promise<NodeState[]> {
  const rows = await listNodes(db);
  return rows.map(({ startedAt, saidAt, lagMs, state, slices, ...row }) => ({
    ...row,
    state,
    // Others have taken them over.
    slices: state === 'ALIVE' ? slices : 0,
    eventLoopLagMs: lagMs,
    isAsked: row.nodeId === own,
    startedAt: startedAt.toISOString(),
    lastSeenAt: saidAt.toISOString(),
  }));
}
