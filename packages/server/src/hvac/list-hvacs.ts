import { WHOLE_LIST_MAX, type Hvac as HvacView, type HvacQuery, type HvacSummary } from '@hearthgate/wire';
import { actorOf, requireAccess, type Grant } from '../access/index.ts';
import { findGateways, firmwareState, type GatewayRow } from '../gateways/index.ts';
import { AppError } from '../platform/app-error.ts';
import { encodeCursor, readPage, tieOf } from '../platform/http/paging.ts';
import { awayPart } from './away/away-resources.ts';
import { dhwCapabilities, dhwIds } from './dhw-circuits/dhw-resources.ts';
import { fieldsOf, leafOf } from './fields/part.ts';
import { findSystems, warm } from './fleet-filter.ts';
import { heatSourceIds } from './heat-sources/source-resources.ts';
import { systemType } from './heat-sources/source-type.ts';
import { circuitIds, circuitPart } from './heating-circuits/circuit-resources.ts';
import { slotsOf } from './holidays/slots.ts';
import type { Hvac, HvacContext } from './hvac.ts';
import { liveNotificationsOf } from './notifications/store.ts';
import type { SystemState } from './system-state.ts';
import { lastSeen, visibleState } from './visible-state.ts';

/** Summaries that are made together. */
const TOGETHER = 500;

/**
 * Systems of the company's active contracts, or of the owner, in the order of their gateway ids. With filters a page may be short,
 * or empty, before the last one: one request looks at a bounded number of systems.
 */
export async function listHvacs(context: HvacContext, { cursor, limit, ...filter }: HvacQuery) {
  const tie = tieOf(filter);
  const paging = { ...(cursor !== undefined && { cursor }), ...(limit !== undefined && { limit }) };
  const { after, limit: count, whole } = readPage(paging, tie);
  const { systems, upTo } = await findSystems(context, filter, { after, count, whole });
  if (whole && upTo !== null) throw new AppError('paging-required', { maximum: WHOLE_LIST_MAX });
  // One more than is given shows that more follow.
  const given = systems.slice(0, count - 1);
  const last = systems.length === count ? given.at(-1)?.gatewayId : upTo;
  const items: HvacSummary[] = [];
  for (let from = 0; from < given.length; from += TOGETHER) {
    items.push(...(await summaries(context, given.slice(from, from + TOGETHER))));
  }
  return { items, nextCursor: typeof last === 'number' ? encodeCursor(last, tie) : null };
}

async function summaries({ hvac, caller }: HvacContext, grants: readonly Grant[]): Promise<HvacSummary[]> {
  const ids = grants.map(({ gatewayId }) => gatewayId);
  await warm(hvac, ids);
  await hvac.notifications.getMany(ids, (missing) => liveNotificationsOf(hvac.db, missing));
  const rows = await findGateways(hvac.db, ids);
  const byId = new Map(rows.map((row) => [row.gateway_id, row]));
  const actor = actorOf(caller);
  return Promise.all(
    grants.flatMap((grant) => {
      const row = byId.get(grant.gatewayId);
      if (!row) return [];
      hvac.access.reads.note({ ...grant, actor, operation: 'GET /hvacs' });
      const shown = async () => summary(hvac, grant, row, await visibleState(hvac, grant));
      return [shown()];
    }),
  );
}

/** One system with its capabilities, derived from what the gateway described. */
export async function getHvac({ hvac, caller }: HvacContext, gatewayId: string): Promise<HvacView> {
  const grant = await requireAccess(hvac.access, caller, gatewayId, 'monitoring');
  const [row] = await findGateways(hvac.db, [grant.gatewayId]);
  if (!row) throw new AppError('not-found');
  const state = await visibleState(hvac, grant);
  return { ...(await summary(hvac, grant, row, state)), capabilities: capabilities(state) };
}

async function summary(hvac: Hvac, grant: Grant, row: GatewayRow, state: SystemState): Promise<HvacSummary> {
  const live = await hvac.notifications.get(row.gateway_id);
  const seen = await lastSeen(hvac, grant);
  const firmware = firmwareState(await hvac.gateways.firmwarePolicies.get('all'), row);
  return {
    gatewayId: String(row.gateway_id),
    gatewayType: row.gateway_type,
    brand: row.brand,
    connectivity: hvac.presence.connectivityOf(row),
    ...(seen && { lastSeen: seen.toISOString() }),
    firmware: { ...(row.firmware !== null && { version: row.firmware }), upToDate: firmware.upToDate },
    systemType: systemType(state),
    activeNotifications: live.filter(({ raisedAtMs }) => raisedAtMs !== null).length,
  };
}

function capabilities(state: SystemState): HvacView['capabilities'] {
  const heatingCircuits = circuitIds(state).map((id) => ({ id, ...fieldsOf(circuitPart(state, id)) }));
  return {
    remoteControl: [...state.leaves.values()].some(
      (leaf) => leaf.writeable === true && /^\/(heatingCircuits|dhwCircuits)\//.test(leaf.id),
    ),
    heatingCircuits,
    dhwCircuits: dhwIds(state).map((id) => dhwCapabilities(state, id)),
    heatSources: heatSourceIds(state).map((id) => ({ id })),
    away: leafOf(awayPart(state), 'active')?.writeable === true,
    holidays: slotsOf(state).filter(({ part }) => leafOf(part, 'period')?.writeable === true).length,
  };
}
