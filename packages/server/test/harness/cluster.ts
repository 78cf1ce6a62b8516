import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { startMosquitto, type TestMosquitto } from './mosquitto.ts';
import { startRedis, type TestRedis } from './redis.ts';
import { caller, REAL_TIME, startSandbox, type TestSandbox } from './sandbox.ts';

const NODE = fileURLToPath(new URL('node-process.ts', import.meta.url));

/** A node as a process of its own. */
export interface ClusterNode {
  readonly url: string;
  readonly pid: number;
  readonly call: ReturnType<typeof caller>;
  /** Resolves when it is gone. */
  end(signal: NodeJS.Signals): Promise<void>;
  output(): string;
}

/** A real broker and a real Redis, the database of a seeded world, and as many nodes as are asked for. */
export interface Cluster {
  readonly sandbox: TestSandbox;
  readonly mosquitto: TestMosquitto;
  readonly redis: TestRedis;
  startNode(env?: Record<string, string>): Promise<ClusterNode>;
  slices(): Promise<number[]>;
  stop(): Promise<void>;
}

/** `prepare` runs while the world is a sandbox still. */
export async function startCluster(prepare: (sandbox: TestSandbox) => Promise<void>): Promise<Cluster> {
  // Its nodes run in real time.
  const sandbox = await startSandbox({}, {}, REAL_TIME, 1);
  await prepare(sandbox);
  await sandbox.app.stop();
  await sandbox.pool.query("UPDATE installation SET mode = 'production'");
  const databaseUrl = sandbox.pool.options.connectionString ?? '';
  const [mosquitto, redis] = await Promise.all([startMosquitto(databaseUrl), startRedis()]);
  const nodes = new Set<ClusterNode>();
  return {
    sandbox,
    mosquitto,
    redis,
    startNode: async (env = {}) => {
      const node = await startNodeProcess({
        DATABASE_URL: databaseUrl,
        MQTT_URL: mosquitto.url,
        MQTT_PUBLIC_URL: `mqtt://127.0.0.1:${mosquitto.port}`,
        REDIS_URL: redis.url,
        DATA_DIR: sandbox.dataDir,
        MASTER_KEY_FILE: `${sandbox.dataDir}/master-key.json`,
        ...env,
      });
      nodes.add(node);
      return node;
    },
    slices: () => slicesOf(sandbox.pool),
    stop: async () => {
      for (const node of nodes) await node.end('SIGKILL');
      await mosquitto.stop();
      await redis.kill('SIGKILL');
      await sandbox.stop();
    },
  };
}

/** How many slices each node that has some has. */
export async function slicesOf(pool: pg.Pool): Promise<number[]> {
  const { rows } = await pool.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM shard_leases WHERE lease_until > now() GROUP BY holder ORDER BY 1',
  );
  return rows.map(({ count }) => count);
}

const DEFAULTS = {
  HEARTHGATE_MODE: 'production',
  PORT: '0',
  ADMIN_PORT: '0',
  TRUST_PROXY: '127.0.0.1',
  DRAIN_SECONDS: '0',
  LOG_LEVEL: 'warn',
};

/** Waits until it is ready; rejects with its output when it ends before. */
export async function startNodeProcess(env: Record<string, string>): Promise<ClusterNode> {
  const child = spawn(process.execPath, [NODE], {
    env: { ...process.env, ...DEFAULTS, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  for await (const line of createInterface({ input: child.stdout })) {
    output += `${line}\n`;
    const url = /^ready at (.*)$/.exec(line)?.[1];
    if (url === undefined) continue;
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stdout.resume();
    const pid = child.pid ?? 0;
    return { url, pid, call: caller(url), end: (signal) => end(child, signal), output: () => output };
  }
  throw new Error(`the node ended before it was ready: ${output}`);
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}
