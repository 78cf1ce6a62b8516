import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { freePort } from '../harness/free-port.ts';
import { startServerProcess, type ServerProcess } from '../harness/server-process.ts';

const CLI = fileURLToPath(new URL('../../../cli/bin/hearthgate.js', import.meta.url));

/** The embedded database under a running server, and two servers on one data directory. */
describe('the embedded database', () => {
  let dataDir: string;
  let env: Record<string, string>;
  let server: ServerProcess;
  let key: string;

  beforeAll(async () => {
    dataDir = join(await mkdtemp(join(tmpdir(), 'hg-embedded-')), 'data');
    env = { DATA_DIR: dataDir, PORT: String(await freePort()), MQTT_PORT: String(await freePort()) };
    server = await startServerProcess(env);
    key = await keyOf(server);
  });
  afterAll(async () => {
    await server.kill('SIGTERM');
    await rm(join(dataDir, '..'), { recursive: true, force: true });
  });

  const keyOf = async (from: ServerProcess) =>
    (await from.call<{ keys: { ok: string } }>('GET', '/sandbox')).body.keys.ok;
  const circuit = () => server.call('GET', '/hvacs/101000001/heatingCircuits/1', { key });
  const postmaster = async () =>
    Number((await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n', 1)[0]);

  test('is started again when it is killed, and the server goes on', async () => {
    const killed = await postmaster();
    process.kill(killed, 'SIGKILL');
    // What it has started lives on for a moment, and still answers.
    await vi.waitFor(async () => expect(await postmaster()).not.toBe(killed), { timeout: 15_000 });
    const deadline = performance.now() + 15_000;
    let contracts = await server.call('GET', '/contracts', { key });
    while (contracts.status !== 200 && performance.now() < deadline) {
      expect([503, 429]).toContain(contracts.status);
      await new Promise((resolve) => setTimeout(resolve, 250));
      contracts = await server.call('GET', '/contracts', { key });
    }
    expect(contracts.status).toBe(200);
    const advanced = await server.call('POST', '/sandbox/clock', {
      body: { advance: 'PT1H' },
      headers: { prefer: 'wait=30' },
    });
    expect(advanced.status).toBe(200);
    expect((await circuit()).status).toBe(200);
  });

  test('a second server on the same data directory is refused, and the first goes on', async () => {
    const second = spawn(process.execPath, [CLI, 'start'], {
      env: {
        ...process.env,
        ...env,
        PORT: String(await freePort()),
        ADMIN_PORT: '0',
        MQTT_PORT: String(await freePort()),
        LOG_LEVEL: 'error',
      },
    });
    let output = '';
    second.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const code = await new Promise((resolve) => second.once('exit', resolve));
    expect(code).toBe(1);
    expect(output).toMatch(
      /Another Hearthgate server \(process \d+\) already uses the data directory .*DATA_DIR/,
    );
    expect((await circuit()).status).toBe(200);
  });

  test('keeps its world over a SIGKILL of the server and over one of everything', async () => {
    const changed = await server.call('PATCH', '/hvacs/101000001/heatingCircuits/1', {
      key,
      body: { temperatureLevels: { comfort: 21.5 } },
    });
    expect(changed.status).toBe(200);
    await server.kill('SIGKILL');
    server = await startServerProcess(env);
    expect(await keyOf(server)).toBe(key);
    const command = await server.call(
      'GET',
      `/hvacs/101000001/commands/${String(changed.body['commandId'])}`,
      { key },
    );
    expect(command.body).toMatchObject({ status: 'CONFIRMED' });

    const pid = await postmaster();
    await server.kill('SIGKILL');
    process.kill(pid, 'SIGKILL');
    server = await startServerProcess(env);
    expect(await keyOf(server)).toBe(key);
    expect((await circuit()).status).toBe(200);
  });
});
