import fc from 'fast-check';
import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { EVENT_TYPES } from '@hearthgate/wire';
import { previousSeq } from '../../src/events/envelope.ts';
import type { FanOut } from '../../src/events/log/fan-out.ts';
import type { Fact } from '../../src/events/log/facts.ts';
import { lastSeq } from '../../src/events/webhooks/store.ts';
import { readRange } from '../../src/events/reading/store.ts';
import { sliceOfGateway } from '../../src/platform/database/unit-of-work.ts';
import { startLog, type TestLog } from '../harness/event-log.ts';

const COMPANY = 'cmp_1';
/** In different slices, so that different fan-outs write them. */
const [A, B] = [101_000_001, 101_000_002];

describe('the log of a company', () => {
  let log: TestLog;

  beforeEach(async () => {
    log = await startLog();
  });
  afterEach(() => log.stop());

  const fanOut = async (of: FanOut, gatewayId: number) => {
    of.signal(new Set([sliceOfGateway(gatewayId)]));
    await of.settled();
  };
  /** What a reader has that comes back again and again, each time behind the last number that it was given. */
  class Reader {
    after = 0;
    readonly seen: string[] = [];

    async read(limit = 1_000): Promise<void> {
      const upTo = await lastSeq(log.db, COMPANY);
      const rows = await readRange(log.db, COMPANY, { after: this.after, upTo, limit });
      this.seen.push(...rows.map((row) => row.event_id));
      this.after = rows.at(-1)?.seq ?? this.after;
    }
  }
  const logged = async () => {
    const { rows } = await log.pool.query<{
      id: string;
      seq: number;
      gateway_id: number;
      gatewayseq: number;
    }>(
      'SELECT event_id AS id, seq, gateway_id, gatewayseq FROM events WHERE company_id = $1 ORDER BY seq, event_id',
      [COMPANY],
    );
    return rows;
  };
  const dense = (numbers: readonly number[]) => expect(numbers).toEqual(numbers.map((_number, at) => at + 1));

  test('two concurrent writers that commit out of order never make a reader skip', async () => {
    const [first, second] = [log.newFanOut(), log.newFanOut()];
    await log.contract(A, COMPANY, true);
    await log.contract(B, COMPANY, true);
    await fanOut(first, A);
    await fanOut(first, B);
    const reader = new Reader();
    await reader.read();
    expect(reader.seen).toHaveLength(2);

    const gate = await closeGate(log.pool, A);
    try {
      await log.measure(A, 1);
      await log.measure(B, 2);
      // The first writer has its numbers and is held before it has told them; the second one begins meanwhile.
      const held = fanOut(first, A);
      await gate.waiting(1);
      log.clock.move({ toMs: log.clock.now() + 1 });
      const other = fanOut(second, B);
      await Promise.race([other, gate.waiting(2)]);
      await reader.read();
      await gate.open();
      await Promise.all([held, other]);
      await reader.read();
    } finally {
      await gate.remove();
    }
    const rows = await logged();
    expect(rows).toHaveLength(4);
    expect(reader.seen.toSorted()).toEqual(rows.map(({ id }) => id).toSorted());
    dense(rows.map(({ seq }) => seq));
  });

  test('under many writers and readers no number has a hole and nobody misses or doubles an event', async () => {
    const gateways = Array.from({ length: 8 }, (_unused, at) => A + at);
    const fanOuts = gateways.map(() => log.newFanOut());
    for (const gatewayId of gateways) await log.contract(gatewayId, COMPANY, true);
    const readers = [new Reader(), new Reader()];
    const writing = { isDone: false };
    const reading = readers.map(async (reader, at) => {
      while (!writing.isDone) await reader.read(3 + at);
    });
    for (let round = 0; round < 15; round += 1) {
      await Promise.all(
        gateways.map(async (gatewayId, at) => {
          await log.measure(gatewayId, round);
          log.clock.move({ toMs: log.clock.now() + 1 });
          const own = fanOuts[at];
          if (own) await fanOut(own, gatewayId);
        }),
      );
    }
    writing.isDone = true;
    await Promise.all(reading);
    const rows = await logged();
    expect(rows).toHaveLength(gateways.length * 16);
    dense(rows.map(({ seq }) => seq));
    for (const own of Map.groupBy(rows, (row) => row.gateway_id).values())
      dense(own.map((row) => row.gatewayseq));
    for (const reader of readers) {
      await reader.read();
      expect(reader.seen).toEqual(rows.map(({ id }) => id));
    }
  });

  test('times never go back along a log, whichever node writes', async () => {
    const [ahead, behind] = [log.newFanOut(5_000), log.newFanOut()];
    await log.contract(A, COMPANY, true);
    for (const writer of [behind, ahead, behind, ahead]) {
      await log.measure(A, 1);
      await fanOut(writer, A);
    }
    const { rows } = await log.pool.query<{ at: Date }>('SELECT recorded_at AS at FROM events ORDER BY seq');
    const since = rows.map(({ at }) => at.getTime() - log.clock.now());
    expect(since).toEqual([0, 0, 5_000, 5_000, 5_000]);
  });

  test('what preceded an event is right for every choice of types', async () => {
    const writer = log.newFanOut();
    for (const gatewayId of [A, B]) await log.contract(gatewayId, COMPANY, true);
    const kinds = fc.constantFrom('measured', 'connectivity', 'command-status', 'daily-aggregate');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom(A, B), kinds), { minLength: 1, maxLength: 25 }),
        fc.array(fc.subarray(EVENT_TYPES, { minLength: 1 }), { minLength: 1, maxLength: 6 }),
        fc.array(fc.boolean(), { minLength: 25, maxLength: 25 }),
        async (told, choices, pauses) => {
          for (const [at, [gatewayId, kind]] of told.entries()) {
            await log.tell(gatewayId, null, factOf(kind));
            // Some events come in one batch, others in batches of their own.
            if (pauses[at] === true) await fanOut(writer, gatewayId);
          }
          for (const gatewayId of [A, B]) await fanOut(writer, gatewayId);
          const rows = await readRange(log.db, COMPANY, { after: 0, upTo: 1_000_000, limit: 1_000_000 });
          for (const types of [...choices, EVENT_TYPES]) {
            // The model: go through what the reader is given, and remember the last number of each gateway.
            const last = new Map<number, number>();
            for (const { gateway_id: gateway, gatewayseq, previous, type } of rows) {
              if (gateway === null || gatewayseq === null || !types.includes(type)) continue;
              expect(previousSeq(previous, gatewayseq, types)).toBe(last.get(gateway) ?? 0);
              last.set(gateway, gatewayseq);
            }
          }
        },
      ),
      { numRuns: 25 },
    );
  });
});

