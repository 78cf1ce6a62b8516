import type { RecordedPoints, RecordingItem, Recordings, Resolution } from '@hearthgate/wire';
import { dataPoint, findDataPoint } from '@hearthgate/wire';
import { requireAccess } from '../../access/index.ts';
import { AppError } from '../../platform/app-error.ts';
import { dateText, localTime } from '../../platform/local-time.ts';
import type { Hvac, HvacContext } from '../hvac.ts';
import { visibleState } from '../visible-state.ts';
import { zoneOf } from '../zone-of.ts';
import { HOLD_MS, aggregateCounter, aggregateState, gapsOf, type Sample, type Span } from './aggregate.ts';
import { bucketsOf } from './buckets.ts';
import {
  dailyMark,
  lostReports,
  readDays,
  readSamples,
  sampleBefore,
  seriesOf,
  type SeriesId,
} from './store.ts';
import { monthsOf, type DayItem } from './months.ts';

const DAY_MS = 86_400_000;
/** What is asked for without `from`, and the longest span of one request: so many values can be read and summed up at once. */
const SPANS: Readonly<Record<Resolution, { usualMs: number; maxMs: number }>> = {
  RAW: { usualMs: DAY_MS, maxMs: 31 * DAY_MS },
  PT1H: { usualMs: 7 * DAY_MS, maxMs: 31 * DAY_MS },
  P1D: { usualMs: 31 * DAY_MS, maxMs: 400 * DAY_MS },
  P1M: { usualMs: 366 * DAY_MS, maxMs: 10 * 366 * DAY_MS },
};
/** Raw values of one page. */
const PAGE_MAX = 5_000;
/** Values of a span that is summed up while somebody waits: one a minute for the longest span, with room. */
const SAMPLES_MAX = 60_000;
/** A counter may not have been heard of for long; further back its value says nothing of the span. */
const COUNTER_BACK_MS = 31 * DAY_MS;

export interface RecordingsInput {
  readonly gatewayId: string;
  readonly dataPoint?: string;
  readonly from?: string;
  readonly to?: string;
  readonly resolution?: Resolution;
  readonly cursor?: string;
}

/** What was recorded of one data point; its gaps are named. */
export async function readRecordings(
  { hvac, caller }: HvacContext,
  input: RecordingsInput & { readonly dataPoint: string },
): Promise<Recordings> {
  const grant = await requireAccess(hvac.access, caller, input.gatewayId, 'monitoring');
  const { gatewayId, dataFrom } = grant;
  const known = findDataPoint(input.dataPoint);
  if (!known) throw new AppError('value-not-allowed', { field: 'dataPoint', allowed: [] });
  const resolution = input.resolution ?? 'PT1H';
  const series = { gatewayId, point: known.id, instance: known.instance };
  const zone = zoneOf(await visibleState(hvac, grant));
  const span = since(dataFrom, spanOf(input, resolution, hvac.clock.now()));
  const isCounter = known.kind === 'counter';
  const read = resolution === 'RAW' ? rawPage : resolution === 'PT1H' ? hours : days;
  const result = await read(hvac, { series, span, zone, isCounter, resolution, cursor: input.cursor });
  return {
    gatewayId: input.gatewayId,
    dataPoint: input.dataPoint,
    ...(known.unit !== undefined && { unit: known.unit }),
    kind: isCounter ? 'COUNTER' : 'STATE',
    resolution,
    timeZone: zone,
    from: iso(span.fromMs),
    to: iso(span.toMs),
    count: result.items.length,
    items: result.items,
    gaps: result.gaps.map(({ fromMs, toMs }) => ({
      from: iso(fromMs),
      to: iso(toMs),
      reason: 'NOT_REPORTED',
    })),
    lostReports: (await lostReports(hvac.db, gatewayId, span)).map(({ noticedAt, count }) => ({
      noticedAt: noticedAt.toISOString(),
      count,
    })),
    nextCursor: result.nextCursor,
  };
}

/** The series that a gateway has had within the longest span of hours. */
export async function listRecordings(
  { hvac, caller }: HvacContext,
  input: RecordingsInput,
): Promise<RecordedPoints> {
  const { gatewayId, dataFrom } = await requireAccess(hvac.access, caller, input.gatewayId, 'monitoring');
  const toMs = hvac.clock.now();
  const rows = await seriesOf(hvac.db, gatewayId, since(dataFrom, { fromMs: toMs - SPANS.PT1H.maxMs, toMs }));
  const items = rows.flatMap(({ point, instance, lastAt }) => {
    const named = dataPoint(point, instance);
    if (!named) return [];
    const isCounter = findDataPoint(named.name)?.kind === 'counter';
    const kind = isCounter ? ('COUNTER' as const) : ('STATE' as const);
    const unit = named.unit === undefined ? {} : { unit: named.unit };
    return [{ dataPoint: named.name, ...unit, kind, lastAt: lastAt.toISOString() }];
  });
  return { items, nextCursor: null };
}

interface SeriesRequest {
  readonly series: SeriesId;
  readonly span: Span;
  readonly zone: string;
  readonly isCounter: boolean;
  readonly resolution: Resolution;
  readonly cursor: string | undefined;
}

interface SeriesPage {
  readonly items: RecordingItem[];
  readonly gaps: Span[];
  readonly nextCursor: string | null;
}

