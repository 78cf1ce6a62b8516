import { sql } from 'kysely';
import type { Db } from '../../platform/database/database.ts';
import { selectEvents, tables } from '../log/store.ts';
import { openReplays } from './replay-store.ts';
import type { EventRow, EventTables, NewAttempt, ProgressRow, ReplayRow, WebhookKey } from '../tables.ts';

export type LaggardRow = EventTables['webhook_laggards'];
export type ParkedRow = EventTables['webhook_parked'];
export type BatchRow = EventTables['webhook_batches'];

/** A node that has not renewed for this long is believed dead; another one goes on from what it wrote, well within 10 s of its end. */
export const LEASE_MS = 6_000;

/** Everything that is known of where an endpoint stands. */
export interface Standing {
  readonly progress: ProgressRow;
  readonly laggards: readonly LaggardRow[];
  readonly parked: readonly ParkedRow[];
  readonly batches: readonly BatchRow[];
  /** Not over yet, the oldest first. */
  readonly replays: readonly ReplayRow[];
}

/**
 * Takes the endpoint for this node, and with it the right to write where it stands; undefined while another node has it.
 * `alone`: there is no other node, whoever is named in the row.
 */
export async function acquire(
  db: Db,
  key: WebhookKey,
  holder: string,
  alone: boolean,
): Promise<Standing | undefined> {
  const { company_id: companyId, webhook_id: webhookId } = key;
  return db.transaction().execute(async (tx) => {
    const progress = await tables(tx)
      .updateTable('webhook_progress')
      .set({
        lease_holder: holder,
        lease_until: sql<Date>`now() + ${`${LEASE_MS} ms`}::interval`,
        fence: sql<number>`fence + 1`,
      })
      .where('company_id', '=', companyId)
      .where('webhook_id', '=', webhookId)
      .$if(!alone, (query) =>
        query.where(sql<boolean>`(lease_until IS NULL OR lease_until < now() OR lease_holder = ${holder})`),
      )
      .returningAll()
      .executeTakeFirst();
    if (!progress) return undefined;
    const own = { company_id: companyId, webhook_id: webhookId };
    return {
      progress,
      laggards: await rowsOf(tx, 'webhook_laggards', own),
      parked: await rowsOf(tx, 'webhook_parked', own),
      batches: await rowsOf(tx, 'webhook_batches', own),
      replays: await openReplays(tx, key),
    };
  });
}

/** Tables with rows for an endpoint that fails, and their key besides the endpoint's. */
const ROW_KEYS = {
  webhook_laggards: 'gateway_id',
  webhook_parked: 'seq',
  webhook_batches: 'batch_id',
} as const;
type RowTable = keyof typeof ROW_KEYS;

async function rowsOf<T extends RowTable>(tx: Db, table: T, key: WebhookKey): Promise<EventTables[T][]> {
  const { rows } = await sql<EventTables[T]>`
    SELECT * FROM ${sql.table(table)} WHERE company_id = ${key.company_id} AND webhook_id = ${key.webhook_id}`.execute(
    tx,
  );
  return rows;
}

/** Keeps the endpoints of this node; answers those that it still has. */
export async function renew(db: Db, holder: string): Promise<Set<string>> {
  const rows = await tables(db)
    .updateTable('webhook_progress')
    .set({ lease_until: sql<Date>`now() + ${`${LEASE_MS} ms`}::interval` })
    .where('lease_holder', '=', holder)
    .returning('webhook_id')
    .execute();
  return new Set(rows.map(({ webhook_id: id }) => id));
}

/** Leaves them to any other node, at once. */
export async function release(db: Db, holder: string): Promise<void> {
  await tables(db)
    .updateTable('webhook_progress')
    .set({ lease_holder: null, lease_until: sql<Date>`now()` })
    .where('lease_holder', '=', holder)
    .execute();
}