/** The log does not look into facts of these kinds. */
function factOf(kind: string): Fact {
  if (kind === 'measured') return { kind, atMs: 0, late: false, points: [] };
  return { kind, data: { revision: 0 } } as never;
}

/** Whoever logs an event of this gateway stops in the middle of its transaction until the gate is opened. */
async function closeGate(pool: pg.Pool, gatewayId: number) {
  const keeper = await pool.connect();
  await keeper.query(`
    SELECT pg_advisory_lock(77);
    CREATE FUNCTION wait_at_gate() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_advisory_xact_lock(77); RETURN NULL; END $$;
    CREATE TRIGGER gate AFTER INSERT ON events
      FOR EACH ROW WHEN (NEW.gateway_id = ${gatewayId}) EXECUTE FUNCTION wait_at_gate()`);
  return {
    /** So many can go no further: at the gate, or behind one who is. */
    waiting: (count: number) =>
      vi.waitFor(
        async () => {
          const { rows } = await pool.query(
            `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
          );
          expect(rows).toHaveLength(count);
        },
        { timeout: 10_000, interval: 10 },
      ),
    open: () => keeper.query('SELECT pg_advisory_unlock_all()'),
    remove: async () => {
      await keeper.query('SELECT pg_advisory_unlock_all()');
      keeper.release();
      await pool.query('DROP TRIGGER gate ON events; DROP FUNCTION wait_at_gate()');
    },
  };
}