async function rawPage(hvac: Hvac, { series, span, cursor }: SeriesRequest): Promise<SeriesPage> {
  const fromMs = cursor === undefined ? span.fromMs : readCursor(cursor, span);
  const samples = await readSamples(hvac.db, series, { ...span, fromMs }, PAGE_MAX + 1);
  const page = samples.slice(0, PAGE_MAX);
  const following = samples[PAGE_MAX];
  const before = await sampleBefore(hvac.db, series, fromMs, fromMs - HOLD_MS);
  return {
    items: page.map(({ atMs, value }) => ({ from: iso(atMs), value })),
    gaps: gapsOf(before ? [before, ...page] : page, {
      fromMs,
      toMs: following?.atMs ?? knownEnd(hvac, span),
    }),
    nextCursor: following ? writeCursor(following.atMs) : null,
  };
}

async function hours(hvac: Hvac, { series, span, zone, isCounter }: SeriesRequest): Promise<SeriesPage> {
  const buckets = bucketsOf('PT1H', span, zone);
  const samples = await samplesFor(hvac, series, buckets);
  return {
    items: buckets.map((bucket) => itemOf(samples, bucket, isCounter)),
    gaps: gapsOf(samples, { ...span, toMs: knownEnd(hvac, span) }),
    nextCursor: null,
  };
}

/** Days that are closed come from the table, the present ones from what was recorded; months are sums of days. */
async function days(hvac: Hvac, request: SeriesRequest): Promise<SeriesPage> {
  const { series, span, zone, isCounter, resolution } = request;
  const wanted = resolution === 'P1M' ? wholeMonths(span, zone) : span;
  const closedUntil = (await dailyMark(hvac.db, series.gatewayId)) ?? '';
  const closed = (await readDays(hvac.db, series, wanted)).filter(({ day }) => day < closedUntil);
  const open = bucketsOf('P1D', wanted, zone).filter(({ fromMs }) => dayOf(fromMs, zone) >= closedUntil);
  const samples = open.length > 0 ? await samplesFor(hvac, series, open) : [];
  const items: DayItem[] = [
    ...closed.map((row) => ({
      day: row.day,
      item: {
        from: iso(row.fromMs),
        to: iso(row.toMs),
        ...withValue('mean', row.mean),
        ...withValue('min', row.min),
        ...withValue('max', row.max),
        ...withValue('last', row.last),
        ...withValue('increase', row.increase),
        coverage: row.coverage,
      },
    })),
    ...open.map((bucket) => ({ day: dayOf(bucket.fromMs, zone), item: itemOf(samples, bucket, isCounter) })),
  ];
  return {
    items: resolution === 'P1M' ? monthsOf(items) : items.map(({ item }) => item),
    gaps: [],
    nextCursor: null,
  };
}

async function samplesFor(hvac: Hvac, series: SeriesId, buckets: readonly Span[]): Promise<Sample[]> {
  const fromMs = buckets[0]?.fromMs ?? 0;
  const toMs = buckets.at(-1)?.toMs ?? 0;
  const before = await sampleBefore(hvac.db, series, fromMs, fromMs - COUNTER_BACK_MS);
  const samples = await readSamples(hvac.db, series, { fromMs, toMs }, SAMPLES_MAX);
  return before ? [before, ...samples] : samples;
}

function itemOf(samples: readonly Sample[], bucket: Span, isCounter: boolean): RecordingItem {
  const aggregate = isCounter ? aggregateCounter(samples, bucket) : aggregateState(samples, bucket);
  return { from: iso(bucket.fromMs), to: iso(bucket.toMs), ...aggregate };
}

function spanOf({ from, to }: RecordingsInput, resolution: Resolution, nowMs: number): Span {
  const { usualMs, maxMs } = SPANS[resolution];
  const toMs = to === undefined ? nowMs : Date.parse(to);
  const fromMs = from === undefined ? toMs - usualMs : Date.parse(from);
  if (fromMs >= toMs) throw invalid('/query/from', 'must be before `to`');
  if (toMs - fromMs > maxMs)
    throw invalid('/query/from', `${resolution} answers at most ${maxMs / DAY_MS} days at once`);
  return { fromMs, toMs };
}

/** What was measured in an earlier owner's time is not shown. */
function since(dataFrom: Date, span: Span): Span {
  const fromMs = Math.max(span.fromMs, dataFrom.getTime());
  return { fromMs, toMs: Math.max(fromMs, span.toMs) };
}

function wholeMonths(span: Span, zone: string): Span {
  const months = bucketsOf('P1M', span, zone);
  return { fromMs: months[0]?.fromMs ?? span.fromMs, toMs: months.at(-1)?.toMs ?? span.toMs };
}

/** Nothing is missing yet in what has not happened. */
function knownEnd(hvac: Hvac, span: Span): number {
  return Math.max(span.fromMs, Math.min(span.toMs, hvac.clock.now()));
}

function dayOf(ms: number, zone: string): string {
  return dateText(localTime(ms, zone));
}

function withValue<K extends string>(key: K, value: number | null): Partial<Record<K, number>> {
  const field: Partial<Record<K, number>> = {};
  if (value !== null) field[key] = value;
  return field;
}

function writeCursor(ms: number): string {
  return Buffer.from(`r${ms}`).toString('base64url');
}

function readCursor(cursor: string, span: Span): number {
  const match = /^r(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString());
  const ms = Number(match?.[1] ?? Number.NaN);
  if (!(ms >= span.fromMs && ms < span.toMs))
    throw invalid('/query/cursor', 'not a cursor of this series; take `nextCursor` as it was given');
  return ms;
}

function invalid(pointer: string, message: string): AppError {
  return new AppError('request-invalid', { errors: [{ pointer, message }] });
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
