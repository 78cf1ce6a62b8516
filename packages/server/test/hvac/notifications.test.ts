import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LinkNotification } from '@hearthgate/wire';
import { forgetNotifications, type NotificationFact } from '../../src/hvac/index.ts';
import type { Hvac } from '../../src/hvac/hvac.ts';
import { toldNotifications, type NotificationFilter } from '../../src/hvac/notifications/store.ts';
import { takeNotifications } from '../../src/hvac/notifications/take-notifications.ts';
import { sliceOfGateway } from '../../src/platform/database/unit-of-work.ts';
import { startAccess, type TestAccess } from '../harness/access.ts';
import { startHvac } from '../harness/hvac.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const BLOCKING = { dcd: '6L', ccd: 229 };
const LOCKING = { dcd: '6A', ccd: 227 };

/** Notifications of gateways that nobody has connected: the lists come in as after the link. */
let world: TestAccess;
let hvac: Hvac;
let lastGatewayId = 101_000_000;

beforeAll(async () => {
  world = await startAccess(Date.parse('2026-01-15T06:30:00Z'));
  hvac = startHvac(world.access);
});
afterAll(() => world.stop());

function newGateway() {
  const gatewayId = (lastGatewayId += 1);
  return {
    gatewayId,
    lists: (list: readonly LinkNotification[]) => takeNotifications(hvac, gatewayId, list),
    told: async () => {
      const facts = await world.access.db
        .selectFrom('outbox')
        .select('payload')
        .where('gateway_id', '=', gatewayId)
        .orderBy('no')
        .execute();
      return facts.map(({ payload }) => {
        const { state, codes } = payload as NotificationFact;
        return `${state} ${codes.displayCode}/${codes.causeCode}`;
      });
    },
    listed: (filter: Partial<NotificationFilter> = {}) =>
      toldNotifications(world.access.db, gatewayId, {
        state: 'all',
        from: new Date(0),
        beforeNo: 0,
        limit: 1_000,
        ...filter,
      }),
  };
}

async function pass(minutes: number): Promise<void> {
  world.clock.move({ toMs: world.clock.now() + minutes * MINUTE_MS });
  await world.access.timers.settle();
}

/** Waits until this many connections wait for a lock. */
async function waitingForLock(count: number): Promise<void> {
  const deadline = performance.now() + 10_000;
  for (;;) {
    const { rows } = await sql<{ waiting: number }>`
      SELECT count(*)::int AS waiting FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`.execute(world.access.db);
    if (rows[0]?.waiting === count) return;
    if (performance.now() > deadline) throw new Error(`${rows[0]?.waiting} wait for a lock, not ${count}`);
  }
}

test('a list that comes while the timer of its gateway is at work waits for it: told once', async () => {
  const gateway = newGateway();
  await gateway.lists([BLOCKING]);
  world.clock.move({ toMs: world.clock.now() + 2 * MINUTE_MS });
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  const holding = world.access.db.transaction().execute(async (tx) => {
    await tx
      .selectFrom('outbox_heads')
      .selectAll()
      .where('slice', '=', sliceOfGateway(gateway.gatewayId))
      .forUpdate()
      .execute();
    held.resolve();
    await released;
  });
  await held.promise;
  // The timer has written and waits to tell; the list finds the timer's row taken.
  const timers = world.access.timers.settle();
  await waitingForLock(1);
  const list = gateway.lists([]);
  await waitingForLock(2);
  release();
  await Promise.all([holding, timers, list]);
  await pass(60);
  expect(await gateway.told()).toEqual(['RAISED 6L/229', 'RESOLVED 6L/229']);
});

test('a list that ends with its transaction undone leaves nothing, and the same list again is taken', async () => {
  const gateway = newGateway();
  await world.access.db.schema
    .alterTable('notifications')
    .addCheckConstraint('broken', sql`gateway_id <> ${sql.lit(gateway.gatewayId)}`)
    .execute();
  await expect(gateway.lists([LOCKING])).rejects.toThrow(/broken/);
  expect(await gateway.told()).toEqual([]);
  await world.access.db.schema.alterTable('notifications').dropConstraint('broken').execute();
  await gateway.lists([LOCKING]);
  expect(await gateway.told()).toEqual(['RAISED 6A/227']);
});

