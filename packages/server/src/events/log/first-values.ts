import { mayReceiveEvents, type Access } from '../../access/index.ts';
import type { MeasuredFact } from '../../hvac/index.ts';
import { sliceOfGateway, type UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { Platform } from '../../platform/platform.ts';
import type { ContractStatusFact } from '../../access/index.ts';

const TIMER_KIND = 'first-values';
/** So long a new relation settles before values are told; the reference takes up to five minutes (webhook event types). */
export const SETTLING_MS = 60_000;

/** The values of a gateway that companies have been told last. */
export type ValuesOf = (gatewayId: number) => Promise<MeasuredFact | undefined>;

interface Relation {
  readonly gatewayId: number;
  readonly companyId: string;
}

/** A company that may hear of a gateway from now on knows none of its values, and what does not change would never be told. */
export async function settleFirst(
  unit: UnitOfWork,
  relation: Relation,
  { data, dataPoints }: ContractStatusFact,
  nowMs: number,
): Promise<void> {
  if (data.to !== 'ACTIVE' || !dataPoints) return;
  const { gatewayId, companyId } = relation;
  const timer = { slice: sliceOfGateway(gatewayId), id: `${TIMER_KIND}:${gatewayId}:${companyId}` };
  await unit.schedule({ ...timer, kind: TIMER_KIND, dueAtMs: nowMs + SETTLING_MS, payload: relation });
}

/** Tells them once, to that company alone. */
export function addFirstValues({ timers }: Platform, access: Access, valuesOf: ValuesOf): void {
  timers.on<Relation>(TIMER_KIND, async (unit, { gatewayId, companyId }) => {
    const values = await valuesOf(gatewayId);
    if (!values) return;
    const measuredAt = new Date(values.atMs);
    if (!(await mayReceiveEvents(access, companyId, gatewayId, 'dataPoints', measuredAt))) return;
    unit.tell({ kind: values.kind, gatewayId, companyId, occurredAtMs: values.atMs, payload: values });
  });
}
