import type { EventType } from '@hearthgate/wire';
import { mayReceiveEvents, type Access } from '../access/index.ts';
import type { EventRow } from './tables.ts';

/** Facts about the relation itself are told to both sides of it, whatever has become of it. */
const ALWAYS_TOLD: ReadonlySet<EventType> = new Set(['CONTRACT_STATUS', 'CONSENT_OUTDATED']);

/** Values: they need the owner's and the company's consent to data points. */
const MEASURED: ReadonlySet<EventType> = new Set(['DATA_POINT', 'DAILY_AGGREGATE']);

/** May the company be told this event now? Asked at every read and every send; a no leaves only its number. */
export async function mayBeTold(access: Access, event: EventRow): Promise<boolean> {
  const { company_id: companyId, gateway_id: gatewayId, type, occurred_at: occurredAt } = event;
  if (gatewayId === null || ALWAYS_TOLD.has(type)) return true;
  const kind = MEASURED.has(type) ? 'dataPoints' : 'monitoring';
  return mayReceiveEvents(access, companyId, gatewayId, kind, occurredAt);
}
