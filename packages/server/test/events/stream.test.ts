import { connect } from 'node:net';
import type { EventEnvelope } from '@hearthgate/wire';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openStream, type EventSource, type Frame } from '../harness/event-source.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

const isProblem = ({ event }: Frame) => event === 'problem';

describe('the stream of events', () => {
  let sandbox: TestSandbox;

  beforeAll(async () => {
    sandbox = await startSandbox();
    await sandbox.advance('PT20M');
    await sandbox.unplugHouses();
    await sandbox.advance('PT5M');
    await sandbox.settle();
  });
  afterAll(() => sandbox.stop());

  const open = (query = '', options: Parameters<typeof openStream>[2] = {}) => {
    sandbox.passTime(60_000);
    return openStream(sandbox, `/events/stream${query}`, options);
  };
  const events = ({ frames }: EventSource) => frames.filter(({ data, event }) => data && event !== 'problem');
  const idsOf = (stream: EventSource) => events(stream).map(({ data }) => data?.['id']);
  const all = async () => {
    sandbox.passTime(60_000);
    const { body } = await sandbox.call<{ items: EventEnvelope[]; nextCursor: string }>(
      'GET',
      '/events?limit=5000',
    );
    return body;
  };
  const newKey = async () => {
    const { body } = await sandbox.call<{ apiKey: string; keyId: string }>('POST', '/api-keys');
    return body;
  };
  const refused = async (stream: EventSource) => {
    const { data } = await stream.until(isProblem);
    await stream.ended;
    return data?.['code'];
  };

  test('tells the log and then what comes; who lost it goes on behind the last event it had', async () => {
    const before = await all();
    const stream = await open();
    expect(stream.headers.get('content-type')).toBe('text/event-stream');
    await stream.until(({ id }) => id === before.nextCursor);
    expect(idsOf(stream)).toEqual(before.items.map(({ id }) => id));
    expect(events(stream)[0]).toMatchObject({ event: before.items[0]?.type, data: before.items[0] });

    const { keyId } = await newKey();
    const { data } = await stream.until(({ data: event }) =>
      JSON.stringify(event?.['data'] ?? {}).includes(keyId),
    );
    expect(data).toMatchObject({ type: 'API_KEY_CREATED' });
    await stream.close();

    const lastEventId = events(stream).at(-3)?.id;
    const again = await open('?cursor=ZTEuMA', { lastEventId });
    await again.until(({ data: event }) => event?.['id'] === data?.['id']);
    expect(idsOf(again)).toEqual(idsOf(stream).slice(-2));
    await again.close();
  });

  test('filters as the log does, and begins at a time', async () => {
    const { items } = await all();
    const wanted = items.filter(({ type, gatewayid }) => type === 'DATA_POINT' && gatewayid === '101000001');
    expect(wanted.length).toBeGreaterThan(1);
    const stream = await open('?type=DATA_POINT&gatewayId=101000001&from=2000-01-01T00:00:00Z');
    await stream.until(({ data }) => data?.['id'] === wanted.at(-1)?.id);
    expect(idsOf(stream)).toEqual(wanted.map(({ id }) => id));
    await stream.close();
  });

  test.each([
    ['?cursor=x', undefined, 400, 'request-invalid'],
    ['', 'x', 400, 'request-invalid'],
    ['?cursor=ZTIuMA', undefined, 410, 'cursor-expired'],
    ['', 'ZTEuOTk5OTk5OQ', 410, 'cursor-expired'],
    ['?gatewayId=299999999', undefined, 403, 'access-not-granted'],
  ])('"%s" (Last-Event-ID: %s) is refused by status %i', async (query, lastEventId, status, code) => {
    sandbox.passTime(60_000);
    const answer = await sandbox.call('GET', `/events/stream${query}`, {
      ...(lastEventId !== undefined && { headers: { 'last-event-id': lastEventId } }),
    });
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
  });

  test('a company has ten at a time, and one that ends makes room', async () => {
    const ten: EventSource[] = [];
    while (ten.length < 10) ten.push(await open('?from=2999-01-01T00:00:00Z'));
    expect(ten.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    sandbox.passTime(60_000);
    const eleventh = await sandbox.call('GET', '/events/stream');
    expect([eleventh.status, eleventh.body]).toMatchObject([409, { code: 'limit-reached', maximum: 10 }]);
    await ten[0]?.close();
    await vi.waitFor(async () => {
      const next = await open();
      await next.close();
      expect(next.status).toBe(200);
    });
    await Promise.all(ten.map((stream) => stream.close()));
  });

  describe('ends with a word on why, within seconds, when', () => {
    test('its key is removed', async () => {
      const { apiKey, keyId } = await newKey();
      const stream = await open('', { key: apiKey });
      await sandbox.call('DELETE', `/api-keys/${keyId}`);
      expect(await refused(stream)).toBe('api-key-removed');
    });

    test('its contract ends, whose end it tells before; another one goes on with withheld events', async () => {
      const own = await open('?gatewayId=101000003&from=2999-01-01T00:00:00Z');
      const other = await open('?from=2999-01-01T00:00:00Z');
      await sandbox.call('POST', '/sandbox/contracts/101000003/end', { body: {} });
      await own.until(({ event }) => event === 'CONTRACT_STATUS');
      expect(await refused(own)).toBe('access-not-granted');
      await other.until(({ event }) => event === 'CONTRACT_STATUS');
      expect(other.frames.some(isProblem)).toBe(false);
      await other.close();
      const again = await open('?gatewayId=101000003');
      expect(again.status).toBe(403);
    });

    test.each([
      ['ip-not-allowed', "ip_allow_list = '{192.0.2.1}'", "ip_allow_list = '{127.0.0.1,::1}'"],
      ['company-suspended', "status = 'SUSPENDED'", "status = 'ACTIVE'"],
    ])('its company is %s', async (code, change, back) => {
      const { access } = sandbox.app.domains;
      const name = sandbox.world.companies[0]?.name;
      const set = async (sql: string) => {
        await sandbox.pool.query(`UPDATE companies SET ${sql} WHERE name = $1`, [name]);
        access.caches.clear();
      };
      const stream = await open('?from=2999-01-01T00:00:00Z');
      await set(change);
      expect(await refused(stream)).toBe(code);
      await set(back);
    });

    test('its key expires', async () => {
      const { apiKey, keyId } = await newKey();
      const stream = await open('', { key: apiKey });
      await sandbox.pool.query("UPDATE api_keys SET expires_at = '2020-01-01' WHERE key_id = $1", [keyId]);
      sandbox.app.domains.access.caches.clear();
      expect(await refused(stream)).toBe('api-key-expired');
    });
  });

  test('a reader that takes nothing holds neither the log in memory nor others up, and is cut off with its key', async () => {
    const companyId = sandbox.world.companies[0]?.companyId;
    await sandbox.pool.query(
      `WITH head AS (UPDATE event_heads SET seq = seq + 20000 WHERE company_id = $1 RETURNING seq - 20000 AS old, recorded_at)
       INSERT INTO events (company_id, seq, recorded_at, event_id, type, occurred_at, data)
       SELECT $1, old + n, recorded_at, 'evt_large' || n, 'API_KEY_EXPIRING', recorded_at,
         json_build_object('keyId', repeat('k', 4000), 'expiresAt', '2030-01-01T00:00:00.000Z', 'daysLeft', 1)
       FROM head, generate_series(1, 20000) n`,
      [companyId],
    );
    const { apiKey, keyId } = await newKey();
    const { hostname, port } = new URL(sandbox.app.url);
    sandbox.passTime(60_000);
    const reads = vi.spyOn(sandbox.app.domains.events.reader, 'read');
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    socket.write(
      `GET /events/stream?type=API_KEY_EXPIRING HTTP/1.1\r\nHost: ${hostname}:${port}\r\nx-api-key: ${apiKey}\r\n\r\n`,
    );
    socket.pause();
    // Until nothing more is read, since neither side's buffers take more.
    let before = -1;
    await vi.waitFor(
      () => {
        const count = reads.mock.calls.length;
        const isSteady = count > 1 && count === before;
        before = count;
        expect(isSteady).toBe(true);
      },
      { timeout: 15_000, interval: 500 },
    );
    // 80 MB stand in the log; what the kernel holds for both ends is a few.
    expect(before * 200 * 4_000).toBeLessThan(20_000_000);
    reads.mockRestore();
    const other = await open('?type=API_KEY_CREATED');
    await other.until(({ event }) => event === 'API_KEY_CREATED');
    await other.close();
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await sandbox.call('DELETE', `/api-keys/${keyId}`);
    let received = 0;
    socket.on('data', (chunk) => (received += chunk.length));
    socket.resume();
    await closed;
    expect(received).toBeLessThan(20_000_000);
  });

  test('the server stops although streams are open', async () => {
    const other = await startSandbox();
    const stream = await openStream(other, '/events/stream');
    await stream.until(({ id }) => id !== undefined);
    await Promise.all([other.stop(), stream.ended]);
    expect(stream.frames.some(isProblem)).toBe(false);
  });
});