/** Endpoints that a node has delivered to which does not any more. */
export function orphans(db: Db): Promise<WebhookKey[]> {
  return tables(db)
    .selectFrom('webhook_progress')
    .select(['company_id', 'webhook_id'])
    .where(sql<boolean>`lease_until < now()`)
    .execute();
}

/** What a worker has to write: rows that changed, `null` for those that are gone. */
export interface Changes {
  readonly key: WebhookKey;
  readonly fence: number;
  readonly progress: Pick<
    ProgressRow,
    'cursor' | 'failures' | 'first_failed_at' | 'next_attempt_at' | 'last_success_at' | 'rate'
  >;
  readonly attempts: readonly NewAttempt[];
  readonly laggards: ReadonlyMap<number, LaggardRow | null>;
  readonly parked: ReadonlyMap<number, ParkedRow | null>;
  readonly batches: ReadonlyMap<string, BatchRow | null>;
}

/**
 * Writes what several endpoints have come to, in a few statements; an endpoint that another node has by now writes only its
 * attempts. Answers the others.
 */
export async function saveChanges(tx: Db, changes: readonly Changes[]): Promise<ReadonlySet<string>> {
  const keys = changes.map(({ key }) => key);
  const progress = changes.map((change) => change.progress);
  const { rows } = await sql<{ webhook_id: string }>`
    UPDATE webhook_progress p SET cursor = v.cursor, failures = v.failures, first_failed_at = v.first_failed_at,
      next_attempt_at = v.next_attempt_at, last_success_at = v.last_success_at, rate = v.rate
    FROM unnest(
      ${keys.map((key) => key.company_id)}::text[],
      ${keys.map((key) => key.webhook_id)}::text[],
      ${changes.map(({ fence }) => fence)}::bigint[],
      ${progress.map((row) => row.cursor)}::bigint[],
      ${progress.map((row) => row.failures)}::integer[],
      ${progress.map((row) => row.first_failed_at)}::timestamptz[],
      ${progress.map((row) => row.next_attempt_at)}::timestamptz[],
      ${progress.map((row) => row.last_success_at)}::timestamptz[],
      ${progress.map((row) => row.rate)}::float8[]
    ) AS v (company_id, webhook_id, fence, cursor, failures, first_failed_at, next_attempt_at, last_success_at, rate)
    WHERE p.company_id = v.company_id AND p.webhook_id = v.webhook_id AND p.fence = v.fence
    RETURNING p.webhook_id`.execute(tx);
  const own = new Set(rows.map(({ webhook_id: id }) => id));
  await insertAttempts(
    tx,
    changes.flatMap(({ attempts }) => attempts),
  );
  for (const change of changes.filter(({ key }) => own.has(key.webhook_id))) {
    await saveRows(tx, 'webhook_laggards', change.key, change.laggards);
    await saveRows(tx, 'webhook_parked', change.key, change.parked);
    await saveRows(tx, 'webhook_batches', change.key, change.batches);
  }
  return own;
}

/** Few rows: endpoints that fail. */
async function saveRows<T extends RowTable>(
  tx: Db,
  table: T,
  key: WebhookKey,
  rows: ReadonlyMap<number | string, EventTables[T] | null>,
): Promise<void> {
  if (rows.size === 0) return;
  await sql`
    DELETE FROM ${sql.table(table)}
    WHERE company_id = ${key.company_id} AND webhook_id = ${key.webhook_id}
      AND ${sql.ref(ROW_KEYS[table])}::text = ANY(${[...rows.keys()].map(String)}::text[])`.execute(tx);
  const present = [...rows.values()].filter((row) => row !== null);
  if (present.length === 0) return;
  await sql`
    INSERT INTO ${sql.table(table)} SELECT * FROM json_populate_recordset(NULL::${sql.table(table)}, ${JSON.stringify(present)})`.execute(
    tx,
  );
}

