import { sql } from 'kysely';
import { int2s, int4s, jsonbs, texts, timestamps } from './arrays.ts';
import { isConflict, type Db, type Tx } from './database.ts';
import type { Mail } from '../mail/mail.ts';
import type { Removal, Removals } from '../removals.ts';
import type { SharedCaches, Change, SharedNews } from './shared-caches.ts';

/** The platform's tables by slice are spread over this many slices; a gateway's slice is its id modulo this number. */
export const SLICES = 64;

export function sliceOfGateway(gatewayId: number): number {
  return gatewayId % SLICES;
}

/** Slice of what belongs to a company and to no gateway. */
export function sliceOfCompany(companyId: string): number {
  let hash = 0;
  for (const character of companyId) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return hash % SLICES;
}

/** Something that happened, told by a lower domain to `events` in the transaction that made it so. */
export interface Fact {
  readonly kind: string;
  readonly gatewayId: number | null;
  readonly companyId: string | null;
  readonly occurredAtMs: number;
  readonly payload: object;
}

export interface TimerRow {
  readonly slice: number;
  readonly id: string;
  readonly kind: string;
  readonly dueAtMs: number;
  readonly payload: object;
}

export type TimerKey = Pick<TimerRow, 'slice' | 'id'>;

/** One transaction: its writes, the facts it tells, the timers it sets and the mails it causes. */
export interface UnitOfWork {
  /** Await one statement before the next: of several asked for at once, those after a failure would run outside, after the rollback. */
  readonly tx: Tx;
  tell(fact: Fact): void;
  /** Sets timers; one with the same id is replaced. */
  schedule(...timers: readonly TimerRow[]): Promise<void>;
  cancel(slice: number, id: string): Promise<void>;
  cancelAll(timers: readonly TimerKey[]): Promise<void>;
  /** Goes out after the commit. False: mail is not set up here, so it only waits. */
  mail(mail: Mail): boolean;
  /** A right ends: noted outside the database before the commit, so that no restore gives it back. */
  ended(removal: Removal): void;
  /** The row of this key changed: after the commit no node's cache gives an older one. */
  changed(cache: SharedNews, key: string): void;
  /** Runs after the commit, for answers and what this process alone keeps; must not fail. */
  afterCommit(then: () => void): void;
}

/** Takes mails in with the transaction. */
export interface Mails {
  readonly isDelivering: boolean;
  append(tx: Tx, mails: readonly Mail[]): Promise<void>;
  signal(): void;
}

/** Who wants to know that facts, timers or cached rows were committed. */
export interface Signals {
  facts(slices: ReadonlySet<number>): void;
  /** One is due at this time of the clock, and perhaps others later. */
  timers(dueAtMs: number): void;
  readonly mails: Mails;
  readonly caches: SharedCaches;
  readonly removals: Removals;
}

export type Transact = <T>(work: (unit: UnitOfWork) => Promise<T>) => Promise<T>;

/** Transactions that lock the same rows in another order are few; what loses three times in a row has another cause. */
const ATTEMPTS = 3;

/** The work may be run again: PostgreSQL ends one of two transactions that wait for each other. */
export function transactor(db: Db, signals: Signals): Transact {
  return async (work) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await runOnce(db, signals, work);
      } catch (error) {
        if (attempt === ATTEMPTS || !isConflict(error)) throw error;
      }
    }
  };
}

async function runOnce<T>(db: Db, signals: Signals, work: (unit: UnitOfWork) => Promise<T>): Promise<T> {
  const facts: Fact[] = [];
  const mails: Mail[] = [];
  const removals: Removal[] = [];
  const changes: Change[] = [];
  const afterwards: (() => void)[] = [];
  const scheduled = new Set<number>();
  let firstDueMs = Number.POSITIVE_INFINITY;
  const result = await db.transaction().execute(async (tx) => {
    const value = await work({
      tx,
      tell: (fact) => facts.push(fact),
      schedule: async (...timers) => {
        for (const { slice, dueAtMs } of timers) {
          scheduled.add(slice);
          firstDueMs = Math.min(firstDueMs, dueAtMs);
        }
        await upsertTimers(tx, timers);
      },
      cancel: async (slice, id) => {
        await tx.deleteFrom('timers').where('slice', '=', slice).where('id', '=', id).execute();
      },
      cancelAll: (timers) => deleteTimers(tx, timers),
      mail: (mail) => {
        mails.push(mail);
        return signals.mails.isDelivering;
      },
      ended: (removal) => removals.push(removal),
      changed: (cache, key) => changes.push([cache.name, key]),
      afterCommit: (then) => afterwards.push(then),
    });
    if (mails.length > 0) await signals.mails.append(tx, mails);
    const toldSlices = signals.caches.slicesElsewhere(new Set([...scheduled, ...facts.map(sliceOf)]));
    await signals.caches.announce(tx, [...changes, ...toldSlices]);
    if (removals.length > 0) await signals.removals.write(removals);
    await appendFacts(tx, facts);
    return value;
  });
  signals.caches.drop(changes);
  for (const then of afterwards) then();
  if (facts.length > 0) signals.facts(new Set(facts.map(sliceOf)));
  if (scheduled.size > 0) signals.timers(firstDueMs);
  if (mails.length > 0) signals.mails.signal();
  return result;
}

