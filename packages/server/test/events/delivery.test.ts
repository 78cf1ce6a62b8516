import { sql } from 'kysely';
import { afterEach, expect, test, vi } from 'vitest';
import { startDelivery, type Message, type SentEvent, type TestDelivery } from '../harness/delivery.ts';

const [A, B, C] = [101_000_001, 101_000_002, 101_000_003];
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

let delivery: TestDelivery | undefined;
afterEach(() => delivery?.stop());

async function start(gateways: readonly number[], wanted: Parameters<typeof startDelivery>[0] = {}) {
  delivery = await startDelivery(wanted);
  for (const gatewayId of gateways) await delivery.addGateway(gatewayId);
  return delivery;
}
const isOf = (gatewayId: number) => (event: SentEvent) => event.gatewayid === String(gatewayId);
const seqs = (events: readonly SentEvent[]) => events.map(({ gatewayseq }) => gatewayseq);
/** Refuses one event of a gateway for ever. */
const poison = (gatewayId: number, seq: number) => (message: Message) =>
  message.events.some((event) => isOf(gatewayId)(event) && event.gatewayseq === seq) ? 500 : 204;

test('gateways go on beside each other, each in order, and previousseq names the one before of the chosen types', async () => {
  const world = await start([A, B]);
  await world.append([A, B, A, A, B]);
  await world.append([A], 'DATA_POINT');
  await world.settle();
  // The contract's event has number 1, and was not chosen.
  expect(
    world
      .taken()
      .filter(isOf(A))
      .map(({ gatewayseq, previousseq }) => [gatewayseq, previousseq]),
  ).toEqual([
    [2, 0],
    [3, 2],
    [4, 3],
    [5, 4],
  ]);
  expect(seqs(world.taken().filter(isOf(B)))).toEqual([2, 3]);
  expect((await world.progress()).cursor).toBe(8);
});

test('an event that is refused again and again holds up its own gateway alone, and is parked in the end', async () => {
  const world = await start([A, B]);
  world.behave(poison(A, 2));
  await world.append([A, B, A]);
  await world.settle();
  expect(seqs(world.taken().filter(isOf(B)))).toEqual([2]);
  expect(world.taken().filter(isOf(A))).toEqual([]);
  // The rest goes on, and the cursor with it.
  expect((await world.progress()).cursor).toBe(5);
  for (let minutes = 0; minutes < 60; minutes += 1) {
    await world.append([B]);
    await world.advance(MINUTE_MS);
  }
  const [late] = world.taken().filter(isOf(A));
  expect(late).toMatchObject({ gatewayseq: 3, previousseq: 2, parkedBefore: 2 });
  expect((await world.attempts()).filter(({ outcome }) => outcome === 'PARKED')).toHaveLength(1);
  // It is still tried, and comes when it can.
  world.behave(() => 204);
  await world.advance(DAY_MS);
  expect(seqs(world.taken().filter(isOf(A)))).toEqual([3, 2]);
  await world.append([A]);
  await world.settle();
  expect(Object.keys(world.taken().at(-1) ?? {})).not.toContain('parkedBefore');
});

test('of the only gateway too: the event behind the one that is refused proves that the endpoint works', async () => {
  const world = await start([A]);
  world.behave(poison(A, 2));
  await world.append([A, A, A]);
  await world.settle();
  await world.advance(4 * HOUR_MS);
  expect(seqs(world.taken())).toEqual([3, 4]);
  expect(world.taken()[0]?.parkedBefore).toBe(2);
});

test('whoever overtakes several parked events names the oldest of them', async () => {
  const world = await start([A, B]);
  const refuse = (...refused: number[]) =>
    world.behave(({ events }) =>
      events.some((event) => isOf(A)(event) && refused.includes(event.gatewayseq ?? 0)) ? 500 : 204,
    );
  refuse(2, 3, 5);
  await world.append([A, A, A]);
  for (let minutes = 0; minutes < 40; minutes += 1) {
    await world.append([B]);
    await world.advance(MINUTE_MS);
  }
  // The second of them goes through before the first, and then one that overtakes an event which is not parked yet.
  refuse(2, 5);
  await world.advance(HOUR_MS);
  await world.append([A, A]);
  await world.advance(DAY_MS);
  expect(
    world
      .taken()
      .filter(isOf(A))
      .map(({ gatewayseq, parkedBefore }) => [gatewayseq, parkedBefore]),
  ).toEqual([
    [4, 2],
    [3, 2],
    [6, 2],
  ]);
});

test('a parked event is tried on by an endpoint that fails and has nothing else to try', async () => {
  const world = await start([A, B]);
  world.behave(poison(B, 3));
  await world.append([A, B, B, A]);
  await world.advance(15 * MINUTE_MS);
  expect((await world.attempts()).map(({ outcome }) => outcome)).toContain('PARKED');
  world.behave(() => 204);
  await world.advance(DAY_MS);
  expect(seqs(world.taken().filter(isOf(B)))).toEqual([2, 3]);
});

