import type { RecordedPoints, Recordings, Resolution } from '@hearthgate/wire';
import { dataPoint, findDataPoint } from '@hearthgate/wire';
import { requireAccess } from '../../access/index.ts';
import { AppError } from '../../platform/app-error.ts';
import type { Hvac, HvacContext } from '../hvac.ts';
import { lastPublished } from '../reported-states.ts';
import type { ReportedState } from '../system-state.ts';
import { visibleState } from '../visible-state.ts';
import { zoneOf } from '../zone-of.ts';
import { HOLD_MS, gapsOf, type Span } from './aggregate.ts';
import { bucketsOf } from './buckets.ts';
import { days } from './read-days.ts';
import { invalid, iso, itemOf, knownEnd, samplesFor, type SeriesPage, type SeriesRequest } from './series.ts';
import { tidyItem } from './tidy.ts';
import { lostReports, readSamples, sampleBefore } from './store.ts';

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
  if (!known?.isNumber) {
    const recorded = recordedPoints(await lastPublished(hvac, gatewayId), dataFrom);
    const allowed = recorded.map((item) => item.dataPoint);
    throw new AppError('value-not-allowed', { field: 'dataPoint', allowed });
  }
  const resolution = input.resolution ?? 'PT1H';
  const series = { gatewayId, point: known.id, instance: known.instance };
  const zone = zoneOf(await visibleState(hvac, grant));
  const span = since(dataFrom, spanOf(input, resolution, hvac.clock.now()));
  const isCounter = known.kind === 'counter';
  const read = resolution === 'RAW' ? rawPage : resolution === 'PT1H' ? hours : days;
  const dataFromMs = dataFrom.getTime();
  const result = await read(hvac, {
    series,
    span,
    dataFromMs,
    zone,
    isCounter,
    resolution,
    cursor: input.cursor,
  });
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
    items: result.items.map(tidyItem),
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

/** The series that a gateway has had in the time of its present owners. */
export async function listRecordings(
  { hvac, caller }: HvacContext,
  { gatewayId }: RecordingsInput,
): Promise<RecordedPoints> {
  const grant = await requireAccess(hvac.access, caller, gatewayId, 'monitoring');
  return {
    items: recordedPoints(await lastPublished(hvac, grant.gatewayId), grant.dataFrom),
    nextCursor: null,
  };
}

/** Known without a look at what was recorded: a state remembers when each point was recorded last. */
function recordedPoints(
  { published }: Pick<ReportedState, 'published'>,
  dataFrom: Date,
): RecordedPoints['items'] {
  const points = [...published]
    .filter(([, { value, recordedAtMs }]) => typeof value === 'number' && recordedAtMs >= dataFrom.getTime())
    .map(([key, { recordedAtMs }]) => {
      const [point = 0, instance = 0] = key.split('.').map(Number);
      return { point, instance, recordedAtMs };
    })
    .toSorted((a, b) => a.point - b.point || a.instance - b.instance);
  return points.flatMap(({ point, instance, recordedAtMs }) => {
    const named = dataPoint(point, instance);
    if (!named) return [];
    const isCounter = findDataPoint(named.name)?.kind === 'counter';
    const kind = isCounter ? ('COUNTER' as const) : ('STATE' as const);
    const unit = named.unit === undefined ? {} : { unit: named.unit };
    return [{ dataPoint: named.name, ...unit, kind, lastAt: iso(recordedAtMs) }];
  });
}

async function rawPage(hvac: Hvac, request: SeriesRequest): Promise<SeriesPage> {
  const { series, span, dataFromMs, cursor } = request;
  const fromMs = cursor === undefined ? span.fromMs : readCursor(cursor, span);
  const samples = await readSamples(hvac.db, series, { ...span, fromMs }, PAGE_MAX + 1);
  const page = samples.slice(0, PAGE_MAX);
  const following = samples[PAGE_MAX];
  const before = await sampleBefore(hvac.db, series, fromMs, Math.max(fromMs - HOLD_MS, dataFromMs));
  return {
    items: page.map(({ atMs, value }) => ({ from: iso(atMs), value })),
    gaps: gapsOf(before ? [before, ...page] : page, {
      fromMs,
      toMs: following?.atMs ?? knownEnd(hvac, span),
    }),
    nextCursor: following ? writeCursor(following.atMs) : null,
  };
}

async function hours(hvac: Hvac, request: SeriesRequest): Promise<SeriesPage> {
  const { span, zone, isCounter } = request;
  const buckets = bucketsOf('PT1H', span, zone);
  const samples = await samplesFor(hvac, request, buckets);
  return {
    items: buckets.map((bucket) => itemOf(samples, bucket, isCounter)),
    gaps: gapsOf(samples, { ...span, toMs: knownEnd(hvac, span) }),
    nextCursor: null,
  };
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
