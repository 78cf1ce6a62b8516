import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { NativeGateway } from '@hearthgate/device';
import pg from 'pg';
import { createDatabase } from '../../harness/database.ts';
import { freePort } from '../../harness/free-port.ts';
import { startServerProcess, type ServerProcess } from '../../harness/server-process.ts';
import { Thermometer } from '../../harness/thermometer.ts';

const RECEIVER = fileURLToPath(new URL('receiver-process.ts', import.meta.url));
/** Enough for every lane of an endpoint. */
const GATEWAYS = 40;
/** Each gateway reports this often. */
const REPORT_EVERY_MS = 2_000;
const DRAIN_MAX_MS = 900_000;
const IN_LOG_MAX_MS = 30_000;

/** Milliseconds from the measurement to the first byte at the receiver. */
export interface Ages {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
}

export interface Fairness {
  readonly backlog: number;
  readonly drainedIn: number;
  readonly alone: Ages;
  readonly beside: Ages;
}

/** One endpoint has a backlog, another one gets what gateways report: how old is that, without and beside the backlog? */
export async function fairness(backlog: number, quietMs: number): Promise<Fairness> {
  const receiver = await startReceiverProcess();
  const database = await createDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'hg-fair-'));
  const [port, mqttPort] = [await freePort(), await freePort()];
  const server = await startServerProcess({
    HEARTHGATE_MODE: 'sandbox',
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    PORT: String(port),
    MQTT_PORT: String(mqttPort),
  });
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    const { key, gatewayIds, gateways } = await populate(server, mqttPort);
    const behind = await addEndpoint(server, key, `${receiver.url}/behind`, 'CONNECTIVITY_STATUS', true);
    await inLog(client, gatewayIds);
    await fillLog(client, gatewayIds, backlog);
    await addEndpoint(server, key, `${receiver.url}/live`, 'DATA_POINT', false);
    const reporting = reportOn(gateways);
    await wait(quietMs / 4);
    await receiver.ages('/live');
    await wait(quietMs);
    const before = await receiver.ages('/live');
    const startedAt = performance.now();
    await server.call('PATCH', `/webhooks/${behind}`, { key, body: { paused: false } });
    let taken = 0;
    while (taken < backlog) {
      if (performance.now() - startedAt > DRAIN_MAX_MS) throw new Error(`only ${taken} were taken over`);
      await wait(100);
      taken += (await receiver.ages('/behind')).length;
    }
    const drainedIn = (performance.now() - startedAt) / 1_000;
    const beside = await receiver.ages('/live');
    await wait(quietMs);
    const after = await receiver.ages('/live');
    await reporting.stop();
    return { backlog, drainedIn, alone: agesOf([...before, ...after]), beside: agesOf(beside) };
  } finally {
    await client.end();
    await server.kill('SIGTERM');
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
    receiver.end();
  }
}

