import type { FleetPage, FleetQuery, FleetSystem, Language } from '@hearthgate/wire';
import {
  listFleet,
  noteFleetRead,
  type Access,
  type CompanyCaller,
  type FleetMember,
} from '../../access/index.ts';
import { fleetGateways, type FleetGateway } from '../../gateways/index.ts';
import { fleetState, gravestOf, type FleetState, type Hvac } from '../../hvac/index.ts';
import { encodeCursor, readPage, tieOf } from '../../platform/http/paging.ts';
import { filterFleet, positionOf, POSITION_MAX, type FleetRow } from './fleet-order.ts';

/** Systems of a page when none is asked for. */
const LIMIT = 100;

export interface FleetContext {
  readonly access: Access;
  readonly hvac: Hvac;
  readonly caller: CompanyCaller;
}

/**
 * The company's systems, faults first. All of them are looked at for the order and the counts, by one query of each domain;
 * what only the page shows is read for the page.
 */
export async function readFleet(
  context: FleetContext,
  { cursor, limit = LIMIT, ...filter }: FleetQuery,
  language: Language,
): Promise<FleetPage> {
  const tie = tieOf(filter);
  const { after } = readPage({ ...(cursor !== undefined && { cursor }), limit }, tie, POSITION_MAX);
  const members = new Map((await listFleet(context)).map((one) => [one.gatewayId, one]));
  const monitored = [...members.values()].flatMap(({ monitored: may, gatewayId }) =>
    may ? [gatewayId] : [],
  );
  const [gateways, state] = await Promise.all([
    fleetGateways(context.hvac.db, monitored),
    fleetState(context.hvac, monitored),
  ]);
  const byId = new Map(gateways.map((row) => [row.gateway_id, row]));
  const rows = [...members.values()].map((one) => rowOf(context.hvac, one, byId.get(one.gatewayId), state));
  const { matching, counts } = filterFleet(rows, filter);
  const placed = matching
    .map((row) => ({ row, position: positionOf(row) }))
    .filter(({ position }) => position > after)
    .toSorted((a, b) => a.position - b.position);
  const given = placed.slice(0, limit);
  const last = given.at(-1);
  const shown = given.flatMap(({ row }) => {
    const member = members.get(row.gatewayId);
    return member ? [{ row, member, gateway: byId.get(row.gatewayId) }] : [];
  });
  return {
    items: await systemsOf(context, shown, language),
    nextCursor: last && placed.length > limit ? encodeCursor(last.position, tie) : null,
    total: matching.length,
    counts,
  };
}

function rowOf(
  hvac: Hvac,
  { gatewayId, brand, status, hasEnded, monitored }: FleetMember,
  gateway: FleetGateway | undefined,
  { types, active }: FleetState,
): FleetRow {
  const row = { gatewayId, brand, contractStatus: status, hasEnded };
  if (!monitored || !gateway) return row;
  return {
    ...row,
    brand: gateway.brand,
    gatewayType: gateway.gateway_type,
    systemType: types.get(gatewayId) ?? 'UNKNOWN',
    connectivity: hvac.presence.connectivityOf(gateway),
    active: active.get(gatewayId) ?? 0,
  };
}

interface Shown {
  readonly row: FleetRow;
  readonly member: FleetMember;
  readonly gateway: FleetGateway | undefined;
}

async function systemsOf(
  { hvac, access, caller }: FleetContext,
  shown: readonly Shown[],
  language: Language,
): Promise<FleetSystem[]> {
  const monitored = shown.flatMap(({ row, member }) => (row.active === undefined ? [] : [member]));
  noteFleetRead({ access, caller }, monitored, 'GET /pro/fleet');
  const gravest = await gravestOf(hvac, monitored, language);
  return shown.map(({ row, member, gateway }) => {
    const { gatewayId, status: contractStatus, consentOutdated, dataFrom } = member;
    const known = { gatewayId: String(gatewayId), brand: row.brand, contractStatus, consentOutdated };
    const { active, gatewayType, systemType, connectivity } = row;
    if (active === undefined || !gateway) return { ...known, monitored: false, activeNotifications: 0 };
    const seenMs = hvac.presence.lastSeenMs(gatewayId) ?? gateway.last_seen_at?.getTime() ?? 0;
    const notification = gravest.get(gatewayId);
    return {
      ...known,
      monitored: true,
      activeNotifications: active,
      ...(gatewayType && { gatewayType }),
      ...(systemType && { systemType }),
      ...(connectivity && { connectivity }),
      ...(seenMs >= dataFrom.getTime() && { lastSeen: new Date(seenMs).toISOString() }),
      ...(gateway.firmware !== null && { firmware: gateway.firmware }),
      ...(notification && { notification }),
    };
  });
}
