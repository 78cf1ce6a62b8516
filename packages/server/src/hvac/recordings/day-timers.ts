import { sliceOfGateway, type TimerRow, type UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { addDays, dateText, instantOf, localTime, type LocalDate } from '../../platform/local-time.ts';
import { beginDays } from './store.ts';

export const CLOSE_KIND = 'daily-close';
export const REVISE_KIND = 'daily-revise';
/** Midnight comes to all gateways of a country at once; their days are closed over this long, by gateway. */
const SPREAD_MS = 30 * 60_000;
/** A day that late reports have changed is closed again when none came for this long. */
const REVISE_AFTER_MS = 3_600_000;
export interface OfGateway {
  readonly gatewayId: number;
}
export interface OfDay extends OfGateway {
  /** `2026-03-29`. */
  readonly day: string;
}

/** The first reports of gateways: their days begin. */
export async function startDays(
  unit: UnitOfWork,
  gateways: readonly { readonly gatewayId: number; readonly zone: string }[],
  nowMs: number,
): Promise<void> {
  if (gateways.length === 0) return;
  const first = gateways.map(({ gatewayId, zone }) => {
    const today = localTime(nowMs, zone);
    return { gatewayId, day: dateText(today), timer: closeTimer(gatewayId, today, zone) };
  });
  const begun = await beginDays(unit.tx, first);
  await unit.schedule(...first.filter(({ gatewayId }) => begun.has(gatewayId)).map(({ timer }) => timer));
}

/** The day that a value of the past belongs to, when that day is closed by now; one that is due this moment is still to be. */
export function closedDayOf(
  gatewayId: number,
  measuredAtMs: number,
  nowMs: number,
  zone: string,
): string | undefined {
  const date = localTime(measuredAtMs, zone);
  return closeDueMs(gatewayId, date, zone) < nowMs ? dateText(date) : undefined;
}

export async function reviseDay(unit: UnitOfWork, change: OfDay, nowMs: number): Promise<void> {
  const { gatewayId, day } = change;
  await unit.schedule({
    slice: sliceOfGateway(gatewayId),
    id: `${REVISE_KIND}:${gatewayId}:${day}`,
    kind: REVISE_KIND,
    dueAtMs: nowMs + REVISE_AFTER_MS,
    payload: { gatewayId, day } satisfies OfDay,
  });
}

export function closeTimer(gatewayId: number, day: LocalDate, zone: string): TimerRow {
  return {
    slice: sliceOfGateway(gatewayId),
    id: `${CLOSE_KIND}:${gatewayId}`,
    kind: CLOSE_KIND,
    dueAtMs: closeDueMs(gatewayId, day, zone),
    payload: { gatewayId } satisfies OfGateway,
  };
}

function closeDueMs(gatewayId: number, day: LocalDate, zone: string): number {
  const spreadMs = (gatewayId % (SPREAD_MS / 1000)) * 1000;
  return instantOf(addDays(day, 1), 0, zone) + spreadMs;
}
