import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEmbeddedPostgres } from '../../../src/platform/postgres/embedded-postgres.ts';
import { freePort } from '../../harness/free-port.ts';
import { startMosquitto } from '../../harness/mosquitto.ts';
import { startRedis } from '../../harness/redis.ts';
import { caller } from '../../harness/sandbox.ts';
import { startServerProcess } from '../../harness/server-process.ts';
import { TcpProxy } from '../tcp-proxy.ts';
import { until } from '../until.ts';
import { clockEnv, setClockFile } from './clocks.ts';
import { makeFolder } from './folder.ts';
import { SupervisedNode } from './node.ts';
import { makeRoom, query, seed } from './seed.ts';
import type { Links, Wishes, World } from './world.ts';

const NODE = fileURLToPath(new URL('../../harness/node-process.ts', import.meta.url));
const NODES = 2;
const SLICES = 64;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Two production nodes, with a PostgreSQL, a Mosquitto and a Redis that are processes of their own. */
export async function startMany(gateways: number, { diskMb, clocks = false }: Wishes): Promise<World> {
  const folder = await makeFolder(diskMb);
  await chmod(folder.path, 0o711);
  const dataDir = join(folder.path, 'data');
  // Its watch is the supervisor that an operator's database has.
  const postgres = await startEmbeddedPostgres({ dataDir, log: quiet });
  const { connection } = postgres;
  const socket = join(connection.host, `.s.PGSQL.${connection.port}`);
  const urlOf = (port: number) =>
    `postgres://${connection.user}:${connection.password}@127.0.0.1:${port}/${connection.database}`;
  const direct = await TcpProxy.open({ path: socket });
  const common = {
    DATA_DIR: join(folder.path, 'node'),
    MASTER_KEY_FILE: join(folder.path, 'master-key.json'),
  };
  const sandbox = await startServerProcess({
    ...common,
    HEARTHGATE_MODE: 'sandbox',
    DATABASE_URL: urlOf(direct.port),
    PORT: String(await freePort()),
    MQTT_PORT: String(await freePort()),
  });
  const seeded = await seed(sandbox.baseUrl, gateways);
  await sandbox.kill('SIGTERM');
  await makeRoom(connection);
  await query(connection, "UPDATE installation SET mode = 'production'", []);
  const [mosquitto, redis] = await Promise.all([startMosquitto(urlOf(direct.port)), startRedis()]);
  const brokerUrl = `mqtt://127.0.0.1:${mosquitto.port}`;
  const links: Links[] = [];
  const nodes: SupervisedNode[] = [];
  const clockFileOf = (index: number) => join(folder.path, `clock-${index}`);
  for (let index = 0; index < NODES; index += 1) {
    const [mqtt, redisUrl] = [new URL(mosquitto.url), new URL(redis.url)];
    const own = {
      database: await TcpProxy.open({ path: socket }),
      broker: await TcpProxy.open({ host: '127.0.0.1', port: Number(mqtt.port) }),
      redis: await TcpProxy.open({ host: '127.0.0.1', port: Number(redisUrl.port) }),
    };
    links.push(own);
    mqtt.port = String(own.broker.port);
    redisUrl.port = String(own.redis.port);
    if (clocks) await setClockFile(clockFileOf(index), 0);
    const env = {
      ...common,
      HEARTHGATE_MODE: 'production',
      DATA_DIR: join(folder.path, `node-${index}`),
      DATABASE_URL: urlOf(own.database.port),
      MQTT_URL: mqtt.href,
      MQTT_PUBLIC_URL: brokerUrl,
      REDIS_URL: redisUrl.href,
      PORT: String(await freePort()),
      TRUST_PROXY: '127.0.0.1',
      DRAIN_SECONDS: '0',
      LOG_LEVEL: 'warn',
      ...(clocks && clockEnv(clockFileOf(index))),
    };
    nodes.push(new SupervisedNode(`node ${index + 1}`, env, [NODE]));
  }
  for (const node of nodes) await node.start();
  const world: World = {
    setUp: 'many',
    nodes,
    apis: nodes.map(({ baseUrl }) => {
      const call = caller(baseUrl);
      return (method, path, options = {}) => {
        const headers = { 'x-forwarded-proto': 'https', ...options.headers };
        return call(method, path, { key: seeded.key, ...options, headers });
      };
    }),
    brokerUrl,
    acceptedBy: 'DOWN_ACK',
    made: seeded.made,
    receiver: seeded.receiver,
    dataDir,
    query: (sql, values = []) => query(connection, sql, values),
    broker: mosquitto,
    redis,
    links,
    setClock: (index, wrongByMs) => setClockFile(clockFileOf(index), wrongByMs),
    stop: async () => {
      for (const node of nodes) await node.stop();
      await mosquitto.stop();
      await redis.kill('SIGKILL');
      for (const { database, broker, redis: third } of links)
        for (const proxy of [database, broker, third]) await proxy.close();
      await direct.close();
      await postgres.stop();
      await seeded.receiver.close();
      await folder.remove();
    },
  };
  if (!(await until(() => areShared(world), 30_000))) throw new Error('the nodes do not share their work');
  return world;
}

/** Each node that runs has its part of the slices, and none is free. */
export async function areShared(world: World): Promise<boolean> {
  const rows = await world.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM shard_leases WHERE lease_until > now() GROUP BY holder',
  );
  const up = world.nodes.filter(({ isUp }) => isUp).length;
  return rows.length === up && rows.every(({ count }) => count === SLICES / up);
}
