import mqtt, { type MqttClient } from 'mqtt';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

/** What a gateway is told, and when. */
describe('acknowledgements to a gateway', () => {
  let sandbox: TestSandbox;
  let gatewayId: string;
  let client: MqttClient;
  const acks: { boot: string; seq: number }[] = [];

  beforeAll(async () => {
    sandbox = await startSandbox();
    const { body } = await sandbox.call<{ gatewayId: string; mqttPassword: string }>(
      'POST',
      '/sandbox/gateways',
      {
        body: { profile: 'none' },
      },
    );
    gatewayId = body.gatewayId;
    client = await mqtt.connectAsync(sandbox.world.mqttUrl, {
      username: gatewayId,
      password: body.mqttPassword,
    });
    client.on('message', (_topic, payload) =>
      acks.push(JSON.parse(payload.toString()) as { boot: string; seq: number }),
    );
    await client.subscribeAsync(`gw/${gatewayId}/down/ack`, { qos: 1 });
  });
  afterAll(async () => {
    await client.endAsync();
    await sandbox.stop();
  });

  const report = (boot: string, seq: number, value: number) =>
    client.publishAsync(
      `gw/${gatewayId}/up/report`,
      JSON.stringify({
        boot,
        seq,
        at: new Date(sandbox.app.domains.access.clock.now()).toISOString(),
        values: { '/heatingCircuits/hc1/roomtemperature': value },
      }),
      { qos: 1 },
    );

  test('PUBACK and down/ack wait for the commit', async () => {
    const blocker = new pg.Client({ connectionString: sandbox.pool.options.connectionString });
    await blocker.connect();
    await blocker.query('BEGIN');
    await blocker.query('SELECT * FROM outbox_heads WHERE slice = $1 FOR UPDATE', [Number(gatewayId) % 64]);
    let acknowledged = false;
    const published = report('b', 1, 20).then(() => (acknowledged = true));
    const deadline = performance.now() + 10_000;
    for (;;) {
      const { rowCount } = await blocker.query(
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
      );
      if (rowCount) break;
      if (performance.now() > deadline) throw new Error('the writer never waited');
    }
    // The connection is alive meanwhile: a ping is answered.
    await client.subscribeAsync(`gw/${gatewayId}/down/refresh`, { qos: 1 });
    expect([acknowledged, acks]).toEqual([false, []]);
    await blocker.query('COMMIT');
    await blocker.end();
    await published;
    await eventually(() => acks.length === 1);
    expect(acks).toEqual([{ boot: 'b', seq: 1 }]);
  });

  test('a repeated report is acknowledged again and stored once; a gap holds the acknowledgement back', async () => {
    acks.length = 0;
    await report('b', 1, 99);
    await report('b', 3, 23);
    await report('b', 2, 22);
    await eventually(() => acks.length === 3);
    expect(acks.map(({ seq }) => seq)).toEqual([1, 1, 3]);
    const { rows } = await sandbox.pool.query('SELECT readings FROM twin WHERE gateway_id = $1', [
      Number(gatewayId),
    ]);
    expect(rows).toHaveLength(1);
    expect(rows[0]).not.toEqual({ readings: { roomtemperature: 99 } });
  });

  test('reports that the gateway no longer keeps become a named gap, and the acknowledgement moves past them', async () => {
    acks.length = 0;
    await report('c', 5, 21);
    await eventually(() => acks.length === 1);
    expect(acks).toEqual([{ boot: 'c', seq: 0 }]);
    const hello = {
      protocol: 1,
      gatewayType: 'ICOM',
      brand: 'BOSCH',
      boot: 'c',
      ring: [{ boot: 'c', oldestSeq: 4, lastSeq: 5 }],
    };
    await client.publishAsync(`gw/${gatewayId}/up/hello`, JSON.stringify(hello), { qos: 1 });
    await eventually(() => acks.length === 2);
    expect(acks.at(-1)).toEqual({ boot: 'c', seq: 3 });
    await report('c', 4, 21.5);
    await eventually(() => acks.length === 3);
    expect(acks.at(-1)).toEqual({ boot: 'c', seq: 5 });
    const { rows } = await sandbox.pool.query(
      'SELECT boot, from_seq::int, to_seq::int FROM report_gaps WHERE gateway_id = $1',
      [Number(gatewayId)],
    );
    expect(rows).toEqual([{ boot: 'c', from_seq: 1, to_seq: 3 }]);
  });

  test('a payload beyond the limit ends the connection before it is collected', async () => {
    const own = await sandbox.call<{ gatewayId: string; mqttPassword: string }>('POST', '/sandbox/gateways', {
      body: { profile: 'none' },
    });
    const big = await mqtt.connectAsync(sandbox.world.mqttUrl, {
      username: own.body.gatewayId,
      password: own.body.mqttPassword,
      reconnectPeriod: 0,
    });
    const closed = new Promise<void>((resolve) => big.once('close', () => resolve()));
    big.on('error', () => undefined);
    big.publish(`gw/${own.body.gatewayId}/up/report`, 'x'.repeat(2_000_000), { qos: 1 });
    await closed;
    expect(client.connected).toBe(true);
  });
});

async function eventually(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
