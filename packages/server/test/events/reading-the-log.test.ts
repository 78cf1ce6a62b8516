import pg from 'pg';
import { Value } from 'typebox/value';
import { EventEnvelope, EventPage, type EventType } from '@hearthgate/wire';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { EVENT_PARTITIONS } from '../../src/events/index.ts';
import { encodeCursor } from '../../src/events/reading/cursor.ts';
import { keepPartitions } from '../../src/platform/database/partitions.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

interface Page {
  readonly items: EventEnvelope[];
  readonly nextCursor: string;
  readonly hasMore: boolean;
}
interface Problem {
  readonly code: string;
  readonly oldest?: string;
  readonly errors?: { pointer: string; message: string }[];
}
const GATEWAY = '101000001';
const ENDED = '101000003';

describe('reading the event log', () => {
  let sandbox: TestSandbox;
  let companyId: string;

  beforeAll(async () => {
    sandbox = await startSandbox();
    companyId = sandbox.world.companies[0]?.companyId ?? '';
    await sandbox.advance('PT1H');
    // From here on the log grows only when a test wants it to.
    await sandbox.unplugHouses();
    await sandbox.advance('PT5M');
    await sandbox.settle();
  });
  afterAll(() => sandbox.stop());

  const get = <T = Page>(query: string) => {
    sandbox.passTime(60_000);
    return sandbox.call<T>('GET', `/events${query}`);
  };
  const page = async (query: string): Promise<Page> => {
    const { status, body } = await get(query);
    expect([status, Value.Errors(EventPage, body)]).toEqual([200, []]);
    return body;
  };
  const walk = async (filter: string, limit: number, cursor?: string) => {
    const items: EventEnvelope[] = [];
    for (let next = cursor; ;) {
      const read = await page(`?limit=${limit}${filter}${next === undefined ? '' : `&cursor=${next}`}`);
      items.push(...read.items);
      next = read.nextCursor;
      if (!read.hasMore) return { items, nextCursor: next };
    }
  };
  const logged = async (condition = 'true') => {
    const { rows } = await sandbox.pool.query<{
      id: string;
      seq: number;
      type: EventType;
      recorded_at: Date;
    }>(
      `SELECT event_id AS id, seq, type, recorded_at FROM events WHERE company_id = $1 AND ${condition} ORDER BY seq`,
      [companyId],
    );
    return rows;
  };
  const ids = (events: readonly { id: string }[]) => events.map(({ id }) => id);
  const endContract = (gatewayId: string) =>
    sandbox.call('POST', `/sandbox/contracts/${gatewayId}/end`, { body: {} });

  test('from the oldest event on, page by page, each event once and in order; the end is a place to go on from', async () => {
    const all = await logged();
    expect(all.length).toBeGreaterThan(30);
    const { items, nextCursor } = await walk('', 7);
    expect(ids(items)).toEqual(ids(all));
    expect(await page(`?cursor=${nextCursor}`)).toEqual({ items: [], nextCursor, hasMore: false });
    await sandbox.call('POST', '/api-keys');
    await sandbox.settle();
    const later = await page(`?cursor=${nextCursor}`);
    expect(later.items.map(({ type }) => type)).toEqual(['API_KEY_CREATED']);
    expect(later.nextCursor).not.toBe(nextCursor);
  });

  test('a page holds a hundred events unless more are asked for, and never more than 5,000', async () => {
    const all = await logged();
    expect((await page('')).items).toHaveLength(Math.min(100, all.length));
    expect((await page('?limit=5000')).items).toHaveLength(all.length);
    for (const limit of ['0', '5001', 'x']) {
      const { status, body } = await get<Problem>(`?limit=${limit}`);
      expect([status, body.errors?.[0]?.pointer]).toEqual([400, '/query/limit']);
    }
  });

  test('types are named with commas or one by one, and what preceded an event is counted among them', async () => {
    const types = ['CONTRACT_STATUS', 'CONNECTIVITY_STATUS'];
    const { items } = await walk(`&type=${types.join(',')}`, 3);
    expect(ids(items)).toEqual(ids(await logged(`type IN ('CONTRACT_STATUS', 'CONNECTIVITY_STATUS')`)));
    expect(await walk(`&type=${types.join('&type=')}`, 500)).toMatchObject({ items });
    for (const own of Map.groupBy(items, (item) => item.gatewayid).values()) {
      const seqs = own.map(({ gatewayseq }) => gatewayseq ?? 0);
      expect(own.map(({ previousseq }) => previousseq)).toEqual([0, ...seqs.slice(0, -1)]);
    }
    const { status, body } = await get<Problem>('?type=DATA_POINT,NONSENSE');
    expect([status, body.errors?.[0]?.pointer]).toEqual([400, '/query/type/1']);
  });

  test('one gateway can be asked for, and a cursor goes on with other filters', async () => {
    const first = await page(`?gatewayId=${GATEWAY}&limit=2`);
    expect(first.items.map(({ gatewayid }) => gatewayid)).toEqual([GATEWAY, GATEWAY]);
    const { items } = await walk('', 5_000, first.nextCursor);
    const all = await logged();
    const last = all.findIndex(({ id }) => id === first.items[1]?.id);
    expect(ids(items)).toEqual(ids(all.slice(last + 1)));
  });

  test.each(['299999999', '101000005', 'x'])(
    'a gateway without a contract (%s) is refused',
    async (gatewayId) => {
      const { status, body } = await get<Problem>(`?gatewayId=${gatewayId}`);
      expect([status, body.code]).toEqual(
        gatewayId === 'x' ? [400, 'request-invalid'] : [403, 'access-not-granted'],
      );
    },
  );

  test('a time is a place to begin', async () => {
    const all = await logged();
    const middle = all[Math.floor(all.length / 2)]?.recorded_at ?? new Date(0);
    const from = (time: Date) => page(`?limit=5000&from=${time.toISOString()}`);
    expect(ids((await from(middle)).items)).toEqual(ids(all.filter(({ recorded_at: at }) => at >= middle)));
    expect((await from(new Date(0))).items).toHaveLength(all.length);
    const ahead = await from(new Date('2999-01-01'));
    expect(ahead).toMatchObject({ items: [], hasMore: false });
    expect(ahead.nextCursor).toBe((await walk('', 5_000)).nextCursor);
    const both = await get<Problem>(`?from=${middle.toISOString()}&cursor=${ahead.nextCursor}`);
    expect([both.status, both.body.errors?.[0]?.pointer]).toEqual([400, '/query/from']);
  });

  test.each([
    'x',
    '',
    'ZTEuMQ!',
    Buffer.from('e1.x').toString('base64url'),
    Buffer.from('p1').toString('base64url'),
  ])('the cursor "%s" is refused with the cure', async (cursor) => {
    const { status, body } = await get<Problem>(`?cursor=${cursor}`);
    expect([status, body.errors?.[0]?.pointer]).toEqual([400, '/query/cursor']);
    expect(body.errors?.[0]?.message).toContain('leave it out');
  });

  test.each([
    ['of another epoch', { logEpoch: 2, seq: 1 }],
    ['beyond the end of the log, as after a restore', { logEpoch: 1, seq: 1_000_000 }],
  ])('a cursor %s is gone, and the answer has a usable one', async (_what, place) => {
    const { status, body } = await get<Problem>(`?cursor=${encodeCursor(place)}`);
    expect([status, body.code]).toEqual([410, 'cursor-expired']);
    expect(ids((await walk('', 5_000, body.oldest)).items)).toEqual(ids(await logged()));
  });

  test('what the company may not see any more keeps its number and loses its content; the end of the contract is told', async () => {
    const before = (await walk(`&gatewayId=${ENDED}`, 5_000)).items;
    expect(before.some(({ type }) => type === 'DATA_POINT')).toBe(true);
    await endContract(ENDED);
    await sandbox.settle();
    const { items } = await walk(`&gatewayId=${ENDED}`, 5_000);
    expect(items.map(({ gatewayseq }) => gatewayseq)).toEqual(items.map((_item, at) => at + 1));
    expect(new Set(items.map(({ type }) => type))).toEqual(new Set(['WITHHELD', 'CONTRACT_STATUS']));
    for (const item of items) if (item.type === 'WITHHELD') expect(item.data).toEqual({});
    expect(items.at(-1)).toMatchObject({ type: 'CONTRACT_STATUS', data: { to: 'CLOSED' } });
    expect((await get<Problem>('?gatewayId=101000003&type=DATA_POINT')).status).toBe(200);
  });

  test('the owner sees in the record what was read', async () => {
    await sandbox.app.domains.access.reads.flush();
    await sandbox.pool.query('DELETE FROM access_reads');
    const { items } = await walk(`&gatewayId=${GATEWAY}&type=DATA_POINT`, 5_000);
    await vi.waitFor(() => expect(sandbox.app.domains.access.reads.size).toBe(1));
    await sandbox.app.domains.access.reads.flush();
    const { rows } = await sandbox.pool.query(
      'SELECT gateway_id, actor_id, operation, count FROM access_reads',
    );
    expect(rows).toEqual([
      {
        gateway_id: Number(GATEWAY),
        actor_id: companyId,
        operation: 'event DATA_POINT',
        count: items.length,
      },
    ]);
  });

  test('a page of many gateways asks the database as often as a page of one', async () => {
    const { access } = sandbox.app.domains;
    const queries = async (query: string) => {
      access.caches.clear();
      const asked = vi.spyOn(pg.Client.prototype, 'query');
      const { items } = await page(query);
      const count = asked.mock.calls.filter(([text]) => /events|contracts/.test(JSON.stringify(text))).length;
      asked.mockRestore();
      return { count, gateways: new Set(items.map(({ gatewayid }) => gatewayid)).size };
    };
    // Contracts that are gone are remembered by no cache.
    await sandbox.pool.query('DELETE FROM contracts WHERE gateway_id = $1', [Number(ENDED)]);
    const one = await queries('?limit=5000&type=API_KEY_CREATED');
    const many = await queries('?limit=5000');
    expect([one.gateways, many.gateways > 3]).toEqual([1, true]);
    // One for the contracts of all of them.
    expect(many.count - one.count).toBeLessThanOrEqual(2);
    expect(one.count).toBeGreaterThan(2);
  });

  test('an answer of 5,000 large events ends at 8 MB and says that there is more', async () => {
    const { nextCursor } = await walk('', 5_000);
    const { rows } = await sandbox.pool.query<{ seq: number }>(
      `WITH head AS (UPDATE event_heads SET seq = seq + 5000 WHERE company_id = $1 RETURNING seq - 5000 AS old, recorded_at)
       INSERT INTO events (company_id, seq, recorded_at, event_id, type, occurred_at, data)
       SELECT $1, old + n, recorded_at, 'evt_large' || n, 'API_KEY_CREATED', recorded_at,
         json_build_object('keyId', repeat('k', 4000), 'expiresAt', '2030-01-01T00:00:00.000Z')
       FROM head, generate_series(1, 5000) n RETURNING seq`,
      [companyId],
    );
    expect(rows).toHaveLength(5_000);
    sandbox.passTime(60_000);
    const answer = await fetch(`${sandbox.app.url}/events?limit=5000&cursor=${nextCursor}`, {
      headers: { 'x-api-key': sandbox.world.keys.ok },
    });
    const text = await answer.text();
    expect(text.length).toBeGreaterThan(8 * 1024 * 1024);
    expect(text.length).toBeLessThan(9.5 * 1024 * 1024);
    const first = JSON.parse(text) as Page;
    expect(first.hasMore).toBe(true);
    const rest = await walk('', 5_000, first.nextCursor);
    expect(ids([...first.items, ...rest.items])).toEqual(rows.map((_row, at) => `evt_large${at + 1}`));
  });

  test('a rare type far behind is found with more calls, each of them short', async () => {
    await sandbox.pool.query(
      `WITH head AS (UPDATE event_heads SET seq = seq + 250000 WHERE company_id = $1 RETURNING seq, recorded_at)
       INSERT INTO events (company_id, seq, recorded_at, event_id, type, occurred_at, data)
       SELECT $1, seq, recorded_at, 'evt_rare', 'API_KEY_EXPIRING', recorded_at, '{"keyId":"k","expiresAt":"2030-01-01T00:00:00.000Z","daysLeft":1}' FROM head`,
      [companyId],
    );
    const calls: number[] = [];
    let found: EventEnvelope | undefined;
    for (let cursor = (await page('?type=API_KEY_EXPIRING')).nextCursor; !found;) {
      const { items, nextCursor } = await page(`?type=API_KEY_EXPIRING&cursor=${cursor}`);
      calls.push(items.length);
      [found] = items;
      cursor = nextCursor;
    }
    expect([found.id, calls]).toEqual(['evt_rare', [0, 1]]);
  });

  test('after thirty days a cursor is gone; `oldest` and no cursor lead to what is kept', async () => {
    const { items } = await page('?limit=1');
    const old = (await page('?limit=10')).nextCursor;
    const month = 33 * 86_400_000;
    const { platform } = sandbox.app.domains.events;
    await keepPartitions(platform.db, EVENT_PARTITIONS, platform.clock.now() + month);
    const gone = await get<Problem>(`?cursor=${old}`);
    expect([gone.status, gone.body.code]).toEqual([410, 'cursor-expired']);
    const empty = await page(`?cursor=${gone.body.oldest}`);
    expect(empty).toMatchObject({ items: [], hasMore: false });
    expect(await page('')).toEqual(empty);
    await keepPartitions(platform.db, EVENT_PARTITIONS, platform.clock.now());
    await sandbox.call('POST', '/api-keys');
    await sandbox.settle();
    expect((await page('')).items.map(({ type }) => type)).toEqual(['API_KEY_CREATED']);
    expect((await page(`?cursor=${empty.nextCursor}`)).items).toHaveLength(1);
    expect((await page('')).items[0]?.id).not.toBe(items[0]?.id);
  });
});
