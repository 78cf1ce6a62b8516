import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startSandbox, type TestSandbox } from '../../server/test/harness/sandbox.ts';
import {
  EventGapError,
  Hearthgate,
  memoryCheckpoint,
  type CheckpointStore,
  type EventGap,
  type EventPage,
  type HearthgateEvent,
  type ReadOptions,
} from '../src/index.ts';
import { clockOf } from './sandbox-clock.ts';

/** Of another log: the server answers 410. */
const FOREIGN_CURSOR = 'ZTkuMQ';
const TYPES = ['CONTRACT_STATUS', 'API_KEY_CREATED'] as const;

describe('reading the log', () => {
  let sandbox: TestSandbox;
  let whole: HearthgateEvent[];

  const clientWith = (fetch?: typeof globalThis.fetch) =>
    new Hearthgate({
      baseUrl: sandbox.app.url,
      apiKey: sandbox.world.keys.ok,
      clock: clockOf(sandbox),
      fetch,
    });
  /** Takes as many events, and breaks off. */
  const take = async (count: number, options: Partial<ReadOptions>, client = clientWith()) => {
    const taken: HearthgateEvent[] = [];
    const all = client.events.read({ checkpoint: memoryCheckpoint(), type: TYPES, ...options });
    for await (const event of all) {
      taken.push(event);
      if (taken.length === count) break;
    }
    return taken;
  };
  const ids = (events: readonly HearthgateEvent[]) => events.map(({ id }) => id);
  const makeKey = async () => {
    const { keyId } = await clientWith().apiKeys.create();
    await clientWith().apiKeys.remove(keyId);
    return keyId;
  };
  const isStream = (address: unknown) => String(address).includes('/events/stream');

  beforeAll(async () => {
    sandbox = await startSandbox();
    await sandbox.unplugHouses();
    await sandbox.settle();
  });
  afterAll(() => sandbox.stop());
  beforeEach(async () => {
    whole = (await clientWith().events.page({ type: [...TYPES], limit: 500 })).items;
    if (whole.length < 5) throw new Error('the world is poorer than these tests need');
  });

  test('an event counts as done when the next one is asked for, and what was not done comes again', async () => {
    const checkpoint = memoryCheckpoint();
    expect(ids(await take(3, { checkpoint }))).toEqual(ids(whole.slice(0, 3)));
    // A page is saved as a whole, and it was not done.
    expect(await checkpoint.load()).toBeUndefined();
    expect(ids(await take(whole.length, { checkpoint }))).toEqual(ids(whole));
    expect(await checkpoint.load()).toBeUndefined();

    const reading = take(whole.length + 1, { checkpoint });
    const keyId = await makeKey();
    const taken = await reading;
    expect(taken.at(-1)).toMatchObject({ type: 'API_KEY_CREATED', data: { keyId } });
    // Whether it came live or was in the log already: it was not done, so it comes again.
    const stop = new AbortController();
    const again: string[] = [];
    for await (const { id } of clientWith().events.read({ checkpoint, type: TYPES, signal: stop.signal })) {
      again.push(id);
      if (id === taken.at(-1)?.id) stop.abort();
    }
    expect(again.at(-1)).toBe(taken.at(-1)?.id);
  });

  test('live by a stream, each event is saved for itself, and a stream that is cut is opened again', async () => {
    const streams: string[] = [];
    let cut: AbortController | undefined;
    const client = clientWith(async (address, init) => {
      if (!isStream(address)) return fetch(address, init);
      streams.push(new Headers(init?.headers).get('last-event-id') ?? '');
      cut = new AbortController();
      return fetch(address, {
        ...init,
        signal: AbortSignal.any([cut.signal, ...(init?.signal ? [init.signal] : [])]),
      });
    });
    const saved: string[] = [];
    const checkpoint: CheckpointStore = {
      load: () => saved.at(-1),
      save: (cursor) => void saved.push(cursor),
    };
    const reader = client.events.read({
      checkpoint,
      type: ['API_KEY_CREATED'],
      from: new Date('2099-01-01'),
    });
    const first = reader.next();
    while (streams.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const one = await makeKey();
    expect((await first).value).toMatchObject({ data: { keyId: one } });
    const second = reader.next();
    cut?.abort();
    const two = await makeKey();
    expect((await second).value).toMatchObject({ data: { keyId: two } });
    await reader.return();
    expect(saved.length).toBeGreaterThan(1);
    expect(streams.every((cursor) => cursor !== '')).toBe(true);
  });

  test.each([
    ['asked to poll', 'poll', undefined],
    [
      'refused a stream because there are too many',
      'stream',
      () =>
        Response.json(
          { code: 'limit-reached', title: '', detail: '' },
          { status: 409, headers: { 'content-type': 'application/problem+json' } },
        ),
    ],
    ['behind a proxy that answers something else', 'stream', () => new Response('<html>')],
  ] as const)('%s, it asks now and then', async (_, live, refuse) => {
    let asked = 0;
    const client = clientWith(async (address, init) => {
      if (!isStream(address)) return fetch(address, init);
      asked += 1;
      return refuse ? refuse() : Response.error();
    });
    const reading = take(whole.length + 1, { live }, client);
    // Before, the event could be in what is read first.
    await expect.poll(() => asked, { timeout: 15_000 }).toBe(live === 'poll' ? 0 : 1);
    const keyId = await makeKey();
    expect((await reading).at(-1)).toMatchObject({ data: { keyId } });
    expect(asked).toBe(live === 'poll' ? 0 : 1);
  });

  test('a cursor that the log does not reach back to ends it, or is given up for the oldest event', async () => {
    const expired = () => ({ checkpoint: memoryCheckpoint(FOREIGN_CURSOR) });
    await expect(take(1, expired())).rejects.toMatchObject({ status: 410, code: 'cursor-expired' });
    expect(ids(await take(2, { ...expired(), whenExpired: 'oldest' }))).toEqual(ids(whole.slice(0, 2)));
  });

  test('a server that is away is asked again until it is back, and a key that is refused ends it', async () => {
    let failures = 12;
    const client = clientWith(async (address, init) => {
      failures -= 1;
      if (failures > 0) throw new TypeError('connection refused');
      return fetch(address, init);
    });
    const told: string[] = [];
    const onRetry: ReadOptions['onRetry'] = ({ code }) => told.push(code);
    expect(ids(await take(1, { onRetry }, client))).toEqual(ids(whole.slice(0, 1)));
    expect(told).toEqual(['unreachable', 'unreachable']);
    const stranger = new Hearthgate({ baseUrl: sandbox.app.url, apiKey: 'xHCSAPI_no' });
    await expect(take(1, {}, stranger)).rejects.toMatchObject({ status: 401, code: 'api-key-malformed' });
  });

  test('a hole in the events of a gateway ends it, or is told', async () => {
    const page = await clientWith().events.page({ limit: 500 });
    const gatewayId = page.items.find(({ gatewayseq }) => gatewayseq === 3)?.gatewayid;
    expect(gatewayId).toBeDefined();
    const client = clientWith(async (address, init) => {
      const answer = await fetch(address, init);
      if (isStream(address)) return answer;
      const body = (await answer.json()) as EventPage;
      const items = body.items.filter((event) => event.gatewayid !== gatewayId || event.gatewayseq !== 2);
      return Response.json({ ...body, items });
    });
    const options = { gatewayId, type: undefined, live: 'poll' } as const;
    await expect(take(3, options, client)).rejects.toThrow(EventGapError);
    const gaps: EventGap[] = [];
    await take(2, { ...options, onGap: (gap) => gaps.push(gap) }, client);
    expect(gaps).toMatchObject([{ gatewayId, last: 1, expected: 2, event: { gatewayseq: 3 } }]);
  });
});
