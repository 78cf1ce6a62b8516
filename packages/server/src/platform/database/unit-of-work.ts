import { sql } from 'kysely';
import { isConflict, type Db, type Tx } from './database.ts';
import type { SharedCaches, Change, SharedCache } from './shared-caches.ts';

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

/** One transaction: its writes, the facts it tells, and the timers it sets. */
export interface UnitOfWork {
  readonly tx: Tx;
  tell(fact: Fact): void;
  /** Sets a timer; one with the same id is replaced. */
  schedule(timer: TimerRow): Promise<void>;
  cancel(slice: number, id: string): Promise<void>;
  /** The row of this key changed: after the commit no node's cache gives an older one. */
  changed(cache: SharedCache<unknown>, key: string): void;
  /** Runs after the commit, for answers and what this process alone keeps; must not fail. */
  afterCommit(then: () => void): void;
}

/** Who wants to know that facts, timers or cached rows were committed. */
export interface Signals {
  facts(slices: ReadonlySet<number>): void;
  timers(): void;
  readonly caches: SharedCaches;
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
  const changes: Change[] = [];
  const afterwards: (() => void)[] = [];
  let timersChanged = false;
  const result = await db.transaction().execute(async (tx) => {
    const value = await work({
      tx,
      tell: (fact) => facts.push(fact),
      schedule: async (timer) => {
        timersChanged = true;
        await upsertTimer(tx, timer);
      },
      cancel: async (slice, id) => {
        await tx.deleteFrom('timers').where('slice', '=', slice).where('id', '=', id).execute();
      },
      changed: (cache, key) => changes.push([cache.name, key]),
      afterCommit: (then) => afterwards.push(then),
    });
    await signals.caches.announce(tx, changes);
    await appendFacts(tx, facts);
    return value;
  });
  signals.caches.drop(changes);
  for (const then of afterwards) then();
  if (facts.length > 0) signals.facts(new Set(facts.map(sliceOf)));
  if (timersChanged) signals.timers();
  return result;
}

function sliceOf(fact: Fact): number {
  if (fact.gatewayId !== null) return sliceOfGateway(fact.gatewayId);
  return fact.companyId === null ? 0 : sliceOfCompany(fact.companyId);
}

async function upsertTimer(tx: Tx, timer: TimerRow): Promise<void> {
  const row = { kind: timer.kind, due_at: new Date(timer.dueAtMs), payload: JSON.stringify(timer.payload) };
  await tx
    .insertInto('timers')
    .values({ slice: timer.slice, id: timer.id, ...row })
    .onConflict((conflict) => conflict.columns(['slice', 'id']).doUpdateSet(row))
    .execute();
}

/** Last statements of a transaction: the head rows stay locked only until the commit that follows at once. */
async function appendFacts(tx: Tx, facts: readonly Fact[]): Promise<void> {
  const bySlice = Map.groupBy(facts, sliceOf);
  for (const slice of [...bySlice.keys()].toSorted((a, b) => a - b)) {
    const rows = bySlice.get(slice) ?? [];
    await sql`
      WITH head AS (UPDATE outbox_heads SET no = no + ${rows.length} WHERE slice = ${slice} RETURNING no)
      INSERT INTO outbox (slice, no, kind, gateway_id, company_id, occurred_at, payload)
      SELECT ${slice}, head.no - ${rows.length} + f.position, f.kind, f.gateway_id, f.company_id, f.occurred_at, f.payload
      FROM head, unnest(
        ${rows.map((fact) => fact.kind)}::text[],
        ${rows.map((fact) => fact.gatewayId)}::integer[],
        ${rows.map((fact) => fact.companyId)}::text[],
        ${rows.map((fact) => new Date(fact.occurredAtMs))}::timestamptz[],
        ${rows.map((fact) => JSON.stringify(fact.payload))}::jsonb[]
      ) WITH ORDINALITY AS f (kind, gateway_id, company_id, occurred_at, payload, position)`.execute(tx);
  }
}
