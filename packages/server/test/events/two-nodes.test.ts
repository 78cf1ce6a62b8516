import { sql } from 'kysely';
import { afterEach, expect, test, vi } from 'vitest';
import { startDelivery, type TestDelivery } from '../harness/delivery.ts';
import { acquire } from '../../src/events/delivery/progress-store.ts';
import { forgiveFailures } from '../../src/events/webhooks/store.ts';

const [A, B] = [101_000_001, 101_000_002];
const KEY = { company_id: 'cmp_test', webhook_id: 'whk_test' };
/** Longer than a node takes to look for endpoints of dead ones. */
const SOON = { timeout: 15_000, interval: 50 };

let delivery: TestDelivery | undefined;
afterEach(() => delivery?.stop());

async function startTwo() {
  const world = await startDelivery({}, false);
  delivery = world;
  for (const gatewayId of [A, B]) await world.addGateway(gatewayId);
  return { world, second: await world.join() };
}
const seqsOf = (world: TestDelivery) => world.taken().map(({ gatewayseq }) => gatewayseq);
/** As if the node that has the endpoint had not renewed its lease. */
const expire = (world: TestDelivery) =>
  sql`UPDATE webhook_progress SET lease_holder = 'dead', lease_until = now() - interval '1 s'`.execute(
    world.access.db,
  );

test('one node delivers, and hears at once what the other one has put into the log', async () => {
  const { world, second } = await startTwo();
  for (let round = 0; round < 3; round += 1) {
    await world.append([A, B]);
    await second.events.fanOut.start();
    await second.events.fanOut.settled();
    await vi.waitUntil(() => world.taken().length === 2 * (round + 1), SOON);
  }
  await second.events.settled();
  expect(new Set(world.messages.map(({ node }) => node))).toEqual(new Set([0]));
  expect(world.messages).toHaveLength(6);
});

test('who takes one endpoint leaves the others alone, whoever had them', async () => {
  const { world } = await startTwo();
  const { db } = world.access;
  await sql`
    INSERT INTO webhook_progress (company_id, webhook_id, cursor, lease_holder, lease_until, fence)
    VALUES (${KEY.company_id}, 'whk_free', 0, NULL, NULL, 3), (${KEY.company_id}, 'whk_dead', 0, 'dead', now() - interval '1 s', 7),
      (${KEY.company_id}, 'whk_mine', 0, 'me', now() + interval '9 s', 9)`.execute(db);
  expect(await acquire(db, { ...KEY, webhook_id: 'whk_free' }, 'me', false)).toMatchObject({
    progress: { webhook_id: 'whk_free', fence: 4 },
  });
  const { rows } = await sql<{ webhook_id: string; fence: number }>`
    SELECT webhook_id, fence FROM webhook_progress WHERE webhook_id IN ('whk_dead', 'whk_mine') ORDER BY 1`.execute(
    db,
  );
  expect(rows).toEqual([
    { webhook_id: 'whk_dead', fence: 7 },
    { webhook_id: 'whk_mine', fence: 9 },
  ]);
});

test('streams of a node hear of events that another one has logged', async () => {
  const { world, second } = await startTwo();
  const heard = vi.fn<() => void>();
  world.events().listeners.add(KEY.company_id, heard);
  await world.append([A]);
  await second.events.fanOut.start();
  await second.events.fanOut.settled();
  await vi.waitUntil(() => heard.mock.calls.length > 0, SOON);
});

test('a retry whose timer another node takes is made by the node that has the endpoint', async () => {
  const { world, second } = await startTwo();
  world.behave(() => 500);
  await world.append([A]);
  await world.settle();
  world.behave(() => 204);
  world.clock.move({ toMs: world.clock.now() + 10_000 });
  await second.access.timers.settle();
  await vi.waitUntil(() => world.taken().length === 1, SOON);
  expect(world.messages.map(({ node }) => node)).toEqual([0, 0]);
});

test('what is changed at one node counts at the other one, and it goes on writing where the endpoint stands', async () => {
  const { world, second } = await startTwo();
  world.behave(() => 500);
  await world.append([A, A, B, B]);
  await world.settle();
  world.behave(() => 204);
  await second.access.transact(async (unit) => {
    await forgiveFailures(unit.tx, KEY.company_id, KEY.webhook_id);
    second.events.changed(unit, KEY);
  });
  await world.advance(60_000);
  await vi.waitUntil(async () => (await world.progress()).cursor === 6, SOON);
  await world.settle();
  expect(await world.progress()).toMatchObject({ failures: 0, next_attempt_at: null });
  expect(new Set(world.messages.map(({ node }) => node))).toEqual(new Set([0]));
});

test('an endpoint that is deleted is forgotten by the node that left it to another one', async () => {
  const { world, second } = await startTwo();
  await world.append([A]);
  await second.events.fanOut.start();
  await vi.waitUntil(() => world.taken().length === 1, SOON);
  await vi.waitUntil(() => second.events.dispatcher.leftToOthers === 1, SOON);
  await world.access.transact(async (unit) => {
    await sql`DELETE FROM webhook_progress`.execute(unit.tx);
    await sql`DELETE FROM webhooks`.execute(unit.tx);
    world.events().changed(unit, KEY);
  });
  await vi.waitUntil(() => second.events.dispatcher.leftToOthers === 0, SOON);
});

test('a node that does not hear that it begins anew finds out when it writes', async () => {
  const world = await startDelivery();
  delivery = world;
  await world.addGateway(A);
  await forgiveFailures(world.access.db, KEY.company_id);
  for (let round = 0; round < 3; round += 1) {
    await world.append([A]);
    await world.settle();
  }
  // Taken, begun anew, taken once more: a worker that lost its endpoint gives it up once.
  expect(await world.progress()).toMatchObject({ cursor: 4, fence: 3 });
});

test('another node follows one that is gone, and what the first one learns then is not written', async () => {
  const { world } = await startTwo();
  let answer: (status: number) => void = () => undefined;
  const hanging = new Promise<number>((resolve) => (answer = resolve));
  world.behave(({ node }) => (node === 0 ? hanging : 204));
  await world.append([A]);
  await world.events().fanOut.start();
  await vi.waitFor(async () => {
    const { rows } = await sql<{ seq: number }>`SELECT seq FROM event_heads`.execute(world.access.db);
    expect(rows[0]?.seq).toBe(3);
  }, SOON);
  await expire(world);
  await vi.waitUntil(() => world.taken().length === 1, SOON);
  const { lease_holder: follower } = await world.progress();
  expect(follower).not.toBe('dead');
  answer(500);
  await world.append([B, A]);
  await world.settle();
  await vi.waitUntil(() => world.taken().length === 3, SOON);
  await vi.waitUntil(async () => (await world.progress()).cursor === 5, SOON);
  expect(await world.progress()).toMatchObject({ failures: 0, lease_holder: follower });
  const { rows } = await sql`SELECT * FROM webhook_laggards`.execute(world.access.db);
  expect(rows).toEqual([]);
  expect(world.messages.map(({ node, status }) => [node, status])).toEqual([
    [1, 204],
    [0, 500],
    [1, 204],
    [1, 204],
  ]);
  expect(seqsOf(world)).toHaveLength(3);
});

test('a node that is stopped leaves its endpoints to the other one', async () => {
  const { world } = await startTwo();
  await world.events().dispatcher.stop();
  await world.append([A]);
  await world.events().fanOut.start();
  await vi.waitUntil(() => world.taken().length === 1, SOON);
  expect(world.messages.map(({ node }) => node)).toEqual([1]);
});
