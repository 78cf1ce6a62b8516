import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StartupError } from '../startup-error.ts';
import type { EmbeddedPostgres } from './embedded-postgres.ts';
import { takeServerLock } from './server-lock.ts';
import {
  end,
  eventually,
  holdServer,
  livePostmaster,
  makeTempDir,
  query,
  removeDataDir,
  start,
} from './test-support.ts';

let tempDir: string;
/** So deep that its socket has to live in the temporary folder. */
let dataDir: string;

beforeAll(async () => {
  tempDir = await makeTempDir();
  dataDir = join(tempDir, 'd'.repeat(90));
  await mkdir(dataDir, { mode: 0o711 });
});
afterAll(async () => {
  await removeDataDir(dataDir);
  await removeDataDir(tempDir);
});

async function lockHolders(postgres: EmbeddedPostgres): Promise<unknown[]> {
  return query(
    postgres.connection,
    `SELECT application_name AS name FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory'`,
  );
}

describe('two servers on one data directory', () => {
  it('lets one of two simultaneous first starts win and refuses the other', async () => {
    const servers = await Promise.all([holdServer(dataDir), holdServer(dataDir)]);
    const [winner, loser] = servers.toSorted((a) => (a.firstLine === 'holding' ? -1 : 1));
    expect(winner?.firstLine).toBe('holding');
    expect(loser?.firstLine).toContain(`Another Hearthgate server (process ${winner?.pid}) already uses`);
    for (const server of servers) await end(server.child, 'SIGTERM');
    expect(winner?.child.exitCode).toBe(0);
    expect(await livePostmaster(dataDir)).toBeUndefined();
  });

  it('refuses the second one and leaves the first unharmed', async () => {
    const first = await holdServer(dataDir);
    const postmaster = await livePostmaster(dataDir);
    const second = await start(dataDir);
    const refusal = takeServerLock(second.connection, dataDir);
    await expect(refusal).rejects.toThrow(StartupError);
    await expect(refusal).rejects.toThrow(
      `Another Hearthgate server (process ${first.pid}) already uses ${dataDir}`,
    );
    await second.release();
    expect(await livePostmaster(dataDir)).toBe(postmaster);
    expect(await query(second.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(await end(first.child, 'SIGTERM')).toBe(0);
    expect(await livePostmaster(dataDir)).toBeUndefined();
    await expect(stat(second.connection.host)).rejects.toThrow('ENOENT');
  });

  it('takes the lock over from a server that was killed a moment ago', async () => {
    const first = await holdServer(dataDir);
    await end(first.child, 'SIGKILL');
    const postgres = await start(dataDir);
    const lock = await takeServerLock(postgres.connection, dataDir);
    expect(await lockHolders(postgres)).toEqual([{ name: `hearthgate:${process.pid}` }]);
    await lock.release();
    await postgres.stop();
  });

  it('tells when the lock is lost with the database, and can be taken again', async () => {
    const postgres = await start(dataDir);
    const lock = await takeServerLock(postgres.connection, dataDir);
    process.kill((await livePostmaster(dataDir)) ?? 0, 'SIGKILL');
    await lock.lost;
    await lock.release();
    const next = await eventually(async () => takeServerLock(postgres.connection, dataDir), 5000);
    expect(await lockHolders(postgres)).toHaveLength(1);
    await next.release();
    await postgres.stop();
  });
});
