import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { createLog } from '../../../packages/server/src/platform/log.ts';
import { startEmbeddedPostgres } from '../../../packages/server/src/platform/postgres/embedded-postgres.ts';
import { freePort } from '../../../packages/server/test/harness/free-port.ts';
import {
  startServerProcess,
  type ServerProcess,
} from '../../../packages/server/test/harness/server-process.ts';
import { copyGateway, makeTemplate } from './seed-fleet.ts';

/** The real server in a process of its own, with so many registered gateways: copies of one that had connected. */
export interface Fleet {
  server: ServerProcess;
  readonly httpPort: number;
  readonly mqttPort: number;
  readonly inspectPort: number;
  readonly key: string;
  readonly companyId: string;
  readonly gatewayIds: readonly string[];
  /** Of all of them. */
  readonly password: string;
  /** For a connection of one's own to the server's database. */
  readonly connection: pg.ClientConfig;
  readonly pool: pg.Pool;
  /** Starts the server again, with caches that keep so many entries at most. */
  restart(largestCache: number): Promise<void>;
  stop(): Promise<void>;
}

const WITH_SMALL_CACHES = fileURLToPath(new URL('small-caches-process.ts', import.meta.url));

export async function startFleet(registered: number): Promise<Fleet> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hg-bench-'));
  const [httpPort, mqttPort, inspectPort] = [await freePort(), await freePort(), await freePort()];
  const env = {
    HEARTHGATE_MODE: 'sandbox',
    DATA_DIR: dataDir,
    DATABASE_URL: '',
    REDIS_URL: '',
    PORT: String(httpPort),
    MQTT_PORT: String(mqttPort),
  };
  const cleanups: (() => Promise<unknown>)[] = [() => rm(dataDir, { recursive: true, force: true })];
  const stop = async () => {
    for (const cleanup of cleanups.toReversed()) await cleanup();
  };
  try {
    const first = await startServerProcess(env);
    cleanups.push(() => first.kill('SIGTERM'));
    const template = await makeTemplate(first, mqttPort);
    await first.kill('SIGTERM');
    const postgres = await startEmbeddedPostgres({ dataDir, log: createLog('error') });
    const { connection } = postgres;
    const pool = new pg.Pool({ ...connection, max: 2 });
    // The server ends its database with itself.
    pool.on('error', () => undefined);
    const gatewayIds = await copyGateway(pool, template, registered).catch(async (error: unknown) => {
      await pool.end();
      await postgres.stop();
      throw error;
    });
    await postgres.release();
    cleanups.push(() => pool.end());
    const inspected = { ...env, NODE_OPTIONS: `--inspect=127.0.0.1:${inspectPort}` };
    const server = await startServerProcess(inspected);
    cleanups.splice(1, 1);
    cleanups.splice(1, 0, () => fleet.server.kill('SIGTERM'));
    const restart = async (largestCache: number) => {
      await fleet.server.kill('SIGTERM');
      fleet.server = await startServerProcess(inspected, [WITH_SMALL_CACHES, String(largestCache)]);
    };
    const addresses = { httpPort, mqttPort, inspectPort, connection };
    const { key, companyId, password } = template;
    const fleet: Fleet = { server, ...addresses, key, companyId, gatewayIds, password, pool, restart, stop };
    return fleet;
  } catch (error) {
    await stop();
    throw error;
  }
}