test('what cannot be delivered for seven days while others can is given up, and stays in the log', async () => {
  const world = await start([A, B]);
  world.behave(poison(A, 2));
  await world.append([A, B]);
  await world.settle();
  for (let hours = 0; hours < 8 * 24; hours += 6) {
    await world.append([B]);
    await world.advance(6 * HOUR_MS);
  }
  expect((await world.attempts()).filter(({ outcome }) => outcome === 'GAVE_UP')).toHaveLength(1);
  world.behave(() => 204);
  await world.advance(DAY_MS);
  expect(world.taken().some(isOf(A))).toBe(false);
});

test('an endpoint that fails is left alone as a whole, is asked with few requests, and gets everything in order when it is back', async () => {
  const world = await start([A, B, C]);
  world.behave(() => 500);
  await world.append(Array.from({ length: 60 }, (_unused, at) => [A, B, C][at % 3] ?? A));
  await world.settle();
  const atFirst = world.messages.length;
  expect(atFirst).toBeLessThan(10);
  await world.advance(3 * DAY_MS);
  expect(world.messages.length - atFirst).toBeLessThan(60);
  world.behave(() => 204);
  await world.advance(8 * HOUR_MS);
  for (const gatewayId of [A, B, C])
    expect(seqs(world.taken().filter(isOf(gatewayId)))).toEqual(
      Array.from({ length: 20 }, (_unused, at) => at + 2),
    );
});

test('an endpoint that takes nothing over for seven days is paused, and the company is told', async () => {
  const world = await start([A]);
  world.behave(() => 503);
  await world.append([A]);
  await world.advance(8 * DAY_MS);
  const row = await world.events().webhooks.get('cmp_test:whk_test');
  expect(row).toMatchObject({ paused: true, paused_reason: 'FAILING' });
  const tried = world.messages.length;
  world.behave(() => 204);
  await world.advance(DAY_MS);
  expect(world.messages.length).toBe(tried);
  await world.change({
    paused: false,
    paused_reason: null,
    event_types: ['CONNECTIVITY_STATUS', 'WEBHOOK_PAUSED'],
  });
  await world.advance(7 * HOUR_MS);
  expect(world.taken().map(({ type }) => type)).toEqual(['CONNECTIVITY_STATUS', 'WEBHOOK_PAUSED']);
});

test('410 pauses at once', async () => {
  const world = await start([A]);
  world.behave(() => 410);
  await world.append([A, A]);
  await world.settle();
  expect(world.messages).toHaveLength(1);
  expect(await world.events().webhooks.get('cmp_test:whk_test')).toMatchObject({ paused_reason: 'GONE' });
});

test('Retry-After is honoured for the endpoint as a whole', async () => {
  const world = await start([A, B]);
  world.behave(() => ({ status: 429, retryAfterMs: 10 * MINUTE_MS }));
  await world.append([A]);
  await world.settle();
  world.behave(() => 204);
  await world.append([B]);
  await world.advance(9 * MINUTE_MS);
  expect(world.taken()).toEqual([]);
  await world.advance(2 * MINUTE_MS);
  expect(world.taken()).toHaveLength(2);
});

test('batches carry many events, are tried again as they were, and are split in the end', async () => {
  const world = await start([A, B], { batch: 10 });
  world.behave(() => 500);
  await world.append([A, A, A, A]);
  await world.settle();
  world.behave(poison(A, 3));
  await world.append([B]);
  await world.advance(DAY_MS);
  const batches = world.messages.filter(({ events }) => events.length > 1);
  expect(new Set(batches.map(({ id }) => id)).size).toBe(1);
  expect(batches.map(({ events }) => seqs(events))).toEqual(batches.map(() => [2, 3, 4, 5]));
  expect(batches[0]?.id).toMatch(/^bat_/);
  expect(seqs(world.taken().filter(isOf(A)))).toEqual([2, 4, 5]);
  expect(seqs(world.taken().filter(isOf(B)))).toEqual([2]);
});

test('an endpoint that is probed with another gateway of the lane does not forget the batch that waits there', async () => {
  // Both gateways share a lane.
  const other = A + 32;
  const world = await start([A, other], { batch: 4 });
  world.behave(() => ({ status: 503, retryAfterMs: MINUTE_MS }));
  await world.append([A, A]);
  await world.settle();
  world.behave(({ events }) => (events.length > 1 ? 500 : 204));
  await world.append([other]);
  await world.advance(DAY_MS);
  expect(seqs(world.taken().filter(isOf(A)))).toEqual([2, 3]);
  expect(seqs(world.taken().filter(isOf(other)))).toEqual([2]);
});

