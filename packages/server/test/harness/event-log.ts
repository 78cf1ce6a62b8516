import type pg from 'pg';
import { EVENT_PARTITIONS } from '../../src/events/index.ts';
import { FanOut } from '../../src/events/log/fan-out.ts';
import type { Fact } from '../../src/events/log/facts.ts';
import { MovableClock } from '../../src/platform/clock.ts';
import { openDatabase, openPool, type Db } from '../../src/platform/database/database.ts';
import { keepPartitions } from '../../src/platform/database/partitions.ts';
import { createLog } from '../../src/platform/log.ts';
import { createDatabase } from './database.ts';
import { NO_MAILS } from './no-mails.ts';
import { NO_REMOVALS } from './no-removals.ts';
import { platformOf } from './platform.ts';

const START = Date.parse('2026-01-10T00:00:00Z');

/** Facts and company logs alone, on a database of their own and a clock that stands still. */
export interface TestLog {
  readonly db: Db;
  readonly pool: pg.Pool;
  readonly clock: MovableClock;
  /** Several on one database are as many nodes; the clock of one may be ahead. */
  newFanOut(aheadMs?: number): FanOut;
  tell(gatewayId: number, companyId: string | null, payload: Fact): Promise<void>;
  contract(gatewayId: number, companyId: string, active: boolean): Promise<void>;
  measure(gatewayId: number, value: number): Promise<void>;
  stop(): Promise<void>;
}

export async function startLog(): Promise<TestLog> {
  const log = createLog('silent');
  const database = await createDatabase();
  const pool = openPool({ connectionString: database.url }, log);
  const db = openDatabase(pool);
  const clock = new MovableClock({ anchorRealMs: 0, anchorMs: START, speed: 1, frozen: true });
  await keepPartitions(db, EVENT_PARTITIONS, clock.now());
  const masterKey = { seal: () => Buffer.alloc(0), open: () => '', derive: () => [] };
  const platform = platformOf({
    pool,
    db,
    clock,
    log,
    masterKey,
    mails: NO_MAILS,
    removals: NO_REMOVALS,
  });
  const { transact } = platform;
  const fanOuts: FanOut[] = [];
  const tell = (gatewayId: number, companyId: string | null, payload: Fact) =>
    transact((unit) =>
      Promise.resolve(unit.tell({ kind: payload.kind, gatewayId, companyId, occurredAtMs: 0, payload })),
    );
  return {
    db,
    pool,
    clock,
    newFanOut: (aheadMs = 0) => {
      const own = { anchorRealMs: 0, anchorMs: START + aheadMs, speed: 1, frozen: true };
      const fanOut = new FanOut(
        aheadMs === 0 ? platform : { ...platform, clock: new MovableClock(own) },
        () => Promise.resolve(['en']),
        () => Promise.resolve(true),
        () => undefined,
        () => undefined,
      );
      fanOuts.push(fanOut);
      return fanOut;
    },
    tell,
    contract: (gatewayId, companyId, active) =>
      tell(gatewayId, companyId, {
        kind: 'contract-status',
        data: { from: null, to: active ? 'ACTIVE' : 'CLOSED', actor: 'OWNER' } as never,
        monitoring: active,
        dataPoints: active,
      }),
    measure: (gatewayId, value) =>
      tell(gatewayId, null, {
        kind: 'measured',
        atMs: 0,
        late: false,
        points: [{ point: 1, instance: 1, value }],
      }),
    stop: async () => {
      for (const fanOut of fanOuts) await fanOut.stop();
      await pool.end();
      await database.drop();
    },
  };
}
