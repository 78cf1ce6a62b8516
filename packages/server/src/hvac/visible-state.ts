import type { Connectivity } from '@hearthgate/wire';
import type { Grant } from '../access/index.ts';
import { connectivityOf, type Hvac } from './hvac.ts';
import type { SystemState } from './system-state.ts';

/**
 * The state as a caller may see it. Of a gateway that was not heard of since its present owners have it, the values are of
 * an earlier owner's time: what it can do is shown, what it measured is not.
 */
export async function visibleState(hvac: Hvac, { gatewayId, dataFrom }: Grant): Promise<SystemState> {
  // At once: of another node's gateway both come from the database.
  const [state, isOnline] = await Promise.all([
    hvac.states.get(gatewayId),
    hvac.presence.isOnline(gatewayId),
  ]);
  if (isOnline || (await lastSeen(hvac, { gatewayId, dataFrom }))) return state;
  return { ...state, twin: new Map(), latestAtMs: 0 };
}

/** The same, and whether its gateway is there. */
export async function visibleSystem(
  hvac: Hvac,
  grant: Grant,
): Promise<{ state: SystemState; connectivity: Connectivity }> {
  const [state, connectivity] = await Promise.all([
    visibleState(hvac, grant),
    connectivityOf(hvac, grant.gatewayId),
  ]);
  return { state, connectivity };
}

/** When the gateway was heard of last, if that was in the time of its present owners. */
export async function lastSeen(hvac: Hvac, { gatewayId, dataFrom }: Grant): Promise<Date | undefined> {
  const seenMs = hvac.presence.lastSeenMs(gatewayId);
  const seen = seenMs === undefined ? await lastWritten(hvac, gatewayId) : new Date(seenMs);
  return seen && seen >= dataFrom ? seen : undefined;
}

async function lastWritten(hvac: Hvac, gatewayId: number): Promise<Date | undefined> {
  return (await hvac.gateways.registry.get(gatewayId))?.last_seen_at ?? undefined;
}
