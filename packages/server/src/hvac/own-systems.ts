import {
  faultOf,
  type Connectivity,
  type HeatSourceState,
  type Language,
  type SystemType,
} from '@hearthgate/wire';
import { listOwnGateways, type OwnerContext } from '../access/index.ts';
import { dhwIds, dhwPart } from './dhw-circuits/dhw-resources.ts';
import { FieldReader } from './fields/field-reader.ts';
import { readingOf } from './fields/part.ts';
import { warm } from './fleet-filter.ts';
import { heatSourceIds } from './heat-sources/source-resources.ts';
import { systemType } from './heat-sources/source-type.ts';
import { sourceView } from './heat-sources/source-view.ts';
import { circuitIds, circuitPart } from './heating-circuits/circuit-resources.ts';
import { connectivityOf, type Hvac } from './hvac.ts';
import { codesOf } from './notifications/codes-of.ts';
import { liveNotificationsOf } from './notifications/store.ts';
import { OUTDOOR, numberAt } from './protection/situation.ts';
import type { SystemState } from './system-state.ts';
import { lastSeen, visibleState } from './visible-state.ts';

/** Notifications told of one system; the page of the system lists all. */
const TOLD_MAX = 3;

/** A system at a glance, for the list of its owner. */
export interface OwnSystem {
  readonly connectivity: Connectivity;
  readonly lastSeen?: string;
  readonly systemType: SystemType;
  readonly activeNotifications: number;
  readonly notifications: readonly { readonly class: string; readonly code: string; readonly text: string }[];
  readonly roomTemperature?: number;
  readonly outdoorTemperature?: number;
  readonly hotWaterTemperature?: number;
  readonly heatSource?: HeatSourceState;
  readonly asOf?: string;
}

/** The owner's systems on one page of gateways, by gateway. */
export async function listOwnSystems(
  hvac: Hvac,
  owner: OwnerContext & { readonly language: Language },
  page: { afterGatewayId: number; limit: number },
): Promise<Map<number, OwnSystem>> {
  const own = await listOwnGateways(owner, page);
  const ids = own.map((one) => one.gateway_id);
  if (ids.length === 0) return new Map();
  await warm(hvac, ids);
  await hvac.notifications.getMany(ids, (missing) => liveNotificationsOf(hvac.db, missing));
  const all = own.map(async ({ gateway_id: gatewayId, data_from: dataFrom }) => {
    const grant = { gatewayId, dataFrom };
    const seen = await lastSeen(hvac, grant);
    return [
      gatewayId,
      {
        connectivity: await connectivityOf(hvac, gatewayId),
        ...(seen && { lastSeen: seen.toISOString() }),
        ...(await told(hvac, gatewayId, owner.language)),
        ...glance(await visibleState(hvac, grant)),
      },
    ] as const;
  });
  return new Map(await Promise.all(all));
}

async function told(hvac: Hvac, gatewayId: number, language: Language) {
  const live = await hvac.notifications.get(gatewayId);
  const raised = live.filter(({ raisedAtMs }) => raisedAtMs !== null);
  return {
    activeNotifications: raised.length,
    notifications: raised.slice(0, TOLD_MAX).map((one) => ({
      class: codesOf(one).class,
      code: [one.displayCode, one.causeCode].filter((part) => part !== null).join('/'),
      text: faultOf(one.displayCode, one.causeCode).texts[language],
    })),
  };
}

function glance(state: SystemState) {
  const room = circuitIds(state)
    .map((id) => readingOf(circuitPart(state, id), 'roomTemperature'))
    .find((value) => typeof value === 'number');
  const water = dhwIds(state)
    .map((id) => new FieldReader(dhwPart(state, id)).number('temperature'))
    .find((value) => value !== undefined);
  const outdoor = OUTDOOR.map((path) => numberAt(state, path)).find((value) => value !== undefined);
  const [sourceId] = heatSourceIds(state);
  const source = sourceId === undefined ? undefined : sourceView(state, sourceId, 'ONLINE').state;
  return {
    systemType: systemType(state),
    ...(typeof room === 'number' && { roomTemperature: room }),
    ...(outdoor !== undefined && { outdoorTemperature: outdoor }),
    ...(water !== undefined && { hotWaterTemperature: water }),
    ...(source !== undefined && { heatSource: source }),
    ...(state.latestAtMs > 0 && { asOf: new Date(state.latestAtMs).toISOString() }),
  };
}
