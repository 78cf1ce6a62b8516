import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createAccess,
  openLedger,
  publishConsent,
  SEEDED_TEXTS,
  type Access,
  type Publication,
} from '../../src/access/index.ts';
import { MovableClock } from '../../src/platform/clock.ts';
import { openDatabase } from '../../src/platform/database/database.ts';
import { preparedOn } from '../../src/platform/database/prepared.ts';
import { SharedCaches } from '../../src/platform/database/shared-caches.ts';
import { transactor } from '../../src/platform/database/unit-of-work.ts';
import { localLimits } from '../../src/platform/limits/limits.ts';
import { createLog } from '../../src/platform/log.ts';
import { ALL_SHARDS } from '../../src/platform/shards/shards.ts';
import { Timers } from '../../src/platform/timers.ts';
import { LedgerHands } from '../harness/ledger.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';
import { NO_MAILS } from '../harness/no-mails.ts';
import { NO_REMOVALS } from '../harness/no-removals.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

describe('publishing a consent text', () => {
  let sandbox: TestSandbox;
  let hands: LedgerHands;

  beforeAll(async () => {
    sandbox = await startSandbox();
    hands = await LedgerHands.lay(sandbox, String(sandbox.pool.options.connectionString));
  });
  afterAll(async () => {
    await hands.pool.end();
    await sandbox.stop();
  });

  const publish = (body: object) => sandbox.call<Publication>('POST', '/sandbox/consents', { body });
  /** Gateways of a dry run, page by page. */
  const pages = async (text: object): Promise<string[][]> => {
    const found: string[][] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const { body } = await publish({ ...text, dryRun: true, ...(cursor !== undefined && { cursor }) });
      expect(body.outdated.contracts).toBe(5);
      found.push(body.outdated.items.map(({ gatewayId }) => gatewayId));
      cursor = body.outdated.nextCursor;
    }
    return found;
  };
  const outdated = async (): Promise<string[]> => {
    sandbox.passTime(60_000);
    const { body } = await sandbox.call<{ items: { gatewayId: string; consent: { outdated: boolean } }[] }>(
      'GET',
      '/contracts',
    );
    return body.items.filter(({ consent }) => consent.outdated).map(({ gatewayId }) => gatewayId);
  };
  const told = async () => {
    await sandbox.settle();
    const events = (await sandbox.inbox()).filter(({ body }) => body.type === 'CONSENT_OUTDATED');
    return events.map(({ body }) => body);
  };
  const remoteControl = async (gatewayId: string) => {
    sandbox.passTime(60_000);
    return (await sandbox.call('GET', `/hvacs/${gatewayId}/heatingCircuits/1`)).status;
  };
  const rows = async () => {
    const { rows: counts } = await hands.pool.query(`
      SELECT (SELECT count(*) FROM consent_versions) AS versions, (SELECT count(*) FROM consent_texts) AS texts,
             (SELECT sum(no) FROM outbox_heads) AS facts, (SELECT count(*) FROM consent_entries) AS entries`);
    return counts;
  };

  test('a dry run writes nothing and lists exactly the contracts that turn outdated', async () => {
    const before = [await rows(), await outdated()];
    const { status, body } = await publish({ version: '2026-02', dryRun: true });
    expect(status).toBe(200);
    expect([await rows(), await outdated()]).toEqual(before);
    expect(before[1]).toEqual(['101000004']);
    expect(body).toMatchObject({ dryRun: true, outdated: { contracts: 5, companies: 1, nextCursor: null } });
    // Not 101000004, which is outdated already.
    expect(body.outdated.items.map(({ gatewayId, givenVersion }) => [gatewayId, givenVersion])).toEqual(
      ['101000001', '101000002', '101000003', '101000006', '101000007'].map((id) => [id, '2024-07']),
    );
    expect(await pages({ version: '2026-02', limit: 2 })).toEqual([
      ['101000001', '101000002'],
      ['101000003', '101000006'],
      ['101000007'],
    ]);
    expect(await pages({ version: '2026-02', limit: 5 })).toHaveLength(1);
    const foreign = await publish({ version: '2026-02', dryRun: true, cursor: 'cDE' });
    expect([foreign.status, foreign.body]).toMatchObject([400, { errors: [{ pointer: '/cursor' }] }]);
    const optional = await publish({ version: 'x', dryRun: true, requiredForRemoteControl: false });
    expect(optional.body.outdated.contracts).toBe(0);
  });

  test('companies are told before the first 451, and owners may accept ahead', async () => {
    const now = Date.parse(
      (await sandbox.call<{ clock: { now: string } }>('GET', '/sandbox')).body.clock.now,
    );
    const effectiveFrom = new Date(now + HOUR_MS).toISOString();
    const { body } = await publish({ version: '2026-02', effectiveFrom });
    const events = await told();
    expect(new Set(events.map(({ gatewayid }) => gatewayid))).toEqual(
      new Set(body.outdated.items.map(({ gatewayId }) => gatewayId)),
    );
    expect(events).toHaveLength(5);
    expect(events.find(({ gatewayid }) => gatewayid === '101000001')?.data).toEqual({
      gatewayId: '101000001',
      givenVersion: '2024-07',
      requiredVersion: '2026-02',
      updateUrl: `${sandbox.world.baseUrl}/owner/gateways/101000001/consent`,
      effectiveFrom,
    });
    expect([await remoteControl('101000001'), await remoteControl('101000002')]).toEqual([200, 200]);

    const renewed = await sandbox.call('POST', '/sandbox/contracts', { body: { gatewayId: '101000001' } });
    expect(renewed.body).toMatchObject({ consentVersion: '2026-02' });
    await sandbox.advance('PT1H');
    expect([await remoteControl('101000001'), await remoteControl('101000002')]).toEqual([200, 451]);
    expect(await outdated()).toEqual(['101000002', '101000003', '101000004', '101000006', '101000007']);
    expect(await told()).toHaveLength(5);
  });

  test('at once: the event stands in the log when the 451 comes', async () => {
    await publish({ version: '2026-03' });
    expect(await remoteControl('101000001')).toBe(451);
    const last = (await told()).at(-1);
    expect(last).toMatchObject({ gatewayid: '101000001', data: { requiredVersion: '2026-03' } });
  });

  test('a published text never changes, and none comes before another', async () => {
    const again = await publish({ version: '2026-03', texts: { en: 'Another text.' } });
    expect([again.status, again.body]).toMatchObject([400, { errors: [{ pointer: '/version' }] }]);
    const early = await publish({ version: '2025-01', effectiveFrom: '2025-01-01T00:00:00.000Z' });
    expect([early.status, early.body]).toMatchObject([400, { errors: [{ pointer: '/effectiveFrom' }] }]);
  });

  test('a publication for more contracts than one transaction tells is told to the last of them', async () => {
    await hands.pool.query(`
      UPDATE webhooks SET paused = true;
      INSERT INTO contracts SELECT company_id, 500000000 + n, owner_id, brand, 'ACTIVE', initiated_by, created_at,
        updated_at, NULL, NULL, true, true, true, '2026-03', now(), 'en'
      FROM contracts, generate_series(1, 700) n WHERE gateway_id = 101000001`);
    const { body } = await publish({ version: '2026-04' });
    expect(body.outdated).toMatchObject({ contracts: 700, companies: 1, nextCursor: null });
    expect(body.outdated.items).toHaveLength(500);
    await sandbox.settle();
    const { rows: counts } = await hands.pool.query<{ told: number; gateways: number }>(`
      SELECT count(*) AS told, count(DISTINCT gateway_id) AS gateways
      FROM events WHERE data->>'requiredVersion' = '2026-04'`);
    expect(counts).toEqual([{ told: 700, gateways: 700 }]);
  });

  test('in production a required text takes effect 30 days later at the earliest', async () => {
    const nowMs = Date.now() + 40 * DAY_MS;
    const access = await productionAccess(hands, sandbox.dataDir, nowMs);
    const text = (version: string, days: number, requiredForRemoteControl: boolean) => ({
      version,
      texts: SEEDED_TEXTS['2024-07'],
      effectiveFrom: new Date(nowMs + days * DAY_MS),
      requiredForRemoteControl,
    });
    await expect(publishConsent(access, text('p1', 29, true))).rejects.toMatchObject({
      members: { errors: [{ pointer: '/effectiveFrom' }] },
    });
    await publishConsent(access, text('p1', 0, false));
    await publishConsent(access, text('p2', 30, true));
  });
});

