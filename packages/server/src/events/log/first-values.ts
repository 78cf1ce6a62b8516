import { dataPoint } from '@hearthgate/wire';
import { mayReceiveEvents, type Access, type ContractStatusFact } from '../../access/index.ts';
import type { MeasuredFact } from '../../hvac/index.ts';
import { sliceOfGateway, type UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { Platform } from '../../platform/platform.ts';
import { waitingFacts } from '../../platform/database/outbox.ts';
import { pointsTold } from './store.ts';

const TIMER_KIND = 'first-values';
/** So long a new relation settles before values are told; the reference takes up to five minutes (webhook event types). */
export const SETTLING_MS = 60_000;

/** The values of a gateway that companies have been told last. */
export type ValuesOf = (gatewayId: number) => Promise<MeasuredFact | undefined>;

interface Relation {
  readonly gatewayId: number;
  readonly companyId: string;
  /** Number of the event with which it began. */
  readonly sinceSeq: number;
}

/** A company that may hear of a gateway from now on knows none of its values, and what does not change would not be told. */
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

/** Tells that company alone, once, what it has not been told since by itself. */
export function addFirstValues({ timers }: Platform, access: Access, valuesOf: ValuesOf): void {
  timers.on<Relation>(TIMER_KIND, async (unit, { gatewayId, companyId, sinceSeq }) => {
    const values = await valuesOf(gatewayId);
    if (!values) return;
    const measuredAt = new Date(values.atMs);
    if (!(await mayReceiveEvents(access, companyId, gatewayId, 'dataPoints', measuredAt))) return;
    const slice = sliceOfGateway(gatewayId);
    // Before the log: what leaves the outbox meanwhile stands there. The fan-out of a busy server may be behind.
    const waiting = await waitingFacts<MeasuredFact>(unit.tx, { slice, gatewayId, kind: 'measured' });
    const told = await pointsTold(unit.tx, { companyId, gatewayId, afterSeq: sinceSeq });
    for (const { points } of waiting) for (const point of points) told.add(nameOf(point));
    const points = values.points.filter((point) => !told.has(nameOf(point)));
    if (points.length === 0) return;
    const payload: MeasuredFact = { ...values, points };
    unit.tell({ kind: payload.kind, gatewayId, companyId, occurredAtMs: values.atMs, payload });
  });
}

function nameOf({ point, instance }: MeasuredFact['points'][number]): string {
  return dataPoint(point, instance)?.name ?? '';
}
