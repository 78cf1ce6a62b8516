import { createServer, connect, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import pg from 'pg';

import { ChangeListener } from '../../src/platform/database/change-listener.ts';
import { openDatabase, openPool } from '../../src/platform/database/database.ts';
import { SharedCaches, type SharedCache } from '../../src/platform/database/shared-caches.ts';
import { transactor, type Transact } from '../../src/platform/database/unit-of-work.ts';
import { createLog } from '../../src/platform/log.ts';
import { createDatabase, type TestDatabase } from '../harness/database.ts';
import { NO_MAILS } from '../harness/no-mails.ts';
import { NO_REMOVALS } from '../harness/no-removals.ts';

const log = createLog('silent');
/** Longer than a node believes its caches without an echo. */
const TOO_LONG_MS = 1_001;

interface Node {
  readonly cache: SharedCache<string>;
  readonly transact: Transact;
  readonly listener: ChangeListener;
}

describe('nodes on one database', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let line: Line;
  let here: Node;
  let there: Node;
  let passedMs = 0;
  const row = { value: 'old' };
  /** Each test has a key that nobody has asked for. */
  let key = '';
  let keyNo = 0;

  beforeAll(async () => {
    database = await createDatabase();
    pool = openPool({ connectionString: database.url }, log);
    line = await Line.open(new pg.Client({ connectionString: database.url }));
    here = await join({ connectionString: database.url });
    const { username: user, password, pathname } = new URL(database.url);
    there = await join({ host: '127.0.0.1', port: line.port, user, password, database: pathname.slice(1) });
  });
  afterAll(async () => {
    await here.listener.stop();
    await there.listener.stop();
    await line.close();
    await pool.end();
    await database.drop();
  });
  beforeEach(async () => {
    row.value = 'old';
    key = `key ${(keyNo += 1)}`;
    await vi.waitUntil(() => here.listener.isHearing() && there.listener.isHearing());
  });

  async function join(connection: pg.ClientConfig): Promise<Node> {
    const caches = new SharedCaches();
    const cache = caches.add('things', () => Promise.resolve(row.value), 10);
    const listener = new ChangeListener(connection, caches, log, () => performance.now() + passedMs);
    await listener.start();
    const transact = transactor(openDatabase(pool), {
      removals: NO_REMOVALS,
      facts: () => undefined,
      timers: () => undefined,
      mails: NO_MAILS,
      caches,
    });
    return { cache, transact, listener };
  }
  const change = (value: string, keys = [key]) =>
    here.transact(async (unit) => {
      row.value = value;
      for (const each of keys) unit.changed(here.cache, each);
    });

  test('a change is seen at once where it was made, and soon on the other node', async () => {
    expect([await here.cache.get(key), await there.cache.get(key)]).toEqual(['old', 'old']);
    await change('new');
    expect(await here.cache.get(key)).toBe('new');
    await vi.waitFor(async () => expect(await there.cache.get(key)).toBe('new'));
  });

  test('many changes in one transaction empty the cache instead of being cut', async () => {
    expect(await there.cache.get(key)).toBe('old');
    await change('new', [...Array.from({ length: 2_000 }, (_, no) => `other ${no}`), key]);
    await vi.waitFor(async () => expect(await there.cache.get(key)).toBe('new'));
  });

  test('a transaction that fails announces nothing', async () => {
    expect(await there.cache.get(key)).toBe('old');
    const failing = here.transact((unit) => {
      unit.changed(here.cache, key);
      return Promise.reject(new Error('no'));
    });
    await expect(failing).rejects.toThrow('no');
    row.value = 'unannounced';
    await change('unannounced', ['other']);
    // The announcement of the other key has come, so one of this key would have come before it.
    await vi.waitFor(async () => expect(await there.cache.get('other')).toBe('unannounced'));
    expect(await there.cache.get(key)).toBe('old');
  });

  test('a node whose line is silent believes nothing it remembers, and forgets it when it hears again', async () => {
    expect(await there.cache.get(key)).toBe('old');
    line.cut();
    passedMs += TOO_LONG_MS;
    await change('new');
    expect(there.listener.isHearing()).toBe(false);
    expect(await there.cache.get(key)).toBe('new');
    row.value = 'newer';
    expect(await there.cache.get(key)).toBe('newer');
    line.mend();
    await vi.waitFor(() => expect(there.listener.isHearing()).toBe(true), { timeout: 10_000 });
    expect(await there.cache.get(key)).toBe('newer');
    row.value = 'unannounced';
    expect(await there.cache.get(key)).toBe('newer');
  });

  test('a node whose connection ends is not believed before it hears again', async () => {
    expect(await there.cache.get(key)).toBe('old');
    line.break();
    await change('new');
    await vi.waitFor(async () => expect(await there.cache.get(key)).toBe('new'));
    await vi.waitFor(() => expect(there.listener.isHearing()).toBe(true), { timeout: 10_000 });
    expect(await there.cache.get(key)).toBe('new');
  });
});

/** A line to PostgreSQL that can fall silent without being closed. */
class Line {
  readonly #server: Server;
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  #isCut = false;

  private constructor(server: { host: string; port: number }) {
    this.#server = createServer((near) => {
      const { host, port } = server;
      const far = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
      const pair = [near, far] as const;
      this.#pairs.add(pair);
      for (const [from, to] of [pair, [far, near] as const]) {
        from.on('data', (chunk) => {
          if (!this.#isCut) to.write(chunk);
        });
        from.on('error', () => to.destroy());
        from.on('close', () => {
          this.#pairs.delete(pair);
          if (!this.#isCut) to.destroy();
        });
      }
    });
  }

  static async open(server: { host: string; port: number }): Promise<Line> {
    const line = new Line(server);
    await new Promise<void>((resolve) => line.#server.listen(0, '127.0.0.1', resolve));
    return line;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address ? address.port : 0;
  }

  cut(): void {
    this.#isCut = true;
  }

  /** New connections work; those that lost bytes do not come back. */
  mend(): void {
    this.break();
    this.#isCut = false;
  }

  break(): void {
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy();
  }

  async close(): Promise<void> {
    this.break();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}
