import type { RecordingItem } from '@hearthgate/wire';
import { dateText, localTime } from '../../platform/local-time.ts';
import type { Hvac } from '../hvac.ts';
import type { Sample, Span } from './aggregate.ts';
import { bucketsOf } from './buckets.ts';
import { monthsOf, type DayItem } from './months.ts';
import { iso, itemOf, knownEnd, samplesFor, type SeriesPage, type SeriesRequest } from './series.ts';
import { dailyMark, readDays, type DailyRow } from './store.ts';

/** Days that are closed come from the table, the others from what was recorded; months are sums of days. */
export async function days(hvac: Hvac, request: SeriesRequest): Promise<SeriesPage> {
  const { series, span, dataFromMs, zone, isCounter, resolution } = request;
  const wanted = resolution === 'P1M' ? wholeMonths(span, zone) : span;
  const closedUntil = (await dailyMark(hvac.db, series.gatewayId)) ?? '';
  const rows = await readDays(hvac.db, series, wanted);
  const closed = new Map(rows.map((row) => [row.day, row]));
  const buckets = bucketsOf('P1D', wanted, zone).filter(({ toMs }) => toMs > dataFromMs);
  // A day that began in an earlier owner's time was summed up with what belongs to them.
  const first = buckets.filter(({ fromMs }) => fromMs < dataFromMs);
  const open = buckets.filter(({ fromMs }) => fromMs >= dataFromMs && dayOf(fromMs, zone) >= closedUntil);
  const live = new Map<Span, readonly Sample[]>();
  for (const group of [first, open]) {
    if (group.length === 0) continue;
    const samples = await samplesFor(hvac, request, group);
    for (const bucket of group) live.set(bucket, samples);
  }
  const items = buckets.map((bucket): DayItem => {
    const day = dayOf(bucket.fromMs, zone);
    const samples = live.get(bucket);
    const row = closed.get(day);
    if (samples) return { day, item: itemOf(samples, bucket, isCounter) };
    return { day, item: row ? closedItem(row) : itemOf([], bucket, isCounter) };
  });
  return {
    items: resolution === 'P1M' ? monthsOf(items) : items.map(({ item }) => item),
    gaps: emptyDays(items, { ...span, toMs: knownEnd(hvac, span) }),
    nextCursor: null,
  };
}

function closedItem(row: DailyRow): RecordingItem {
  return {
    from: iso(row.fromMs),
    to: iso(row.toMs),
    ...withValue('mean', row.mean),
    ...withValue('min', row.min),
    ...withValue('max', row.max),
    ...withValue('last', row.last),
    ...withValue('increase', row.increase),
    coverage: row.coverage,
  };
}

/** Days without any value, neighbours together. */
function emptyDays(all: readonly DayItem[], { fromMs, toMs }: Span): Span[] {
  const gaps: Span[] = [];
  for (const { item } of all) {
    if (item.coverage !== 0 || item.to === undefined) continue;
    const gap = {
      fromMs: Math.max(fromMs, Date.parse(item.from)),
      toMs: Math.min(toMs, Date.parse(item.to)),
    };
    if (gap.toMs <= gap.fromMs) continue;
    const last = gaps.at(-1);
    if (last?.toMs === gap.fromMs) gaps[gaps.length - 1] = { ...last, toMs: gap.toMs };
    else gaps.push(gap);
  }
  return gaps;
}

function wholeMonths(span: Span, zone: string): Span {
  const months = bucketsOf('P1M', span, zone);
  return { fromMs: months[0]?.fromMs ?? span.fromMs, toMs: months.at(-1)?.toMs ?? span.toMs };
}

function dayOf(ms: number, zone: string): string {
  return dateText(localTime(ms, zone));
}

function withValue<K extends string>(key: K, value: number | null): Partial<Record<K, number>> {
  const field: Partial<Record<K, number>> = {};
  if (value !== null) field[key] = value;
  return field;
}