function sliceOf(fact: Fact): number {
  if (fact.gatewayId !== null) return sliceOfGateway(fact.gatewayId);
  return fact.companyId === null ? 0 : sliceOfCompany(fact.companyId);
}

/** Locked in the order of their keys, so that two transactions never wait for each other. */
async function upsertTimers(tx: Tx, timers: readonly TimerRow[]): Promise<void> {
  if (timers.length === 0) return;
  const rows = timers.toSorted(byKey);
  await sql`
    INSERT INTO timers (slice, id, kind, due_at, payload)
    SELECT * FROM unnest(
      ${rows.map((timer) => timer.slice)}::smallint[],
      ${rows.map((timer) => timer.id)}::text[],
      ${rows.map((timer) => timer.kind)}::text[],
      ${rows.map((timer) => new Date(timer.dueAtMs))}::timestamptz[],
      ${rows.map((timer) => JSON.stringify(timer.payload))}::jsonb[])
    ON CONFLICT (slice, id) DO UPDATE SET kind = excluded.kind, due_at = excluded.due_at, payload = excluded.payload`.execute(
    tx,
  );
}

async function deleteTimers(tx: Tx, timers: readonly TimerKey[]): Promise<void> {
  if (timers.length === 0) return;
  await sql`
    WITH doomed AS (
      SELECT slice, id FROM timers
      JOIN unnest(
        ${timers.map(({ slice }) => slice)}::smallint[], ${timers.map(({ id }) => id)}::text[]
      ) AS d (slice, id) USING (slice, id)
      ORDER BY slice, id FOR UPDATE OF timers)
    DELETE FROM timers USING doomed WHERE timers.slice = doomed.slice AND timers.id = doomed.id`.execute(tx);
}

function byKey(a: TimerKey, b: TimerKey): number {
  return a.slice - b.slice || (a.id < b.id ? -1 : Number(a.id > b.id));
}

/** Last statements of a transaction: the head rows stay locked only until the commit that follows at once. */
async function appendFacts(tx: Tx, facts: readonly Fact[]): Promise<void> {
  if (facts.length === 0) return;
  const counts = new Map<number, number>();
  const rows = facts.map((fact) => {
    const slice = sliceOf(fact);
    const position = (counts.get(slice) ?? 0) + 1;
    counts.set(slice, position);
    return { ...fact, slice, position };
  });
  // Most are of one slice: no order of locks is needed.
  const head =
    counts.size === 1
      ? sql`head AS (
        UPDATE outbox_heads SET no = no + ${rows.length}::integer WHERE slice = ${rows[0]?.slice}::smallint
        RETURNING slice, no - ${rows.length}::integer AS before)`
      : headsOf(counts);
  await sql`
    WITH ${head}
    INSERT INTO outbox (slice, no, kind, gateway_id, company_id, occurred_at, payload)
    SELECT slice, head.before + f.position, f.kind, f.gateway_id, f.company_id, f.occurred_at, f.payload
    FROM head JOIN unnest(
      ${int2s(rows.map((fact) => fact.slice))}::smallint[],
      ${int4s(rows.map((fact) => fact.position))}::integer[],
      ${texts(rows.map((fact) => fact.kind))}::text[],
      ${int4s(rows.map((fact) => fact.gatewayId))}::integer[],
      ${texts(rows.map((fact) => fact.companyId))}::text[],
      ${timestamps(rows.map((fact) => fact.occurredAtMs))}::timestamptz[],
      ${jsonbs(rows.map((fact) => JSON.stringify(fact.payload)))}::jsonb[]
    ) AS f (slice, position, kind, gateway_id, company_id, occurred_at, payload) USING (slice)`.execute(tx);
}

/** Locked in the order of slices, so that two transactions never wait for each other. */
function headsOf(counts: ReadonlyMap<number, number>) {
  return sql`
    added AS (
      SELECT * FROM unnest(${[...counts.keys()]}::smallint[], ${[...counts.values()]}::integer[]) AS a (slice, count)),
    locked AS (SELECT slice FROM outbox_heads WHERE slice IN (SELECT slice FROM added) ORDER BY slice FOR UPDATE),
    head AS (
      UPDATE outbox_heads h SET no = h.no + added.count FROM locked JOIN added USING (slice) WHERE h.slice = locked.slice
      RETURNING h.slice, h.no - added.count AS before)`;
}
