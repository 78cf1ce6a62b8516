import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { NativeGateway } from '../../../packages/device/src/index.ts';
import { createLog } from '../../../packages/server/src/platform/log.ts';
import { startEmbeddedPostgres } from '../../../packages/server/src/platform/postgres/embedded-postgres.ts';
import { freePort } from '../../../packages/server/test/harness/free-port.ts';
import { caller, type CallOptions } from '../../../packages/server/test/harness/sandbox.ts';
import {
  startServerProcess,
  type ServerProcess,
} from '../../../packages/server/test/harness/server-process.ts';
import { HeatPump, VALUES } from './heat-pump.ts';

/** Nine digits each, beyond those that the sandbox gives out. */
const FIRST_ID = 500_000_000;
const READY_MS = 30_000;
const POLL_MS = 50;
/** Tables of a gateway that copies get their rows of; the rest begins with the first report. */
const COPIED = [
  'gateways',
  'claims',
  'gateway_owners',
  'contracts',
  'audience',
  'descriptions',
  'twin',
  'report_state',
];
/** A plan that no bench comes near: the limiter runs all the same. */
const PLENTY = 1_000_000;

/** The real server in a process of its own, with so many registered gateways: copies of one that had connected. */
export interface Fleet {
  readonly server: ServerProcess;
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
  stop(): Promise<void>;
}

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
    const { key, companyId, made } = await prepare(first, mqttPort);
    await first.kill('SIGTERM');
    const postgres = await startEmbeddedPostgres({ dataDir, log: createLog('error') });
    const { connection } = postgres;
    const pool = new pg.Pool({ ...connection, max: 2 });
    // The server ends its database with itself.
    pool.on('error', () => undefined);
    await copyGateway(pool, Number(made.gatewayId), companyId, registered).catch(async (error: unknown) => {
      await pool.end();
      await postgres.stop();
      throw error;
    });
    await postgres.release();
    cleanups.push(() => pool.end());
    const server = await startServerProcess({ ...env, NODE_OPTIONS: `--inspect=127.0.0.1:${inspectPort}` });
    cleanups.splice(1, 1);
    cleanups.splice(1, 0, () => server.kill('SIGTERM'));
    const gatewayIds = Array.from({ length: registered }, (_, index) => String(FIRST_ID + index));
    const addresses = { httpPort, mqttPort, inspectPort, connection };
    return { server, ...addresses, key, companyId, gatewayIds, password: made.mqttPassword, pool, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A sandbox whose houses are unplugged and that sends nothing, with one gateway of twenty leaves that has reported. */
async function prepare(server: ServerProcess, mqttPort: number) {
  const call = caller(server.baseUrl);
  const ask = async <T>(method: string, path: string, options: CallOptions = {}) => {
    const { status, body } = await call<T>(method, path, options);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(body)}`);
    return body;
  };
  const world = await ask<World>('GET', '/sandbox');
  const key = world.keys.ok;
  for (const { gatewayId } of world.gateways)
    await ask('POST', `/sandbox/gateways/${gatewayId}/connection`, { body: { state: 'offline' } });
  const { items } = await ask<{ items: { webhookId: string }[] }>('GET', '/webhooks', { key });
  for (const { webhookId } of items) await ask('DELETE', `/webhooks/${webhookId}`, { key });
  const made = await ask<Made>('POST', '/sandbox/gateways', { body: { profile: 'none', share: true } });
  const gateway = new NativeGateway({
    brokerUrl: `mqtt://127.0.0.1:${mqttPort}`,
    gatewayId: made.gatewayId,
    password: made.mqttPassword,
    now: Date.now,
    appliance: new HeatPump(),
  });
  await gateway.connect();
  gateway.report();
  const deadline = performance.now() + READY_MS;
  for (;;) {
    const path = `/hvacs/${made.gatewayId}/heatingCircuits/1`;
    const { status, body } = await call<{ asOf?: string }>('GET', path, { key });
    if (status === 200 && body.asOf !== undefined) break;
    if (performance.now() > deadline) throw new Error(`no report: ${status} ${JSON.stringify(body)}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  await gateway.end();
  const [company] = world.companies;
  if (!company) throw new Error('the sandbox has no company');
  return { key, companyId: company.companyId, made };
}

async function copyGateway(pool: pg.Pool, template: number, companyId: string, count: number): Promise<void> {
  const { rows: values } = await pool.query<{ count: number }>(
    'SELECT count(*)::int FROM twin, jsonb_object_keys(readings) WHERE gateway_id = $1',
    [template],
  );
  if (values[0]?.count !== VALUES) throw new Error(`${values[0]?.count} values in place of ${VALUES}`);
  await pool.query(
    `INSERT INTO plans (plan, gateway_burst, gateway_refill_ms, route_burst, route_refill_ms, time_program_burst,
       time_program_refill_ms, appliance_burst, appliance_per_hour, ceiling_per_second, ceiling_per_contract_per_second)
     VALUES ('bench', $1, 1, $1, 1, $1, 1, $1, $1, $1, 0)`,
    [PLENTY],
  );
  await pool.query(`UPDATE companies SET plan = 'bench' WHERE company_id = $1`, [companyId]);
  await pool.query('UPDATE gateways SET driven = false, last_seen_at = now() WHERE gateway_id = $1', [
    template,
  ]);
  for (const table of COPIED) {
    const { rows } = await pool.query<{ name: string }>(
      `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped`,
      [table],
    );
    const names = rows.map(({ name }) => pg.escapeIdentifier(name));
    // A gateway's slice is its number modulo 64.
    const from = names.map((name) =>
      name === '"gateway_id"' ? 'g.id' : name === '"slice"' ? 'g.id % 64' : `t.${name}`,
    );
    const { rowCount } = await pool.query(
      `INSERT INTO ${table} (${names.join(', ')}) SELECT ${from.join(', ')}
       FROM generate_series($2::int, $2::int + $3::int - 1) AS g (id), ${table} t WHERE t.gateway_id = $1`,
      [template, FIRST_ID, count],
    );
    if (rowCount === 0) throw new Error(`the gateway has no row in ${table}`);
  }
  for (const table of COPIED) await pool.query(`VACUUM ANALYZE ${table}`);
  await pool.query('CHECKPOINT');
}

interface World {
  readonly keys: { readonly ok: string };
  readonly companies: readonly { readonly companyId: string }[];
  readonly gateways: readonly { readonly gatewayId: string }[];
}

interface Made {
  readonly gatewayId: string;
  readonly mqttPassword: string;
}
