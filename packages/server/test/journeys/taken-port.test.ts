import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../harness/database.ts';
import { freePort } from '../harness/free-port.ts';
import { startServerProcess } from '../harness/server-process.ts';

let database: TestDatabase;
let dataDir: string;
let holder: Server;
let taken: string;

beforeAll(async () => {
  database = await createDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'hg-taken-'));
  holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const address = holder.address();
  taken = String(typeof address === 'object' && address ? address.port : 0);
});
afterAll(async () => {
  holder.close();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

test.each(['PORT', 'ADMIN_PORT', 'MQTT_PORT'])(
  'a server whose %s is taken says so and ends',
  async (port) => {
    const started = startServerProcess({
      HEARTHGATE_MODE: 'sandbox',
      DATABASE_URL: database.url,
      DATA_DIR: dataDir,
      PORT: String(await freePort()),
      MQTT_PORT: '0',
      [port]: taken,
    });
    await expect(started).rejects.toThrow(
      new RegExp(`the server ended: .*${taken} cannot be opened.*set ${port}\\.`),
    );
  },
);
