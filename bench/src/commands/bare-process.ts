import { createServer, type Socket } from 'node:net';
import { Aedes } from 'aedes';
import pg from 'pg';
import { topics } from '@hearthgate/wire';

/**
 * A process of its own with a bare broker and a database connection. `[gatewayId, value]` on its channel: one row is committed,
 * the value goes to the gateway, its answer is waited for, and the row is updated; answers the milliseconds of the echo and of all.
 */
const answered = new Map<string, () => void>();
process.once('message', (connection: pg.ClientConfig) => void start(connection));
process.on('disconnect', () => process.exit(0));

async function start(connection: pg.ClientConfig): Promise<void> {
  const client = new pg.Client(connection);
  client.on('error', () => undefined);
  await client.connect();
  await client.query(
    'CREATE TABLE IF NOT EXISTS bench_commands (gateway_id integer PRIMARY KEY, value float, status text)',
  );
  const broker = await Aedes.createBroker({
    preConnect: (one, packet, done) => {
      // Echoes are small: none waits for more.
      (one.conn as Socket).setNoDelay(true);
      packet.clientId = packet.username ?? packet.clientId;
      done(null, true);
    },
    authorizePublish: (_client, packet, done) => {
      const [, gatewayId = ''] = packet.topic.split('/');
      answered.get(gatewayId)?.();
      done(null);
    },
  });
  const server = createServer({ noDelay: true }, (socket) => broker.handle(socket));
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    process.send?.(typeof address === 'object' ? address?.port : 0);
  });
  process.on('message', ([gatewayId, value]: [string, number]) => {
    void command(gatewayId, value).then((took) => process.send?.(took));
  });

  async function command(gatewayId: string, value: number) {
    const startedAt = performance.now();
    await client.query(
      `INSERT INTO bench_commands VALUES ($1, $2, 'SENT')
       ON CONFLICT (gateway_id) DO UPDATE SET value = excluded.value, status = excluded.status`,
      [gatewayId, value],
    );
    const sentAt = performance.now();
    await new Promise<void>((resolve, reject) => {
      answered.set(gatewayId, resolve);
      const payload = JSON.stringify({ cid: gatewayId, value });
      const packet = { cmd: 'publish', topic: topics.down(gatewayId, 'cmd'), payload } as const;
      broker.publish({ ...packet, qos: 1, retain: false, dup: false }, (error) => error && reject(error));
    });
    const echoedAt = performance.now();
    await client.query(`UPDATE bench_commands SET status = 'CONFIRMED' WHERE gateway_id = $1`, [gatewayId]);
    return { echo: echoedAt - sentAt, all: performance.now() - startedAt };
  }
}
