import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import {
  slicesOf,
  startNodeProcess,
  type ClusterNode,
} from '../../../packages/server/test/harness/cluster.ts';
import {
  POSTGRES_PROGRAMS,
  startDebianPostgres,
} from '../../../packages/server/test/harness/debian-postgres.ts';
import { freePort } from '../../../packages/server/test/harness/free-port.ts';
import { HAS_MOSQUITTO, startMosquitto } from '../../../packages/server/test/harness/mosquitto.ts';
import { REDIS_PROGRAM, startRedis } from '../../../packages/server/test/harness/redis.ts';
import { startServerProcess } from '../../../packages/server/test/harness/server-process.ts';
import { copyGateway, makeTemplate } from '../harness/seed-fleet.ts';
import { Skipped } from '../result.ts';

const SLICES_MOVE_MS = 30_000;
const LOOK_EVERY_MS = 20;
/** Longer than any bench: connections that come would stand in the log among what is counted. */
const FLAP_WINDOW_SECONDS = '86400';

/** Real engines, a fleet in the database, and no node yet. */
export interface Engines {
  readonly gatewayIds: readonly string[];
  readonly mqttPort: number;
  readonly password: string;
  readonly key: string;
  readonly companyId: string;
  readonly pool: pg.Pool;
  /** Resolves when all nodes, so many, have their share of the slices. */
  startNode(count: number): Promise<ClusterNode>;
  /** Resolves when so many nodes share all slices evenly. */
  shared(count: number): Promise<void>;
  stop(): Promise<void>;
}

export async function startEngines(registered: number): Promise<Engines> {
  requirePrograms();
  const cleanups: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const cleanup of cleanups.toReversed()) await cleanup();
  };
  try {
    const dataDir = await mkdtemp(join(tmpdir(), 'hg-bench-'));
    cleanups.push(() => rm(dataDir, { recursive: true, force: true }));
    const [postgres, redis] = await Promise.all([startDebianPostgres(), startRedis()]);
    cleanups.push(
      () => postgres.stop(),
      () => redis.kill('SIGKILL'),
    );
    const pool = new pg.Pool({ connectionString: postgres.url, max: 2 });
    cleanups.push(() => pool.end());
    const template = await seed(postgres.url, dataDir);
    const gatewayIds = await copyGateway(pool, template, registered);
    await pool.query("UPDATE installation SET mode = 'production'");
    const mosquitto = await startMosquitto(postgres.url);
    cleanups.push(() => mosquitto.stop());
    const shared = async (count: number) => {
      const wanted = String(Array.from({ length: count }, () => 64 / count));
      const deadline = performance.now() + SLICES_MOVE_MS;
      while (String(await slicesOf(pool)) !== wanted) {
        if (performance.now() > deadline) throw new Error(`${count} nodes do not share the slices`);
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      }
    };
    const env = {
      DATABASE_URL: postgres.url,
      MQTT_URL: mosquitto.url,
      MQTT_PUBLIC_URL: `mqtt://127.0.0.1:${mosquitto.port}`,
      REDIS_URL: redis.url,
      DATA_DIR: dataDir,
      MASTER_KEY_FILE: `${dataDir}/master-key.json`,
      FLAP_WINDOW_SECONDS,
    };
    const startNode = async (count: number) => {
      const node = await startNodeProcess(env);
      cleanups.push(() => node.end('SIGKILL'));
      await shared(count);
      return node;
    };
    return { gatewayIds, mqttPort: mosquitto.port, ...template, pool, startNode, shared, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function requirePrograms(): void {
  const missing = [
    !POSTGRES_PROGRAMS && 'postgresql',
    !HAS_MOSQUITTO && 'mosquitto',
    REDIS_PROGRAM === undefined && 'redis-server',
  ].filter((name) => name !== false);
  if (missing.length === 0) return;
  throw new Skipped(`${missing.join(', ')} not found: apt-get install ${missing.join(' ')}`);
}

/** The sandbox makes company, key and the gateway that is copied; nodes for production go on with it. */
async function seed(databaseUrl: string, dataDir: string) {
  const mqttPort = await freePort();
  const sandbox = await startServerProcess({
    HEARTHGATE_MODE: 'sandbox',
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
    REDIS_URL: '',
    PORT: String(await freePort()),
    MQTT_PORT: String(mqttPort),
  });
  try {
    return await makeTemplate(sandbox, mqttPort);
  } finally {
    await sandbox.kill('SIGTERM');
  }
}