test('200 at once are told once each, and a gateway that invents more is not followed', async () => {
  const gateway = newGateway();
  const many = (from: number) =>
    Array.from({ length: 200 }, (_unused, index) => ({ ...LOCKING, orig: String(from + index) }));
  await gateway.lists(many(0));
  await gateway.lists(many(0).toReversed());
  expect(await gateway.told()).toHaveLength(200);
  for (const from of [200, 400, 600, 800]) await gateway.lists(many(from));
  expect(await gateway.told()).toHaveLength(400);
  expect(await hvac.notifications.get(gateway.gatewayId)).toHaveLength(400);
  // What went makes room.
  await pass(20);
  await gateway.lists(many(1_000));
  expect((await hvac.notifications.get(gateway.gatewayId)).length).toBeLessThanOrEqual(400);
  expect((await gateway.listed({ state: 'active' })).map(({ origin }) => Number(origin))).toContain(1_000);
});

test('codes that no database keeps as they came are cut, and their list stays the same list', async () => {
  const gateway = newGateway();
  const odd = [
    { dcd: '6A\0', ccd: 227 },
    { dcd: '\ud800', ccd: 1, orig: 'ab' },
    { dcd: ' \n ', orig: 'x' },
    { ccd: 2_147_483_647 },
    { ccd: -2_147_483_648 },
    { fc: '4' },
  ];
  for (let times = 0; times < 3; times += 1) await gateway.lists(odd);
  await pass(5);
  expect((await gateway.told()).toSorted()).toEqual([
    'RAISED 6A/227',
    'RAISED undefined/-2147483648',
    'RAISED undefined/2147483647',
    'RAISED \ufffd/1',
  ]);
  expect(await gateway.listed()).toMatchObject(Array.from({ length: 4 }, () => ({ occurrences: 1 })));
});

test('newest first, page by page, active and over apart', async () => {
  const gateway = newGateway();
  await gateway.lists([LOCKING]);
  await pass(1);
  await gateway.lists([{ dcd: 'H03' }]);
  await pass(20);
  await gateway.lists([{ dcd: 'H03' }, { dcd: 'H08' }, BLOCKING]);
  const displays = async (filter: Partial<NotificationFilter>) =>
    (await gateway.listed(filter)).map(({ displayCode }) => displayCode);
  // The last one waits for its delay.
  expect(await displays({})).toEqual(['H08', 'H03', '6A']);
  expect(await displays({ state: 'active' })).toEqual(['H08', 'H03']);
  expect(await displays({ state: 'resolved' })).toEqual(['6A']);
  expect(await displays({ beforeNo: 3, limit: 1 })).toEqual(['H03']);
});

test('what was over before somebody owned the gateway is not shown; what reached into that time is', async () => {
  const gateway = newGateway();
  await gateway.lists([LOCKING, { dcd: 'H03' }, { dcd: 'H08' }]);
  await pass(1);
  await gateway.lists([{ dcd: 'H03' }, { dcd: 'H08' }]);
  await pass(30);
  const from = new Date(world.clock.now());
  await pass(30);
  await gateway.lists([{ dcd: 'H03' }]);
  await pass(30);
  expect((await gateway.listed({ from })).map(({ displayCode }) => displayCode)).toEqual(['H08', 'H03']);
  expect(await gateway.listed()).toHaveLength(3);
});

test('what is over is forgotten after 400 days, what is active never', async () => {
  const gateway = newGateway();
  await gateway.lists([LOCKING, { dcd: 'H03' }]);
  await gateway.lists([{ dcd: 'H03' }]);
  await pass(20);
  await forgetNotifications(hvac);
  expect(await gateway.listed()).toHaveLength(2);
  await pass((401 * DAY_MS) / MINUTE_MS);
  await forgetNotifications(hvac);
  expect(await gateway.listed()).toMatchObject([{ displayCode: 'H03' }]);
});
