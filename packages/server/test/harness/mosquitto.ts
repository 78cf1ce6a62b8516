import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { brokerAccounts } from '../../src/gateways/index.ts';
import { exportMosquitto } from '../../src/maintenance/index.ts';
import { passwordLine } from '../../src/maintenance/mosquitto/files.ts';
import { openDatabase, openPool } from '../../src/platform/database/database.ts';
import { createLog } from '../../src/platform/log.ts';
import { freePort } from './free-port.ts';

/** Debian puts it where only root looks. */
const PROGRAM = ['mosquitto', '/usr/sbin/mosquitto'].find(
  (program) => spawnSync(program, ['-h'], { stdio: 'ignore' }).error === undefined,
);
export const HAS_MOSQUITTO = PROGRAM !== undefined;

if (!HAS_MOSQUITTO)
  console.warn(
    'There is no mosquitto here: nodes with an external broker are not tested (apt-get install mosquitto).',
  );

/** The export collects changes for 300 ms. */
const ACCOUNTS_WITHIN_MS = 20_000;
const ACCOUNTS_MAX = 100_000;

export interface RunningMosquitto {
  /** Again, after it was killed. */
  start(): Promise<void>;
  kill(signal: NodeJS.Signals): Promise<void>;
  output(): string;
}

/** A Mosquitto with this configuration, which opens this port. */
export async function runMosquitto(folder: string, config: string, port: number): Promise<RunningMosquitto> {
  let output = '';
  let child: ChildProcess | undefined;
  const running: RunningMosquitto = {
    output: () => output,
    start: async () => {
      child = spawn(PROGRAM ?? 'mosquitto', ['-c', join(folder, 'mosquitto.conf')]);
      for (const stream of [child.stdout, child.stderr])
        stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
      await listening(port, () => output);
    },
    kill: async (signal) => {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill(signal);
      await gone;
    },
  };
  await writeFile(join(folder, 'mosquitto.conf'), config);
  // Started as root it becomes the user mosquitto.
  if (process.getuid?.() === 0) spawnSync('chown', ['-R', 'mosquitto', folder]);
  await chmod(folder, 0o755);
  await running.start();
  return running;
}

/** A Mosquitto of its own, set up as the guide says, with users from the database. */
export interface TestMosquitto extends RunningMosquitto {
  /** As the server's own user. */
  readonly url: string;
  readonly port: number;
  /** Resolves when it knows every gateway that is registered now, and no other. */
  knowsAll(): Promise<void>;
  stop(): Promise<void>;
}

/** With a listener for gateways, whose client id is their user name, and one for servers. */
export async function startMosquitto(databaseUrl: string): Promise<TestMosquitto> {
  const [port, inner] = [await freePort(), await freePort()];
  const folder = await mkdtemp(join(tmpdir(), 'hg-mosquitto-'));
  const url = `mqtt://hearthgate:of-servers@127.0.0.1:${inner}`;
  const ended = new AbortController();
  const config = `
per_listener_settings false
allow_anonymous false
password_file ${folder}/passwords
acl_file ${folder}/acl
pid_file ${folder}/mosquitto.pid
persistence true
persistence_location ${folder}/
max_inflight_messages 0
max_queued_messages 10000000
max_packet_size 270336
set_tcp_nodelay true
listener ${inner} 127.0.0.1
listener ${port} 127.0.0.1
use_username_as_clientid true
`;
  if (process.getuid?.() === 0) spawnSync('chown', ['mosquitto', folder]);
  let written = '';
  const wish = {
    folder,
    pidFile: join(folder, 'mosquitto.pid'),
    written: () => {
      written = readFileSync(join(folder, 'passwords'), 'utf8');
    },
    failed: () => undefined,
  };
  const env = { DATABASE_URL: databaseUrl, MQTT_URL: url };
  await exportMosquitto(env, { ...wish, until: undefined });
  const running = await runMosquitto(folder, config, inner);
  const pool = openPool({ connectionString: databaseUrl }, createLog('silent'));
  const until = new Promise<void>((resolve) => ended.signal.addEventListener('abort', () => resolve()));
  const exporting = exportMosquitto(env, { ...wish, until });
  return {
    ...running,
    url,
    port,
    knowsAll: async () => {
      const deadline = performance.now() + ACCOUNTS_WITHIN_MS;
      while (written.slice(written.indexOf('\n') + 1) !== (await accountsOf(pool))) {
        if (performance.now() > deadline) throw new Error('Mosquitto does not get its accounts');
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    stop: async () => {
      await pool.end();
      ended.abort();
      await exporting;
      await running.kill('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The lines of all gateways in its password file, as they should be. */
async function accountsOf(pool: pg.Pool): Promise<string> {
  const accounts = await brokerAccounts(openDatabase(pool), 0, ACCOUNTS_MAX);
  return accounts.map((row) => passwordLine(String(row.gateway_id), row)).join('');
}

async function listening(port: number, output: () => string): Promise<void> {
  const deadline = performance.now() + 10_000;
  for (;;) {
    const socket = connect({ port, host: '127.0.0.1' });
    const isOpen = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isOpen) return;
    if (performance.now() > deadline) throw new Error(`Mosquitto does not listen: ${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
