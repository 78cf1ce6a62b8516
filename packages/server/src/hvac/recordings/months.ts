import type { RecordingItem } from '@hearthgate/wire';

export interface DayItem {
  /** Local day, `2026-03-29`. */
  readonly day: string;
  readonly item: RecordingItem;
}

/** Months from their days, in order: means weighted by the time that is known of each day, counters summed up. */
export function monthsOf(days: readonly DayItem[]): RecordingItem[] {
  const byMonth = Map.groupBy(days, ({ day }) => day.slice(0, 7));
  return [...byMonth.values()].map((group) => monthOf(group.map(({ item }) => item)));
}

function monthOf(days: readonly RecordingItem[]): RecordingItem {
  let lengthMs = 0;
  let knownMs = 0;
  let weighted = 0;
  let weightMs = 0;
  for (const { from, to = from, coverage = 0, mean } of days) {
    const dayMs = Date.parse(to) - Date.parse(from);
    lengthMs += dayMs;
    knownMs += dayMs * coverage;
    if (mean === undefined) continue;
    weighted += mean * dayMs * coverage;
    weightMs += dayMs * coverage;
  }
  const numbers = (field: 'min' | 'max' | 'last' | 'increase') =>
    days.flatMap((day) => (day[field] === undefined ? [] : [day[field]]));
  const minima = numbers('min');
  const maxima = numbers('max');
  const increases = numbers('increase');
  const last = numbers('last').at(-1);
  const to = days.at(-1)?.to;
  return {
    from: days[0]?.from ?? '',
    ...(to !== undefined && { to }),
    ...(weightMs > 0 && { mean: weighted / weightMs }),
    ...(minima.length > 0 && { min: Math.min(...minima) }),
    ...(maxima.length > 0 && { max: Math.max(...maxima) }),
    ...(last !== undefined && { last }),
    ...(increases.length > 0 && { increase: increases.reduce((sum, value) => sum + value, 0) }),
    coverage: lengthMs === 0 ? 0 : knownMs / lengthMs,
  };
}
