import type { Replay } from '@hearthgate/wire';
import type { ReplayRow } from '../tables.ts';

/** A replay that has ended before its last event was cancelled. */
export function viewReplay(row: ReplayRow): Replay {
  const isThrough = row.next_seq > row.to_seq;
  return {
    replayId: row.replay_id,
    status: row.ended_at === null ? 'RUNNING' : isThrough ? 'DONE' : 'CANCELLED',
    total: row.total,
    delivered: row.delivered,
    failed: row.failed,
    withheld: row.withheld,
    createdAt: row.created_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
  };
}