/** The verbs as a production server runs them, at a time of its own. */
async function productionAccess(hands: LedgerHands, dataDir: string, nowMs: number): Promise<Access> {
  const { pool, masterKey } = hands;
  const log = createLog('silent');
  const db = openDatabase(pool);
  const clock = new MovableClock({ anchorRealMs: 0, anchorMs: nowMs, speed: 1, frozen: true });
  const caches = new SharedCaches();
  const transact = transactor(db, {
    removals: NO_REMOVALS,
    facts: () => undefined,
    timers: () => undefined,
    mails: NO_MAILS,
    caches,
  });
  const timers = new Timers(clock, db, transact, log);
  const limitsOf = () => localLimits(() => 0);
  const shards = ALL_SHARDS;
  const platform = {
    db,
    transact,
    transactAtOnce: transact,
    readPrepared: preparedOn(pool),
    caches,
    clock,
    shards,
    timers,
    masterKey,
    log,
    monotonic: () => 0,
    limitsOf,
  };
  const urls = { publicUrl: () => 'https://api.example', portalUrl: () => 'https://portal.example' };
  return createAccess(
    platform,
    urls,
    { trustProxy: [], plainHttpCallers: [] },
    { ledger: await openLedger(platform, dataDir), consentNoticeMs: 30 * DAY_MS },
    { accountOf: () => Promise.resolve(null) },
  );
}
