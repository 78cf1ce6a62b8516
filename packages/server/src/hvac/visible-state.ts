import type { Grant } from '../access/index.ts';
import { andThen, both, type Soon } from '../platform/soon.ts';
import type { Hvac } from './hvac.ts';
import type { SystemState } from './system-state.ts';

/**
 * The state as a caller may see it. Of a gateway that was not heard of since its present owners have it, the values are of
 * an earlier owner's time: what it can do is shown, what it measured is not.
 */
export function visibleState(hvac: Hvac, { gatewayId, dataFrom }: Grant): Soon<SystemState> {
  // Asked for at once: of another node's gateway both come from the database.
  return andThen(
    both(hvac.states.soon(gatewayId), hvac.presence.isOnline(gatewayId)),
    ([state, isOnline]) => {
      if (isOnline) return state;
      return andThen(lastSeen(hvac, { gatewayId, dataFrom }), (seen) =>
        seen ? state : { ...state, twin: new Map(), latestAtMs: 0 },
      );
    },
  );
}

/** When the gateway was heard of last, if that was in the time of its present owners. */
export function lastSeen(hvac: Hvac, { gatewayId, dataFrom }: Grant): Soon<Date | undefined> {
  const seenMs = hvac.presence.lastSeenMs(gatewayId);
  const seen = seenMs === undefined ? lastWritten(hvac, gatewayId) : new Date(seenMs);
  return andThen(seen, (at) => (at && at >= dataFrom ? at : undefined));
}

function lastWritten(hvac: Hvac, gatewayId: number): Soon<Date | undefined> {
  return andThen(hvac.gateways.registry.soon(gatewayId), (row) => row?.last_seen_at ?? undefined);
}
