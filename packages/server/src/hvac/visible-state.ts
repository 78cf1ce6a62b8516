import type { Connectivity } from '@hearthgate/wire';
import type { Grant } from '../access/index.ts';
import { andThen, both, type Soon } from '../platform/soon.ts';
import { isOurs, type Hvac } from './hvac.ts';
import type { SystemState } from './system-state.ts';

/** A system as a caller may see it now. */
export interface VisibleSystem {
  readonly state: SystemState;
  readonly connectivity: Connectivity;
}

/**
 * The system as a caller may see it. Of a gateway that was not heard of since its present owners have it, the values are of
 * an earlier owner's time: what it can do is shown, what it measured is not.
 */
export function visibleSystem(hvac: Hvac, grant: Grant): Soon<VisibleSystem> {
  const { gatewayId, dataFrom } = grant;
  if (!isOurs(hvac, gatewayId))
    return andThen(hvac.elsewhere(gatewayId), ({ state, connectivity, lastSeenAt }) => {
      const isShown = connectivity === 'ONLINE' || isSince(lastSeenAt, dataFrom);
      return { state: isShown ? state : withoutValues(state), connectivity };
    });
  return andThen(
    both(hvac.states.soon(gatewayId), hvac.presence.isOnline(gatewayId)),
    ([state, isOnline]) => {
      if (isOnline) return { state, connectivity: 'ONLINE' };
      return andThen(lastSeen(hvac, grant), (seen) => ({
        state: seen ? state : withoutValues(state),
        connectivity: 'OFFLINE',
      }));
    },
  );
}

export function visibleState(hvac: Hvac, grant: Grant): Soon<SystemState> {
  return andThen(visibleSystem(hvac, grant), ({ state }) => state);
}

function withoutValues(state: SystemState): SystemState {
  return { ...state, twin: new Map(), latestAtMs: 0 };
}

/** When the gateway was heard of last, if that was in the time of its present owners. */
export function lastSeen(hvac: Hvac, { gatewayId, dataFrom }: Grant): Soon<Date | undefined> {
  const seenMs = hvac.presence.lastSeenMs(gatewayId);
  const seen = seenMs === undefined ? lastWritten(hvac, gatewayId) : new Date(seenMs);
  return andThen(seen, (at) => (isSince(at, dataFrom) ? at : undefined));
}

function isSince(at: Date | undefined, dataFrom: Date): boolean {
  return at !== undefined && at.getTime() >= dataFrom.getTime();
}

function lastWritten(hvac: Hvac, gatewayId: number): Soon<Date | undefined> {
  return andThen(hvac.gateways.registry.soon(gatewayId), (row) => row?.last_seen_at ?? undefined);
}