async function startReceiverProcess() {
  const child = spawn(process.execPath, [RECEIVER], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const url = `http://127.0.0.1:${line.toString().trim()}`;
  return {
    url,
    ages: async (path: string) => (await (await fetch(url + path)).json()) as number[],
    end: () => void child.kill(),
  };
}

async function populate(server: ServerProcess, mqttPort: number) {
  const { body: world } = await server.call<{
    keys: { ok: string };
    gateways: { gatewayId: string; profile: string }[];
  }>('GET', '/sandbox');
  for (const { gatewayId, profile } of world.gateways) {
    const path = `/sandbox/gateways/${gatewayId}/connection`;
    if (profile !== 'none') await server.call('POST', path, { body: { state: 'offline' } });
  }
  const gateways: { gateway: NativeGateway; thermometer: Thermometer }[] = [];
  const gatewayIds: number[] = [];
  while (gateways.length < GATEWAYS) {
    const { body } = await server.call<{ gatewayId: string; mqttPassword: string }>(
      'POST',
      '/sandbox/gateways',
      { body: { profile: 'none' } },
    );
    const thermometer = new Thermometer();
    const gateway = new NativeGateway({
      brokerUrl: `mqtt://127.0.0.1:${mqttPort}`,
      gatewayId: body.gatewayId,
      password: body.mqttPassword,
      appliance: thermometer,
      now: Date.now,
    });
    await gateway.connect();
    gateways.push({ gateway, thermometer });
    gatewayIds.push(Number(body.gatewayId));
  }
  return { key: world.keys.ok, gateways, gatewayIds };
}

async function addEndpoint(
  server: ServerProcess,
  key: string,
  url: string,
  eventType: string,
  paused: boolean,
): Promise<string> {
  const body = { url, eventTypes: [eventType], paused };
  const answer = await server.call<{ webhookId: string }>('POST', '/webhooks', { key, body });
  if (answer.status !== 201) throw new Error(`no endpoint was made: ${JSON.stringify(answer.body)}`);
  return answer.body.webhookId;
}

/** Each of them has told its company something. */
async function inLog(client: pg.Client, gatewayIds: readonly number[]): Promise<void> {
  for (const startedAt = performance.now(); ; await wait(20)) {
    const { rowCount } = await client.query('SELECT 1 FROM gateway_heads WHERE gateway_id = ANY($1)', [
      gatewayIds,
    ]);
    if (rowCount === gatewayIds.length) return;
    if (performance.now() - startedAt > IN_LOG_MAX_MS)
      throw new Error(`only ${rowCount} gateways are in the log`);
  }
}

/** As the fan-out would have written them, for the only company that has these gateways. */
async function fillLog(client: pg.Client, gatewayIds: readonly number[], count: number): Promise<void> {
  const each = Math.ceil(count / gatewayIds.length);
  const ids = [...gatewayIds];
  await client.query('BEGIN');
  const {
    rows: [company],
  } = await client.query<{ company_id: string }>(
    'SELECT DISTINCT company_id FROM contracts WHERE gateway_id = $1',
    [ids[0]],
  );
  const {
    rows: [head],
  } = await client.query<{ seq: string }>('SELECT seq FROM event_heads WHERE company_id = $1 FOR UPDATE', [
    company?.company_id,
  ]);
  await client.query(
    `INSERT INTO events (company_id, seq, recorded_at, event_id, type, gateway_id, gatewayseq, previous, occurred_at, late, data)
     SELECT $1, $2::bigint + n, h.recorded_at, 'evt_backlog' || n, 'CONNECTIVITY_STATUS', g.gateway_id, g.gatewayseq + 1 + (n - 1) / $4,
       g.by_type, now(), false, '{"status":"ONLINE","previous":"OFFLINE","since":"2026-01-15T00:00:00.000Z"}'
     FROM generate_series(1, $5::int) n
     JOIN gateway_heads g ON g.company_id = $1 AND g.gateway_id = ($3::int[])[1 + (n - 1) % $4]
     JOIN event_heads h ON h.company_id = $1`,
    [company?.company_id, head?.seq, ids, ids.length, count],
  );
  await client.query('UPDATE gateway_heads SET gatewayseq = gatewayseq + $2 WHERE gateway_id = ANY($1)', [
    ids,
    each,
  ]);
  await client.query('UPDATE event_heads SET seq = seq + $2 WHERE company_id = $1', [
    company?.company_id,
    count,
  ]);
  await client.query('COMMIT');
}

function reportOn(gateways: readonly { gateway: NativeGateway; thermometer: Thermometer }[]) {
  const ending = new AbortController();
  const reporting = Promise.all(
    gateways.map(async ({ gateway, thermometer }, at) => {
      await wait((REPORT_EVERY_MS / GATEWAYS) * at);
      while (!ending.signal.aborted) {
        thermometer.step();
        gateway.report();
        await wait(REPORT_EVERY_MS);
      }
    }),
  );
  return {
    stop: async () => {
      ending.abort();
      await reporting;
      for (const { gateway } of gateways) await gateway.end();
    },
  };
}

function agesOf(values: readonly number[]): Ages {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { count: sorted.length, p50: at(0.5), p99: at(0.99) };
}
