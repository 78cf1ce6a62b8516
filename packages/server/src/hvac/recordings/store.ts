import { sql } from 'kysely';
import { isTimeZone } from '../../platform/local-time.ts';
import type { Db } from '../../platform/database/database.ts';
import { tables } from '../store.ts';
import type { Sample, Span } from './aggregate.ts';

/** Gaps that one answer names. */
const LOST_MAX = 100;
const DAY_MS = 86_400_000;

/** A data point of one circuit or heat source. */
export interface SeriesId {
  readonly gatewayId: number;
  readonly point: number;
  readonly instance: number;
}

/** What became of one local day. */
export interface DailyRow extends SeriesId {
  /** `2026-03-29`. */
  readonly day: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly mean: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly last: number | null;
  readonly increase: number | null;
  readonly coverage: number;
  readonly revision: number;
}

/** Recorded values of a span in order of time. */
export async function readSamples(
  db: Db,
  { gatewayId, point, instance }: SeriesId,
  { fromMs, toMs }: Span,
  limit: number,
): Promise<Sample[]> {
  const rows = await tables(db)
    .selectFrom('recordings')
    .select(['measured_at', 'value'])
    .where('gateway_id', '=', gatewayId)
    .where('point', '=', point)
    .where('instance', '=', instance)
    .where('measured_at', '>=', new Date(fromMs))
    .where('measured_at', '<', new Date(toMs))
    .orderBy('measured_at')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ atMs: row.measured_at.getTime(), value: row.value }));
}

