import pg from 'pg';
import { afterAll, beforeAll, beforeEach, afterEach, expect, test } from 'vitest';
import { endSilentConnections } from '../../src/platform/database/silent-connections.ts';
import { isPassing } from '../../src/platform/database/database.ts';
import { TcpProxy } from '../chaos/tcp-proxy.ts';
import { createDatabase, type TestDatabase } from '../harness/database.ts';

const TIMES = { suspectAfterMs: 100, askedWithinMs: 300 };

let database: TestDatabase;
let proxy: TcpProxy;
let pool: pg.Pool;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  const url = new URL(database.url);
  const host = url.searchParams.get('host');
  proxy = await TcpProxy.open(
    host === null
      ? { host: url.hostname, port: Number(url.port) }
      : { path: `${host}/.s.PGSQL.${url.port || 5432}` },
  );
  url.searchParams.delete('host');
  url.hostname = '127.0.0.1';
  url.port = String(proxy.port);
  const connection = { connectionString: url.href };
  pool = new pg.Pool({ ...connection, max: 1, connectionTimeoutMillis: 5_000 });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  endSilentConnections(pool, connection, TIMES);
});
afterEach(async () => {
  proxy.heal();
  await pool.end();
  await proxy.close();
});

const failed = (query: Promise<unknown>) =>
  query.then(
    () => 'answered',
    (error: unknown) => [isPassing(error), error instanceof Error ? error.message : ''],
  );
const SILENT = [true, 'Connection terminated: the database is silent'];

test.each(['BOTH', 'TO_SERVER', 'TO_CLIENT'] as const)(
  'a statement over a cut without a word (%s) fails as something that passes, and the next one works',
  async (silence) => {
    await pool.query('SELECT 1');
    proxy.cut(silence);
    expect(await failed(pool.query('SELECT 2'))).toEqual(SILENT);
    proxy.heal();
    expect((await pool.query('SELECT 3 AS three')).rows).toEqual([{ three: 3 }]);
  },
);

test('a connection that alone has died is found, though the database answers', async () => {
  await pool.query('SELECT 1');
  proxy.cut('TO_CLIENT');
  const query = failed(pool.query('SELECT 2'));
  // New connections work from here on.
  proxy.heal();
  expect(await query).toEqual(SILENT);
});

test('a statement that only works long is left alone, and so is a transaction that waits for us', async () => {
  expect(await failed(pool.query('SELECT pg_sleep(1)'))).toBe('answered');
  const client = await pool.connect();
  await client.query('BEGIN');
  await new Promise((resolve) => setTimeout(resolve, 5 * TIMES.suspectAfterMs));
  expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await client.query('COMMIT');
  client.release();
});
