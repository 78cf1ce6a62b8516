import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../harness/free-port.ts';
import { caller } from '../../harness/sandbox.ts';
import { clockEnv, setClockFile } from './clocks.ts';
import { makeFolder } from './folder.ts';
import { SupervisedNode } from './node.ts';
import { makeRoom, query, seed } from './seed.ts';
import type { Wishes, World } from './world.ts';

/** What `hearthgate start` gives: one process with its own broker, and the PostgreSQL that it starts itself. */
export async function startOne(gateways: number, { diskMb, clocks = false }: Wishes): Promise<World> {
  const folder = await makeFolder(diskMb);
  // Root hands the database over to the user postgres, who passes through here.
  await chmod(folder.path, 0o711);
  const dataDir = join(folder.path, 'data');
  const clockFile = join(folder.path, 'clock');
  if (clocks) await setClockFile(clockFile, 0);
  const mqttPort = await freePort();
  const node = new SupervisedNode('server', {
    HEARTHGATE_MODE: 'sandbox',
    DATABASE_URL: '',
    REDIS_URL: '',
    DATA_DIR: dataDir,
    PORT: String(await freePort()),
    MQTT_PORT: String(mqttPort),
    ...(clocks && clockEnv(clockFile)),
  });
  await node.start();
  const seeded = await seed(node.baseUrl, gateways);
  const { password } = JSON.parse(await readFile(join(dataDir, 'postgres.json'), 'utf8')) as {
    password: string;
  };
  const host = (await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n')[4] ?? '';
  const connection = { host, port: 5432, user: 'hearthgate', password, database: 'hearthgate' };
  await makeRoom(connection);
  // Companies are remembered, and nobody else changes them here.
  await node.stop();
  await node.start();
  const call = caller(node.baseUrl);
  return {
    setUp: 'one',
    nodes: [node],
    apis: [(method, path, options) => call(method, path, { key: seeded.key, ...options })],
    brokerUrl: `mqtt://127.0.0.1:${mqttPort}`,
    acceptedBy: 'PUBACK',
    made: seeded.made,
    receiver: seeded.receiver,
    dataDir,
    query: (sql, values = []) => query(connection, sql, values),
    broker: undefined,
    redis: undefined,
    links: [],
    setClock: (_node, wrongByMs) => setClockFile(clockFile, wrongByMs),
    stop: async () => {
      await node.stop();
      await seeded.receiver.close();
      await folder.remove();
    },
  };
}
