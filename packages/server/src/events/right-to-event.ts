import type { EventType } from '@hearthgate/wire';
import { mayReceiveEach, mayReceiveEvents, type Access } from '../access/index.ts';
import type { EventRow } from './tables.ts';

/** Facts about the relation itself are told to both sides of it, whatever has become of it. */
const ALWAYS_TOLD: ReadonlySet<EventType> = new Set(['CONTRACT_STATUS', 'CONSENT_OUTDATED']);

/** Values: they need the owner's and the company's consent to data points. */
const MEASURED: ReadonlySet<EventType> = new Set(['DATA_POINT', 'DAILY_AGGREGATE']);

/** May the company be told this event now? Asked at every read and every send; a no leaves only its number. */
export function mayBeTold(access: Access, event: EventRow): Promise<boolean> {
  const { company_id: companyId, gateway_id: gatewayId, type, occurred_at: occurredAt } = event;
  if (gatewayId === null || ALWAYS_TOLD.has(type)) return Promise.resolve(true);
  return mayReceiveEvents(access, companyId, gatewayId, kindOf(type), occurredAt);
}

/** The same of many events of a company, in their order, with at most two queries. */
export async function mayBeToldEach(
  access: Access,
  companyId: string,
  events: readonly Pick<EventRow, 'gateway_id' | 'type' | 'occurred_at'>[],
): Promise<boolean[]> {
  const asked = events.flatMap(({ gateway_id: gatewayId, type, occurred_at: occurredAt }, at) =>
    gatewayId === null || ALWAYS_TOLD.has(type) ? [] : [{ at, gatewayId, kind: kindOf(type), occurredAt }],
  );
  const may = events.map(() => true);
  for (const [index, answer] of (await mayReceiveEach(access, companyId, asked)).entries()) {
    const { at } = asked[index] ?? {};
    if (at !== undefined) may[at] = answer;
  }
  return may;
}

function kindOf(type: EventType): 'dataPoints' | 'monitoring' {
  return MEASURED.has(type) ? 'dataPoints' : 'monitoring';
}
