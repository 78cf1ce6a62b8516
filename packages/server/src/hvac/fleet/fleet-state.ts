import { faultOf, type FleetSystem, type Language, type SystemType } from '@hearthgate/wire';
import type { Hvac } from '../hvac.ts';
import { systemType } from '../heat-sources/source-type.ts';
import { codesOf } from '../notifications/codes-of.ts';
import type { Notification } from '../notifications/lifecycle.ts';
import { liveNotificationsOf } from '../notifications/store.ts';
import { loadStates } from '../load-systems.ts';
import { writeSystemTypes } from '../store.ts';
import { activeCountsOf, systemTypesOf } from './store.ts';

/** Types of older rows that one request works out; the others are `UNKNOWN` until the next ones do. */
const WORKED_OUT_MAX = 200;

const GRAVITY = ['FAULT', 'LOCKING', 'BLOCKING', 'WARNING', 'MAINTENANCE', 'UNKNOWN', 'INFO'] as const;

export interface FleetState {
  readonly types: ReadonlyMap<number, SystemType | null>;
  readonly active: ReadonlyMap<number, number>;
}

/** What is behind these gateways and how many faults each has: two queries, whatever their number. */
export async function fleetState(hvac: Hvac, gatewayIds: readonly number[]): Promise<FleetState> {
  const { db, timeZone } = hvac;
  const [types, active] = await Promise.all([systemTypesOf(db, gatewayIds), activeCountsOf(db, gatewayIds)]);
  const open = [...types].flatMap(([id, type]) => (type === null ? [id] : [])).slice(0, WORKED_OUT_MAX);
  if (open.length === 0) return { types, active };
  const states = await loadStates(hvac, open, timeZone);
  const found = new Map(states.map((state) => [state.gatewayId, systemType(state)]));
  await writeSystemTypes(db, found);
  return { types: new Map([...types, ...found]), active };
}

/** The gravest active notification of each of these gateways, in words. */
export async function gravestOf(
  { db, notifications }: Hvac,
  systems: readonly { readonly gatewayId: number; readonly dataFrom: Date }[],
  language: Language,
): Promise<Map<number, FleetSystem['notification']>> {
  const gatewayIds = systems.map(({ gatewayId }) => gatewayId);
  const lists = await notifications.getMany(gatewayIds, (missing) => liveNotificationsOf(db, missing));
  return new Map(
    systems.map(({ gatewayId, dataFrom }, at) => {
      const told = (lists[at] ?? []).filter(({ raisedAtMs }) => raisedAtMs !== null);
      const [gravest] = told.toSorted((a, b) => gravityOf(a) - gravityOf(b) || a.firstSeenMs - b.firstSeenMs);
      return [gatewayId, gravest && inWords(gravest, language, dataFrom)];
    }),
  );
}

function gravityOf(notification: Notification): number {
  return GRAVITY.indexOf(codesOf(notification).class);
}

/** As the list of notifications shows it: nothing is older than the present owners' time. */
function inWords(one: Notification, language: Language, dataFrom: Date): FleetSystem['notification'] {
  const { displayCode, causeCode } = one;
  return {
    ...(displayCode !== null && { displayCode }),
    ...(causeCode !== null && { causeCode }),
    class: codesOf(one).class,
    text: faultOf(displayCode, causeCode).texts[language],
    firstSeen: new Date(Math.max(one.firstSeenMs, dataFrom.getTime())).toISOString(),
  };
}
