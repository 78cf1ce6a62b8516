import { spawn } from 'node:child_process';
import { copyFile, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAlive, signalAndWait } from './processes.ts';
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

let dataDir: string;

beforeAll(async () => {
  dataDir = await makeTempDir();
});
afterAll(async () => {
  await removeDataDir(dataDir);
});

async function mode(name: string): Promise<number> {
  return (await stat(join(dataDir, name))).mode & 0o777;
}

/** Leaves a postmaster behind whose Hearthgate process was killed. */
async function abandonPostmaster(): Promise<number> {
  const server = await holdServer(dataDir);
  expect(server.firstLine).toBe('holding');
  await end(server.child, 'SIGKILL');
  const pid = await livePostmaster(dataDir);
  if (pid === undefined) throw new Error('the postmaster died with its server');
  return pid;
}

describe('the embedded PostgreSQL', () => {
  it('makes a database that is durable, private and off the network', async () => {
    const postgres = await start(dataDir);
    await query(postgres.connection, 'CREATE TABLE notes AS SELECT 1 AS no');
    const settings = await query(
      postgres.connection,
      `SELECT string_agg(name || '=' || setting, ' ' ORDER BY name COLLATE "C") AS all FROM pg_settings
        WHERE name IN ('fsync', 'synchronous_commit', 'listen_addresses', 'server_encoding', 'TimeZone')`,
    );
    expect(settings[0]?.['all']).toBe(
      'TimeZone=UTC fsync=on listen_addresses= server_encoding=UTF8 synchronous_commit=on',
    );
    expect([await mode('postgres.json'), await mode('postgres'), await mode('run')]).toEqual([
      0o600, 0o700, 0o700,
    ]);
    await expect(query({ ...postgres.connection, password: 'guess' }, 'SELECT 1')).rejects.toThrow(
      'password authentication failed',
    );
    await postgres.stop();
    expect(await livePostmaster(dataDir)).toBeUndefined();
  });

  it('finds its data again at the second start', async () => {
    const postgres = await start(dataDir);
    expect(await query(postgres.connection, 'SELECT no FROM notes')).toEqual([{ no: 1 }]);
    await postgres.stop();
  });

  it('is back within two seconds, or what a start takes here, after the postmaster was killed', async () => {
    const asked = performance.now();
    const postgres = await start(dataDir);
    const startMs = performance.now() - asked;
    const killed = await livePostmaster(dataDir);
    const before = performance.now();
    await signalAndWait(killed ?? 0, 'SIGKILL', 5000);
    await eventually(async () => query(postgres.connection, 'INSERT INTO notes VALUES (2)'), 20_000);
    // A machine busy with other tests takes longer for both; recovery adds to a plain start.
    expect(performance.now() - before).toBeLessThan(Math.max(2000, 3 * startMs));
    expect(await livePostmaster(dataDir)).not.toBe(killed);
    await postgres.stop();
    expect(await livePostmaster(dataDir)).toBeUndefined();
  });

  it('adopts the running database of a server that was killed, and watches over it', async () => {
    const abandoned = await abandonPostmaster();
    const postgres = await start(dataDir);
    expect(await livePostmaster(dataDir)).toBe(abandoned);
    await signalAndWait(abandoned, 'SIGKILL', 5000);
    const rows = await eventually(
      async () => query(postgres.connection, 'SELECT no FROM notes ORDER BY no'),
      5000,
    );
    expect(rows).toEqual([{ no: 1 }, { no: 2 }]);
    await postgres.stop();
  });

  it('recovers when the server and its database were both killed', async () => {
    const abandoned = await abandonPostmaster();
    await signalAndWait(abandoned, 'SIGKILL', 5000);
    const postgres = await start(dataDir);
    expect(await query(postgres.connection, 'SELECT count(*)::int AS n FROM notes')).toEqual([{ n: 2 }]);
    await postgres.stop();
  });

  it('sees through lock files whose pid now belongs to another program', async () => {
    const abandoned = await abandonPostmaster();
    await signalAndWait(abandoned, 'SIGKILL', 5000);
    const stranger = spawn('sleep', ['60'], { stdio: 'ignore' });
    const strangerPid = stranger.pid ?? 0;
    for (const name of ['postgres/postmaster.pid', 'run/.s.PGSQL.5432.lock']) {
      const path = join(dataDir, name);
      await writeFile(path, (await readFile(path, 'utf8')).replace(String(abandoned), String(strangerPid)));
    }
    const postgres = await start(dataDir);
    expect(await query(postgres.connection, 'SELECT count(*)::int AS n FROM notes')).toEqual([{ n: 2 }]);
    expect(await isAlive(strangerPid)).toBe(true);
    await postgres.stop();
    await end(stranger, 'SIGKILL');
  });

  it('stops a left-over database that refuses the password, and names the file that holds it', async () => {
    const abandoned = await abandonPostmaster();
    const secret = join(dataDir, 'postgres.json');
    await copyFile(secret, `${secret}.backup`);
    await writeFile(secret, JSON.stringify({ password: 'another' }));
    await expect(start(dataDir)).rejects.toThrow(/does not accept the password in .*postgres\.json/);
    expect(await isAlive(abandoned)).toBe(false);
    expect(await livePostmaster(dataDir)).toBeUndefined();
    await copyFile(`${secret}.backup`, secret);
    await (await start(dataDir)).stop();
  });
});