/** What attempts of one commit mostly have in common goes to the database once, and each names it by its place. */
function alikeOf(rows: readonly NewAttempt[]): { alike: NewAttempt[]; places: number[] } {
  const alike: NewAttempt[] = [];
  const placeOf = new Map<string, number>();
  const places = rows.map((row) => {
    const { company_id, webhook_id, kind, events, attempt, outcome, http_status, error, answer } = row;
    const same = `${company_id} ${webhook_id} ${kind} ${events} ${attempt} ${outcome} ${http_status}`;
    // Two texts in one key: the length tells where the second begins.
    const key = error === null && answer === null ? same : `${same} ${error?.length} ${error} ${answer}`;
    const place = placeOf.get(key) ?? alike.push(row);
    placeOf.set(key, place);
    return place;
  });
  return { alike, places };
}

/** A literal: cheaper than an array, of which the driver quotes every element. */
function numbers(values: readonly (number | null)[]): string {
  return `{${values.map((value) => value ?? 'NULL').join()}}`;
}

export async function insertAttempts(tx: Db, rows: readonly NewAttempt[]): Promise<void> {
  if (rows.length === 0) return;
  const { alike, places } = alikeOf(rows);
  await sql`
    INSERT INTO webhook_attempts (company_id, webhook_id, kind, events, attempt, outcome, http_status, error, answer,
      attempted_at, message_id, first_seq, last_seq, gateway_id, latency_ms)
    SELECT
      (${alike.map((row) => row.company_id)}::text[])[place],
      (${alike.map((row) => row.webhook_id)}::text[])[place],
      (${alike.map((row) => row.kind)}::text[])[place],
      (${numbers(alike.map((row) => row.events))}::smallint[])[place],
      (${numbers(alike.map((row) => row.attempt))}::integer[])[place],
      (${alike.map((row) => row.outcome)}::text[])[place],
      (${numbers(alike.map((row) => row.http_status))}::integer[])[place],
      (${alike.map((row) => row.error)}::text[])[place],
      (${alike.map((row) => row.answer)}::text[])[place],
      to_timestamp(at_ms / 1000.0), message_id, first_seq, last_seq, gateway_id, latency_ms
    FROM unnest(
      ${numbers(places)}::integer[],
      ${numbers(rows.map((row) => row.attempted_at.getTime()))}::float8[],
      ${rows.map((row) => row.message_id)}::text[],
      ${numbers(rows.map((row) => row.first_seq))}::bigint[],
      ${numbers(rows.map((row) => row.last_seq))}::bigint[],
      ${numbers(rows.map((row) => row.gateway_id))}::integer[],
      ${numbers(rows.map((row) => row.latency_ms))}::integer[]
    ) AS v (place, at_ms, message_id, first_seq, last_seq, gateway_id, latency_ms)`.execute(tx);
}

/** Events of one gateway (0: of the company itself) in order. */
export function readGateway(
  db: Db,
  companyId: string,
  gatewayId: number,
  { fromSeq, toSeq, limit }: { fromSeq: number; toSeq: number; limit: number },
): Promise<EventRow[]> {
  return selectEvents(db, companyId)
    .where('seq', '>=', fromSeq)
    .where('seq', '<=', toSeq)
    .where('gateway_id', gatewayId === 0 ? 'is' : '=', gatewayId === 0 ? null : gatewayId)
    .orderBy('seq')
    .limit(limit)
    .execute();
}

export function readSeqs(db: Db, companyId: string, seqs: readonly number[]): Promise<EventRow[]> {
  return selectEvents(db, companyId)
    .where(sql<boolean>`seq = ANY(${[...seqs]}::bigint[])`)
    .orderBy('seq')
    .execute();
}

/** Number of the oldest event that is kept; one more than the newest number when there is none. */
export async function oldestSeq(db: Db, companyId: string): Promise<number> {
  const { rows } = await sql<{ seq: number }>`
    SELECT coalesce(
      (SELECT min(seq) FROM events WHERE company_id = ${companyId}),
      (SELECT seq + 1 FROM event_heads WHERE company_id = ${companyId}), 1) AS seq`.execute(db);
  return rows[0]?.seq ?? 1;
}