/** The last value before a moment, not older than `sinceMs`. */
export async function sampleBefore(
  db: Db,
  { gatewayId, point, instance }: SeriesId,
  ms: number,
  sinceMs: number,
): Promise<Sample | undefined> {
  const row = await tables(db)
    .selectFrom('recordings')
    .select(['measured_at', 'value'])
    .where('gateway_id', '=', gatewayId)
    .where('point', '=', point)
    .where('instance', '=', instance)
    .where('measured_at', '<', new Date(ms))
    .where('measured_at', '>=', new Date(sinceMs))
    .orderBy('measured_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && { atMs: row.measured_at.getTime(), value: row.value };
}

/** All samples of a gateway in a span by series, read at once. */
export async function readAllSamples(
  db: Db,
  gatewayId: number,
  { fromMs, toMs }: Span,
): Promise<{ point: number; instance: number; sample: Sample }[]> {
  const rows = await tables(db)
    .selectFrom('recordings')
    .select(['point', 'instance', 'measured_at', 'value'])
    .where('gateway_id', '=', gatewayId)
    .where('measured_at', '>=', new Date(fromMs))
    .where('measured_at', '<', new Date(toMs))
    .orderBy('measured_at')
    .execute();
  return rows.map(({ point, instance, measured_at, value }) => ({
    point,
    instance,
    sample: { atMs: measured_at.getTime(), value },
  }));
}

/** Closed days that a span touches. */
export async function readDays(
  db: Db,
  { gatewayId, point, instance }: SeriesId,
  { fromMs, toMs }: Span,
): Promise<DailyRow[]> {
  const { rows } = await sql<Omit<DailyRow, 'fromMs' | 'toMs'> & { from_at: Date; to_at: Date }>`
    SELECT gateway_id AS "gatewayId", point, instance, day::text AS day, from_at, to_at, mean, min, max, last, increase,
      coverage, revision
    FROM daily_values
    WHERE gateway_id = ${gatewayId} AND point = ${point} AND instance = ${instance}
      -- By day first, which is what the table is partitioned by: a local day is within a day of its name in UTC.
      AND day BETWEEN ${new Date(fromMs - 2 * DAY_MS)}::date AND ${new Date(toMs + DAY_MS)}::date
      AND to_at > ${new Date(fromMs)} AND from_at < ${new Date(toMs)}
    ORDER BY day`.execute(db);
  return rows.map(({ from_at, to_at, ...row }) => ({
    ...row,
    fromMs: from_at.getTime(),
    toMs: to_at.getTime(),
  }));
}

/** Days of a gateway as they were closed last. */
export async function readDay(db: Db, gatewayId: number, day: string): Promise<DailyRow[]> {
  const { rows } = await sql<DailyRow>`
    SELECT gateway_id AS "gatewayId", point, instance, day::text AS day, mean, min, max, last, increase, coverage, revision
    FROM daily_values WHERE gateway_id = ${gatewayId} AND day = ${day}::date`.execute(db);
  return rows;
}

/** One statement for all series of a day. */
export async function writeDay(tx: Db, rows: readonly DailyRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    INSERT INTO daily_values (gateway_id, point, instance, day, from_at, to_at, mean, min, max, last, increase, coverage, revision)
    SELECT * FROM unnest(
      ${rows.map((row) => row.gatewayId)}::integer[],
      ${rows.map((row) => row.point)}::smallint[],
      ${rows.map((row) => row.instance)}::smallint[],
      ${rows.map((row) => row.day)}::date[],
      ${rows.map((row) => new Date(row.fromMs))}::timestamptz[],
      ${rows.map((row) => new Date(row.toMs))}::timestamptz[],
      ${rows.map((row) => row.mean)}::double precision[],
      ${rows.map((row) => row.min)}::double precision[],
      ${rows.map((row) => row.max)}::double precision[],
      ${rows.map((row) => row.last)}::double precision[],
      ${rows.map((row) => row.increase)}::double precision[],
      ${rows.map((row) => row.coverage)}::double precision[],
      ${rows.map((row) => row.revision)}::integer[])
    ON CONFLICT (gateway_id, point, instance, day) DO UPDATE SET
      from_at = excluded.from_at, to_at = excluded.to_at, mean = excluded.mean, min = excluded.min, max = excluded.max,
      last = excluded.last, increase = excluded.increase, coverage = excluded.coverage, revision = excluded.revision`.execute(
    tx,
  );
}

/** How many reports of a gateway were noticed to be lost, and when; what they had measured was older. */
export async function lostReports(
  db: Db,
  gatewayId: number,
  { fromMs, toMs }: Span,
): Promise<{ noticedAt: Date; count: number }[]> {
  const rows = await tables(db)
    .selectFrom('report_gaps')
    .select(['noticed_at as noticedAt', sql<number>`(to_seq - from_seq + 1)::integer`.as('count')])
    .where('gateway_id', '=', gatewayId)
    .where('noticed_at', '>=', new Date(fromMs))
    .where('noticed_at', '<', new Date(toMs))
    .orderBy('noticed_at')
    .limit(LOST_MAX)
    .execute();
  return rows;
}

/** The day up to which the days of a gateway are closed; undefined before its first one. */
export async function dailyMark(db: Db, gatewayId: number): Promise<string | undefined> {
  const { rows } = await sql<{ day: string }>`
    SELECT closed_until::text AS day FROM daily_marks WHERE gateway_id = ${gatewayId}`.execute(db);
  return rows[0]?.day;
}

/** The local day before which a gateway's days are closed; locked, so that two never close one. */
export async function lockDailyMark(tx: Db, gatewayId: number): Promise<string | undefined> {
  const { rows } = await sql<{ day: string }>`
    SELECT closed_until::text AS day FROM daily_marks WHERE gateway_id = ${gatewayId} FOR UPDATE`.execute(tx);
  return rows[0]?.day;
}

export async function writeDailyMark(tx: Db, gatewayId: number, day: string): Promise<void> {
  await sql`
    INSERT INTO daily_marks (gateway_id, closed_until) VALUES (${gatewayId}, ${day}::date)
    ON CONFLICT (gateway_id) DO UPDATE SET closed_until = excluded.closed_until`.execute(tx);
}

/** Begins the days of gateways; the ids of those whose days had not begun. */
export async function beginDays(
  tx: Db,
  first: readonly { readonly gatewayId: number; readonly day: string }[],
): Promise<Set<number>> {
  const { rows } = await sql<{ gateway_id: number }>`
    INSERT INTO daily_marks (gateway_id, closed_until)
    SELECT * FROM unnest(${first.map(({ gatewayId }) => gatewayId)}::integer[], ${first.map(({ day }) => day)}::date[])
    ON CONFLICT DO NOTHING RETURNING gateway_id`.execute(tx);
  return new Set(rows.map((row) => row.gateway_id));
}

/** `zoneOf` of a gateway, read in a transaction that holds its connection. */
export async function zoneOfGateway(tx: Db, gatewayId: number, fallback: string): Promise<string> {
  const row = await tables(tx)
    .selectFrom('twin')
    .select('readings')
    .where('gateway_id', '=', gatewayId)
    .where('component', '=', 'gateway')
    .executeTakeFirst();
  const zones = [row?.readings['tzInfo/timeZone'], row?.readings['time/timeZone']];
  return zones.find((zone): zone is string => typeof zone === 'string' && isTimeZone(zone)) ?? fallback;
}