test('a batch that failed is the same one after a crash', async () => {
  const world = await start([A], { batch: 10 });
  world.behave(() => 500);
  await world.append([A, A, A]);
  await world.settle();
  await world.crash();
  world.behave(() => 204);
  await world.append([A]);
  await world.advance(DAY_MS);
  const [first, ...later] = world.messages;
  expect(later[0]?.id).toBe(first?.id);
  expect(seqs(world.taken())).toEqual([2, 3, 4, 5]);
});

test('ONCE sends once, whatever comes of it, and never again after a crash', async () => {
  const world = await start([A], { delivery: 'ONCE' });
  world.behave(({ events }) => (events[0]?.gatewayseq === 3 ? 500 : 204));
  await world.append([A, A, A]);
  await world.settle();
  expect(world.messages.map(({ events }) => events[0]?.gatewayseq)).toEqual([2, 3, 4]);
  await world.crash();
  await world.advance(DAY_MS);
  expect(world.messages).toHaveLength(3);
});

test('events that are older than the endpoint wants are not sent', async () => {
  const world = await start([A], { max_age_hours: 2 });
  world.behave(() => 500);
  await world.append([A]);
  await world.advance(3 * HOUR_MS);
  world.behave(() => 204);
  await world.append([A]);
  await world.advance(DAY_MS);
  expect(seqs(world.taken())).toEqual([3]);
  expect((await world.attempts()).map(({ outcome }) => outcome)).toContain('TOO_OLD');
});

test('when the log passes a paused endpoint it is told of the gap once, before what follows', async () => {
  const world = await start([A], { paused: true });
  await world.append([A, A, A]);
  await world.settle();
  await world.advance(35 * DAY_MS);
  await world.append([A]);
  await world.change({ paused: false });
  await world.settle();
  expect(world.taken().map(({ type }) => type)).toEqual(['GAP', 'CONNECTIVITY_STATUS']);
  expect(world.taken()[0]?.data).toEqual({ from: 1, to: 4, count: 4 });
  await world.append([A]);
  await world.settle();
  expect(world.taken().filter(({ type }) => type === 'GAP')).toHaveLength(1);
});

test('a replay gives a part of the log once more, beside what is new, and tells how far it is', async () => {
  const world = await start([A, B]);
  await world.append([A, B, A, B]);
  await world.settle();
  world.behave(poison(B, 3));
  await world.replay({ from_seq: 1, to_seq: 6 });
  await world.append([A]);
  await world.settle();
  expect(seqs(world.taken().filter(isOf(A)))).toEqual([2, 3, 2, 3, 4]);
  expect(await world.replays()).toMatchObject([
    { total: 6, delivered: 3, failed: 1, withheld: 0, next_seq: 7 },
  ]);
  expect((await world.replays())[0]?.ended_at).not.toBeNull();
  expect((await world.attempts()).filter(({ kind }) => kind === 'REPLAY')).toHaveLength(4);
});

test('a replay has its turn also while every lane is busy with what is new', async () => {
  const gateways = Array.from({ length: 6 }, (_unused, at) => A + at);
  const world = await start(gateways);
  await world.append([A]);
  await world.settle();
  const { cursor } = await world.progress();
  await world.change({ paused: true });
  await world.append(gateways);
  await world.replay({ from_seq: cursor, to_seq: cursor });
  const held = Promise.withResolvers<number>();
  const replayed = () => world.messages.filter(({ events: [event] }) => event && isOf(A)(event)).length === 2;
  world.behave(({ events: [event] }) => (event?.gatewayseq === 2 && isOf(A)(event) ? 204 : held.promise));
  const changed = world.change({ paused: false });
  await vi.waitUntil(replayed);
  held.resolve(204);
  await changed;
  expect(world.messages).toHaveLength(8);
});

test('a replay waits for an endpoint that fails, and goes on after a crash', async () => {
  const world = await start([A]);
  await world.append([A, A, A]);
  await world.settle();
  world.behave(() => 500);
  await world.replay({ from_seq: 1, to_seq: 4 });
  await world.crash();
  expect((await world.replays())[0]?.ended_at).toBeNull();
  world.behave(() => 204);
  await world.append([A]);
  await world.advance(DAY_MS);
  expect((await world.replays())[0]).toMatchObject({ delivered: 3, failed: 0 });
});

test('an endpoint that gets nothing for a while gets a heartbeat with its place in the log', async () => {
  const world = await start([A], { heartbeat_minutes: 30 });
  await world.append([A]);
  await world.advance(29 * MINUTE_MS);
  expect(world.taken().map(({ type }) => type)).toEqual(['CONNECTIVITY_STATUS']);
  await world.append([A]);
  await world.advance(29 * MINUTE_MS);
  expect(world.taken()).toHaveLength(2);
  await world.advance(62 * MINUTE_MS);
  expect(
    world
      .taken()
      .slice(2)
      .map(({ type, data }) => [type, data]),
  ).toEqual([
    ['HEARTBEAT', expect.objectContaining({ webhookId: 'whk_test', backlog: 0 })],
    ['HEARTBEAT', expect.objectContaining({ cursor: Buffer.from('e1.3').toString('base64url') })],
    ['HEARTBEAT', expect.anything()],
  ]);
});

