import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NativeGateway } from '@hearthgate/device';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPool } from '../../src/platform/database/database.ts';
import { createLog } from '../../src/platform/log.ts';
import { createDatabase, type TestDatabase } from '../harness/database.ts';
import { freePort } from '../harness/free-port.ts';
import { startReceiver, type Receiver } from '../harness/receiver.ts';
import { startServerProcess, type ServerProcess } from '../harness/server-process.ts';
import { Thermometer } from '../harness/thermometer.ts';

const ROUNDS = 3;
const REPORTS_PER_ROUND = 20;

/**
 * SIGKILL between report and delivery. The gateway is a real MQTT client outside the server, and so is the receiver;
 * what the server acknowledged has to be in the log exactly once, and to arrive at least once.
 */
describe('a server that is killed', () => {
  let database: TestDatabase;
  let dataDir: string;
  let receiver: Receiver;
  let env: Record<string, string>;
  let server: ServerProcess;

  beforeAll(async () => {
    database = await createDatabase();
    dataDir = await mkdtemp(join(tmpdir(), 'hg-killed-'));
    receiver = await startReceiver();
    const [port, mqttPort] = [await freePort(), await freePort()];
    env = {
      HEARTHGATE_MODE: 'sandbox',
      DATABASE_URL: database.url,
      DATA_DIR: dataDir,
      PORT: String(port),
      MQTT_PORT: String(mqttPort),
    };
    server = await startServerProcess(env);
  });
  afterAll(async () => {
    await server.kill('SIGTERM');
    await receiver.close();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  test('loses no acknowledged report, logs none twice, and delivers all', async () => {
    const made = await server.call<{ gatewayId: string; mqttPassword: string }>('POST', '/sandbox/gateways', {
      body: { profile: 'none' },
    });
    const { gatewayId, mqttPassword } = made.body;
    const pool = openPool({ connectionString: database.url }, createLog('silent'));
    // The endpoint of the world moves to a receiver that outlives the server.
    await pool.query('UPDATE webhooks SET url = $1', [receiver.url]);
    receiver.answer(0);

    const thermometer = new Thermometer();
    const gateway = new NativeGateway({
      brokerUrl: `mqtt://127.0.0.1:${env['MQTT_PORT']}`,
      gatewayId,
      password: mqttPassword,
      appliance: thermometer,
      now: Date.now,
      resendMs: 1_000,
    });
    await gateway.connect();
    for (let round = 0; round < ROUNDS; round += 1) {
      for (let report = 0; report < REPORTS_PER_ROUND; report += 1) {
        thermometer.step();
        gateway.report();
      }
      // Killed while some reports are acknowledged and others are still under way.
      await covered(gateway, REPORTS_PER_ROUND / 2);
      await server.kill('SIGKILL');
      server = await startServerProcess(env);
      await pool.query('UPDATE webhooks SET url = $1', [receiver.url]);
      await gateway.connect();
    }
    await gateway.settled(20_000);
    await gateway.end();

    receiver.answer(204);
    await server.call('POST', '/sandbox/clock', {
      body: { advance: 'PT12H' },
      headers: { prefer: 'wait=60' },
    });
    const measured = async () => {
      const { rows } = await pool.query<{ value: number; gatewayseq: number; event_id: string }>(
        `SELECT (p->>'value')::float AS value, gatewayseq::int, event_id FROM events, json_array_elements(data->'points') p
         WHERE gateway_id = $1 AND type = 'DATA_POINT' ORDER BY seq`,
        [Number(gatewayId)],
      );
      return rows;
    };
    const logged = await measured();
    expect(logged.map(({ value }) => value)).toEqual(thermometer.history);
    const ids = new Set(logged.map(({ event_id: id }) => id));
    await receiver.until((received) => [...ids].every((id) => received.some((message) => message.id === id)));

    const { rows: seqs } = await pool.query<{ gatewayseq: number }>(
      'SELECT gatewayseq::int FROM events WHERE gateway_id = $1 ORDER BY seq',
      [Number(gatewayId)],
    );
    expect(seqs.map(({ gatewayseq }) => gatewayseq)).toEqual(seqs.map((_row, index) => index + 1));
    await pool.end();
  }, 60_000);
});

/** Resolves when at most `left` reports are without an acknowledgement. */
async function covered(gateway: NativeGateway, left: number): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (gateway.uncovered > left) {
    if (performance.now() > deadline)
      throw new Error(`${gateway.uncovered} reports stay without an acknowledgement`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
