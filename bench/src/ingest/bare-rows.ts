import { locate } from '@hearthgate/wire';
import pg from 'pg';
import type { Fleet } from '../harness/fleet.ts';
import { CHANGED_PATHS } from '../harness/heat-pump.ts';

/** Reports whose rows are written by one statement for each table. */
const REPORTS_AT_ONCE = 500;
const CONNECTIONS = 4;
/** The company whose log the bare loop fills. */
const BARE = 'cmp_bare';

/** The rows that so many reports left behind, ready to be written again. */
export interface Written {
  readonly chunks: readonly Chunk[];
  /** Rows of all chunks together. */
  readonly rows: number;
  readonly reports: number;
}

type Columns = readonly (readonly unknown[])[];

interface Chunk {
  readonly twin: Columns;
  readonly reportState: Columns;
  readonly recordings: Columns;
  readonly marks: Columns;
  readonly events: Columns;
}

const STATEMENTS = {
  twin: `INSERT INTO twin (gateway_id, component, readings) SELECT * FROM unnest($1::integer[], $2::text[], $3::jsonb[])
    ON CONFLICT (gateway_id, component) DO UPDATE SET readings = excluded.readings`,
  reportState: `INSERT INTO report_state (gateway_id, latest_at, published)
    SELECT * FROM unnest($1::integer[], $2::timestamptz[], $3::jsonb[])
    ON CONFLICT (gateway_id) DO UPDATE SET latest_at = excluded.latest_at, published = excluded.published`,
  recordings: `INSERT INTO recordings (gateway_id, point, instance, measured_at, value)
    SELECT * FROM unnest($1::integer[], $2::smallint[], $3::smallint[], $4::timestamptz[], $5::double precision[])`,
  marks: `INSERT INTO report_marks (gateway_id, boot, acked_seq, ahead)
    SELECT gateway_id, boot, acked, '{}' FROM unnest($1::integer[], $2::text[], $3::bigint[]) AS m (gateway_id, boot, acked)
    ON CONFLICT (gateway_id, boot) DO UPDATE SET acked_seq = excluded.acked_seq, ahead = excluded.ahead`,
  events: `INSERT INTO events (company_id, seq, recorded_at, event_id, type, gateway_id, gatewayseq, previous, occurred_at, late, data)
    SELECT '${BARE}', * FROM unnest($1::bigint[], $2::timestamptz[], $3::text[], $4::text[], $5::integer[], $6::bigint[],
      $7::jsonb[], $8::timestamptz[], $9::boolean[], $10::json[])`,
} as const;

type Table = keyof typeof STATEMENTS;
const TABLES = Object.keys(STATEMENTS) as Table[];

type Row = Record<string, unknown> & { gateway_id: number };

/** What the last reports wrote, in the order of their events, under the ids of gateways that report nothing themselves. */
export async function readWritten(
  { pool, companyId, gatewayIds }: Fleet,
  reports: number,
  shift: number,
): Promise<Written> {
  // Everything of it as text: what was written is written again, whatever it is.
  const query = async (sql: string, values: unknown[] = []) => (await pool.query<Row>(sql, values)).rows;
  const events = await query(
    `SELECT gateway_id, recorded_at::text, event_id, type, gatewayseq, previous::text, occurred_at::text, late, data::text
     FROM events WHERE company_id = $1 AND type = (SELECT type FROM events WHERE company_id = $1 ORDER BY seq DESC LIMIT 1)
     ORDER BY seq DESC LIMIT $2`,
    [companyId, reports],
  );
  const first = Number(gatewayIds[0]);
  const byGateway = async (columns: string, table: string) => {
    const rows = await query(`SELECT gateway_id, ${columns} FROM ${table} WHERE gateway_id >= $1`, [first]);
    return Map.groupBy(rows, (row) => row.gateway_id);
  };
  const recordings = await byGateway('point, instance, measured_at::text, value', 'recordings');
  const states = await byGateway('latest_at::text, published::text', 'report_state');
  const marks = await byGateway('boot, acked_seq', 'report_marks');
  const twins = await byGateway('component, readings::text', 'twin');
  const changed = new Set(CHANGED_PATHS.map((path) => locate(path)?.component));
  const chunks: Chunk[] = [];
  let rows = 0;
  for (let at = 0; at < events.length; at += REPORTS_AT_ONCE) {
    const some = events.slice(at, at + REPORTS_AT_ONCE);
    // Sorted, so that two chunks with the same gateways cannot deadlock.
    const ids = [...new Set(some.map((event) => event.gateway_id))].toSorted((a, b) => a - b);
    const ofGateways = (of: ReadonlyMap<number, Row[]>) => ids.flatMap((id) => of.get(id) ?? []);
    const recorded = some.flatMap(({ gateway_id: id, occurred_at: time }) =>
      (recordings.get(id) ?? []).filter((row) => row['measured_at'] === time),
    );
    const twin = ofGateways(twins).filter((row) => changed.has(String(row['component'])));
    const shifted = (from: readonly Row[], ...names: string[]) => [
      from.map((row) => row.gateway_id + shift),
      ...names.map((name) => from.map((row) => row[name])),
    ];
    const chunk = {
      twin: shifted(twin, 'component', 'readings'),
      reportState: shifted(ofGateways(states), 'latest_at', 'published'),
      recordings: shifted(recorded, 'point', 'instance', 'measured_at', 'value'),
      marks: shifted(ofGateways(marks), 'boot', 'acked_seq'),
      events: [
        ...['recorded_at', 'event_id', 'type'].map((name) => some.map((row) => row[name])),
        ...shifted(some, 'gatewayseq', 'previous', 'occurred_at', 'late', 'data'),
      ],
    };
    for (const table of TABLES) rows += chunk[table][0]?.length ?? 0;
    chunks.push(chunk);
  }
  return { chunks, rows, reports: events.length };
}

let nextSeq = 1;

/** Reports a second: each connection takes the next chunk and writes it in a transaction of its own. */
export async function writeBare({ connection }: Fleet, { chunks, reports }: Written): Promise<number> {
  const clients = Array.from({ length: CONNECTIONS }, () => new pg.Client(connection));
  await Promise.all(clients.map((client) => client.connect()));
  let next = 0;
  const startedAt = performance.now();
  await Promise.all(
    clients.map(async (client) => {
      for (let chunk = chunks[next++]; chunk; chunk = chunks[next++]) {
        await client.query('BEGIN');
        for (const table of TABLES) {
          const numbers = table === 'events' ? [chunk.events[0]?.map(() => nextSeq++)] : [];
          await client.query(STATEMENTS[table], [...numbers, ...chunk[table]] as unknown[]);
        }
        await client.query('COMMIT');
      }
    }),
  );
  const rate = (reports * 1_000) / (performance.now() - startedAt);
  await Promise.all(clients.map((client) => client.end()));
  return rate;
}
