import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FanOut } from '../../src/events/log/fan-out.ts';
import type { Fact } from '../../src/events/log/facts.ts';
import { EVENT_PARTITIONS } from '../../src/events/index.ts';
import { MovableClock } from '../../src/platform/clock.ts';
import { openDatabase, openPool } from '../../src/platform/database/database.ts';
import { keepPartitions } from '../../src/platform/database/partitions.ts';
import { SharedCaches } from '../../src/platform/database/shared-caches.ts';
import { transactor, type Transact } from '../../src/platform/database/unit-of-work.ts';
import { localLimits } from '../../src/platform/limits/limits.ts';
import { createLog } from '../../src/platform/log.ts';
import { Timers } from '../../src/platform/timers.ts';
import { createDatabase, type TestDatabase } from '../harness/database.ts';

const log = createLog('silent');
const GATEWAYS = [101000001, 101000002];

describe('fan-out', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let fanOut: FanOut;
  let transact: Transact;

  beforeAll(async () => {
    database = await createDatabase();
    pool = openPool({ connectionString: database.url }, log);
    const db = openDatabase(pool);
    const clock = new MovableClock({
      anchorRealMs: 0,
      anchorMs: Date.parse('2026-01-10T00:00:00Z'),
      speed: 1,
      frozen: true,
    });
    await keepPartitions(db, EVENT_PARTITIONS, clock.now());
    const caches = new SharedCaches();
    transact = transactor(db, {
      facts: () => undefined,
      timers: () => undefined,
      caches,
    });
    const timers = new Timers(clock, db, transact, log);
    const masterKey = { seal: () => Buffer.alloc(0), open: () => '', derive: () => [] };
    const monotonic = () => 0;
    const limitsOf = () => localLimits(monotonic);
    const platform = { db, transact, caches, clock, timers, masterKey, log, monotonic, limitsOf };
    fanOut = new FanOut(
      platform,
      () => Promise.resolve(['en']),
      () => Promise.resolve(true),
      () => undefined,
    );
  });
  afterAll(async () => {
    await fanOut.stop();
    await pool.end();
    await database.drop();
  });

  const tell = (gatewayId: number, companyId: string | null, payload: Fact) =>
    transact((unit) =>
      Promise.resolve(unit.tell({ kind: payload.kind, gatewayId, companyId, occurredAtMs: 0, payload })),
    );
  const contract = (gatewayId: number, companyId: string, active: boolean) =>
    tell(gatewayId, companyId, {
      kind: 'contract-status',
      data: { from: null, to: active ? 'ACTIVE' : 'CLOSED', actor: 'OWNER' } as never,
      monitoring: active,
      dataPoints: active,
    });
  const measure = (gatewayId: number, value: number) =>
    tell(gatewayId, null, {
      kind: 'measured',
      atMs: 0,
      late: false,
      points: [{ point: 1, instance: 1, value }],
    });
  const logOf = async (companyId: string) => {
    const { rows } = await pool.query<{
      seq: number;
      gateway_id: number;
      gatewayseq: number;
      type: string;
      value: number | null;
    }>(
      "SELECT seq, gateway_id, gatewayseq, type, (data->'points'->0->>'value')::float AS value FROM events WHERE company_id = $1 ORDER BY seq",
      [companyId],
    );
    return rows;
  };
  const run = async () => {
    await fanOut.start();
    await fanOut.settled();
  };

  test('a company hears of a gateway from its contract on and until its end, in order', async () => {
    const [gateway = 0, other = 0] = GATEWAYS;
    await measure(gateway, 1);
    await contract(gateway, 'cmp_a', true);
    await measure(gateway, 2);
    await measure(other, 9);
    await contract(gateway, 'cmp_a', false);
    await measure(gateway, 3);
    await contract(gateway, 'cmp_b', true);
    await measure(gateway, 4);
    await run();
    expect((await logOf('cmp_a')).map(({ type, value }) => [type, value])).toEqual([
      ['CONTRACT_STATUS', null],
      ['DATA_POINT', 2],
      ['CONTRACT_STATUS', null],
    ]);
    expect((await logOf('cmp_b')).map(({ type, value }) => [type, value])).toEqual([
      ['CONTRACT_STATUS', null],
      ['DATA_POINT', 4],
    ]);
  });

  test('a crash before the mark of the slice repeats the batch and logs nothing twice', async () => {
    const [gateway = 0] = GATEWAYS;
    await measure(gateway, 5);
    await contract(gateway, 'cmp_c', true);
    await measure(gateway, 6);
    await contract(gateway, 'cmp_b', false);
    // The mark of the slice cannot move: the companies' logs are committed, the batch is not.
    await pool.query('ALTER TABLE fanout_marks ADD CONSTRAINT stuck CHECK (no < 0) NOT VALID');
    await fanOut.start();
    await fanOut.settled();
    const before = [await logOf('cmp_b'), await logOf('cmp_c')];
    expect(before[0]?.map(({ value }) => value)).toEqual([null, 4, 5, 6, null]);
    await pool.query('ALTER TABLE fanout_marks DROP CONSTRAINT stuck');
    await run();
    expect([await logOf('cmp_b'), await logOf('cmp_c')]).toEqual(before);
    const { rows } = await pool.query('SELECT 1 FROM outbox');
    expect(rows).toEqual([]);
  });

  test('numbers are dense per company and per company and gateway, whatever slices do meanwhile', async () => {
    for (const gatewayId of GATEWAYS) await contract(gatewayId, 'cmp_d', true);
    await Promise.all(
      Array.from({ length: 60 }, (_unused, index) =>
        measure(GATEWAYS[index % GATEWAYS.length] ?? 0, 10 + index),
      ),
    );
    await run();
    const rows = await logOf('cmp_d');
    expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_row, index) => index + 1));
    for (const gatewayId of GATEWAYS) {
      const seqs = rows.filter((row) => row.gateway_id === gatewayId).map(({ gatewayseq }) => gatewayseq);
      expect(seqs).toEqual(seqs.map((_seq, index) => index + 1));
    }
  });
});
