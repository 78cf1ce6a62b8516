import { sql, type Kysely } from 'kysely';
import type { Leaf, SystemType } from '@hearthgate/wire';
import { float8s, int2s, int4s, int8s, jsonbs, texts, timestamps } from '../platform/database/arrays.ts';
import type { Db } from '../platform/database/database.ts';
import type { Recording } from './ingest/apply-report.ts';
import type { ReportedState, ReportMark, SystemState } from './system-state.ts';
import type { HvacTables } from './tables.ts';

export function tables(db: Db): Kysely<HvacTables> {
  return db.withTables<HvacTables>();
}

/** One parameter, however many they are. */
export function isOneOf(gatewayIds: readonly number[]) {
  return sql<boolean>`gateway_id = ANY(${[...gatewayIds]}::integer[])`;
}

/** What was told last of each data point, and up to when they have reported, by gateway. */
export async function loadPublished(
  db: Db,
  gatewayIds: readonly number[],
): Promise<Map<number, Pick<ReportedState, 'published' | 'latestAtMs'>>> {
  const rows = await tables(db)
    .selectFrom('report_state')
    .select(['gateway_id', 'latest_at', 'published'])
    .where(isOneOf(gatewayIds))
    .execute();
  return new Map(
    rows.map(({ gateway_id: id, latest_at: at, published }) => [
      id,
      { published: new Map(Object.entries(published)), latestAtMs: at.getTime() },
    ]),
  );
}

/** How far the boots of gateways are committed. */
export async function loadMarks(
  db: Db,
  gatewayIds: readonly number[],
): Promise<Map<number, ReportedState['marks']>> {
  const rows = await tables(db).selectFrom('report_marks').selectAll().where(isOneOf(gatewayIds)).execute();
  const marks = new Map<number, Map<string, ReportMark>>();
  for (const row of rows) {
    const ofOne = marks.get(row.gateway_id) ?? new Map<string, ReportMark>();
    marks.set(row.gateway_id, ofOne.set(row.boot, { acked: row.acked_seq, ahead: new Set(row.ahead) }));
  }
  return marks;
}

export function leavesByPath(leaves: readonly Leaf[]): Map<string, Leaf> {
  return new Map(leaves.map((leaf) => [leaf.id, leaf]));
}

export async function writeDescription(
  db: Db,
  gatewayId: number,
  leaves: readonly Leaf[],
  type: SystemType,
  at: Date,
): Promise<void> {
  const row = { leaves: JSON.stringify(leaves), system_type: type, described_at: at };
  await tables(db)
    .insertInto('descriptions')
    .values({ gateway_id: gatewayId, ...row })
    .onConflict((conflict) => conflict.column('gateway_id').doUpdateSet(row))
    .execute();
}

/** Of described gateways; one that is not described yet is nothing so far. */
export async function writeSystemTypes(db: Db, types: ReadonlyMap<number, SystemType>): Promise<void> {
  if (types.size === 0) return;
  const rows = [...types].toSorted(([a], [b]) => a - b);
  await sql`
    UPDATE descriptions d SET system_type = v.type
    FROM unnest(${rows.map(([id]) => id)}::integer[], ${rows.map(([, type]) => type)}::text[]) AS v (id, type)
    WHERE d.gateway_id = v.id`.execute(db);
}

export async function insertGaps(db: Db, rows: readonly HvacTables['report_gaps'][]): Promise<void> {
  if (rows.length === 0) return;
  await tables(db)
    .insertInto('report_gaps')
    .values([...rows])
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Twin rows of many gateways in one statement, sorted by key so that two writers cannot deadlock. */
export async function writeTwin(
  db: Db,
  changed: readonly { state: SystemState; component: string }[],
): Promise<void> {
  if (changed.length === 0) return;
  const rows = changed.toSorted(
    (a, b) => a.state.gatewayId - b.state.gatewayId || a.component.localeCompare(b.component),
  );
  await sql`
    INSERT INTO twin (gateway_id, component, readings)
    SELECT * FROM unnest(
      ${int4s(rows.map((row) => row.state.gatewayId))}::integer[],
      ${texts(rows.map((row) => row.component))}::text[],
      ${jsonbs(rows.map((row) => JSON.stringify(Object.fromEntries(row.state.twin.get(row.component) ?? []))))}::jsonb[])
    ON CONFLICT (gateway_id, component) DO UPDATE SET readings = excluded.readings`.execute(db);
}

export async function writeReportState(db: Db, states: readonly ReportedState[]): Promise<void> {
  if (states.length === 0) return;
  const rows = states.toSorted((a, b) => a.gatewayId - b.gatewayId);
  await sql`
    INSERT INTO report_state (gateway_id, latest_at, published)
    SELECT * FROM unnest(
      ${int4s(rows.map((state) => state.gatewayId))}::integer[],
      ${timestamps(rows.map((state) => state.latestAtMs))}::timestamptz[],
      ${jsonbs(rows.map((state) => publishedText(state)))}::jsonb[])
    ON CONFLICT (gateway_id) DO UPDATE SET latest_at = excluded.latest_at, published = excluded.published`.execute(
    db,
  );
}

/** JSON. Every report writes it, so it is put together by hand. */
function publishedText({ published }: ReportedState): string {
  let text = '';
  for (const [point, { value, recordedAtMs }] of published) {
    const separator = text === '' ? '{' : ',';
    text += `${separator}"${point}":{"value":${JSON.stringify(value)},"recordedAtMs":${recordedAtMs}}`;
  }
  return text === '' ? '{}' : `${text}}`;
}

export async function writeMarks(db: Db, marks: readonly HvacTables['report_marks'][]): Promise<void> {
  if (marks.length === 0) return;
  const rows = marks.toSorted((a, b) => a.gateway_id - b.gateway_id || a.boot.localeCompare(b.boot));
  // Arrays of arrays cannot have different lengths in SQL, so the sets travel as text.
  await sql`
    INSERT INTO report_marks (gateway_id, boot, acked_seq, ahead)
    SELECT m.gateway_id, m.boot, m.acked, m.ahead::bigint[] FROM unnest(
      ${int4s(rows.map((row) => row.gateway_id))}::integer[],
      ${texts(rows.map((row) => row.boot))}::text[],
      ${int8s(rows.map((row) => row.acked_seq))}::bigint[],
      ${texts(rows.map((row) => `{${row.ahead.join(',')}}`))}::text[]) AS m (gateway_id, boot, acked, ahead)
    ON CONFLICT (gateway_id, boot) DO UPDATE SET acked_seq = excluded.acked_seq, ahead = excluded.ahead`.execute(
    db,
  );
}

export async function insertRecordings(
  db: Db,
  rows: readonly (Recording & { readonly gatewayId: number })[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    INSERT INTO recordings (gateway_id, point, instance, measured_at, value)
    SELECT * FROM unnest(
      ${int4s(rows.map((row) => row.gatewayId))}::integer[],
      ${int2s(rows.map((row) => row.point))}::smallint[],
      ${int2s(rows.map((row) => row.instance))}::smallint[],
      ${timestamps(rows.map((row) => row.atMs))}::timestamptz[],
      ${float8s(rows.map((row) => row.value))}::double precision[])`.execute(db);
}
