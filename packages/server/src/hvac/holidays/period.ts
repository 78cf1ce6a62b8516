import { addDays, instantOf, type LocalDate } from '../../platform/local-time.ts';

/** First and last day, `2026-07-18`: such texts compare as days do. */
export interface Period {
  readonly start: string;
  readonly end: string;
}

/** A gateway's `2026-07-18/2026-08-01`; undefined where it is no period, as in slots that were never used. */
export function readPeriod(text: string): Period | undefined {
  const [start = '', end = '', ...more] = text.split('/');
  const isPeriod = more.length === 0 && dayOf(start) && dayOf(end) && start <= end;
  return isPeriod ? { start, end } : undefined;
}

export function periodText({ start, end }: Period): string {
  return `${start}/${end}`;
}

export function covers({ start, end }: Period, day: string): boolean {
  return start <= day && day <= end;
}

/** The first instant after the last day. */
export function endOf({ end }: Period, zone: string): number | undefined {
  const last = dayOf(end);
  return last && instantOf(addDays(last, 1), 0, zone);
}

function dayOf(text: string): LocalDate | undefined {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  const ms = Date.parse(`${year}-${month}-${day}T00:00:00Z`);
  // The calendar of JavaScript turns 31 June into 1 July.
  if (Number.isNaN(ms) || !new Date(ms).toISOString().startsWith(text) || text === '') return undefined;
  return { year: Number(year), month: Number(month), day: Number(day) };
}