test('a batch that has lost an event, since its type is not wanted any more, is another one', async () => {
  const world = await start([A], { batch: 10 });
  world.behave(() => 500);
  await world.append([A, A]);
  await world.append([A], 'DATA_POINT');
  await world.append([A]);
  await world.settle();
  world.behave(() => 204);
  await world.change({ event_types: ['CONNECTIVITY_STATUS'] });
  await world.append([A]);
  await world.advance(DAY_MS);
  expect(seqs(world.taken())).toEqual([2, 3, 5, 6]);
  expect(world.taken().some(({ type }) => type === 'DATA_POINT')).toBe(false);
  expect(world.messages.find(({ status }) => status === 204)?.id).not.toBe(world.messages[0]?.id);
  expect((await world.progress()).cursor).toBe(6);
});

test('nothing overtakes a batch of its gateway while the endpoint is tried again', async () => {
  const world = await start([A], { batch: 2 });
  world.behave(poison(A, 2));
  await world.append([A, A, A, A, A]);
  await world.advance(DAY_MS);
  expect(seqs(world.taken()).slice(0, 4)).toEqual([3, 4, 5, 6]);
  expect(world.taken()[0]?.parkedBefore).toBe(2);
});

test('ONCE: what is sent stands behind the cursor already, also in the middle of a backlog', async () => {
  const world = await start([A, B, C], { delivery: 'ONCE', paused: true });
  await world.append(Array.from({ length: 400 }, (_unused, at) => [A, B, C][at % 3] ?? A));
  await world.settle();
  const early: number[] = [];
  world.behave(async ({ events }) => {
    const { rows } = await sql<{ seq: number; cursor: number }>`
      SELECT seq, cursor FROM events, webhook_progress WHERE event_id = ${events[0]?.id}`.execute(
      world.access.db,
    );
    for (const { seq, cursor } of rows) if (seq > cursor) early.push(seq);
    return 204;
  });
  await world.change({ paused: false });
  await world.settle();
  expect(world.messages).toHaveLength(400);
  expect(early).toEqual([]);
});

test('ONCE: an endpoint that is changed in the middle gets the rest, and nothing twice', async () => {
  const world = await start([A, B], { delivery: 'ONCE' });
  let go: (status: number) => void = () => undefined;
  const held = new Promise<number>((resolve) => (go = resolve));
  world.behave(({ events: [event] }) => (event && isOf(A)(event) ? held : 204));
  await world.append([A, B, A, B, A, B]);
  const changed = vi
    .waitUntil(() => world.taken().length === 3)
    .then(() => world.change({ heartbeat_minutes: 60 }));
  await world.events().fanOut.start();
  await vi.waitUntil(() => world.taken().length === 3);
  await vi.waitFor(async () =>
    expect((await world.events().webhooks.get('cmp_test:whk_test'))?.heartbeat_minutes).toBe(60),
  );
  go(204);
  await changed;
  await world.settle();
  expect(seqs(world.taken().filter(isOf(A)))).toEqual([2, 3, 4]);
  expect(seqs(world.taken().filter(isOf(B)))).toEqual([2, 3, 4]);
});

test('an event is not forgotten when the database fails between its reading and its recording', async () => {
  const world = await start([A, B]);
  vi.spyOn(world.access.claims, 'getMany').mockRejectedValueOnce(new Error('the database is away'));
  await world.append([A, B, A]);
  await world.settle();
  await vi.waitUntil(async () => (await world.progress()).cursor === 5, { timeout: 10_000 });
  const ids = new Set(world.taken().map(({ id }) => id));
  expect(ids.size).toBe(3);
});

test('a database that is slow to record holds up delivery, and nothing else of the process', async () => {
  const world = await start([A]);
  const [isLocked, isOver] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const lock = world.access.db.transaction().execute(async (tx) => {
    await sql`LOCK TABLE webhook_attempts IN EXCLUSIVE MODE`.execute(tx);
    isLocked.resolve();
    await isOver.promise;
  });
  await isLocked.promise;
  await world.append(Array.from({ length: 4_100 }, () => A));
  const settled = world.settle();
  // As many as may wait to be recorded; a worker that spun would let no timer run.
  await vi.waitUntil(() => world.messages.length === 4_000, 10_000);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(world.messages).toHaveLength(4_000);
  isOver.resolve();
  await Promise.all([lock, settled]);
  await vi.waitUntil(() => world.taken().length === 4_100, 10_000);
});
