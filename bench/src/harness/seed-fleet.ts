import type pg from 'pg';
import { escapeIdentifier } from 'pg';
import { NativeGateway } from '../../../packages/device/src/index.ts';
import { caller, type CallOptions } from '../../../packages/server/test/harness/sandbox.ts';
import type { ServerProcess } from '../../../packages/server/test/harness/server-process.ts';
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

/** The gateway that all others are copies of, and who may read it. */
export interface Template {
  readonly key: string;
  readonly companyId: string;
  readonly gatewayId: number;
  /** Of its copies too. */
  readonly password: string;
}

/** A sandbox whose houses are unplugged and that sends nothing, with one gateway of twenty leaves that has reported. */
export async function makeTemplate(server: ServerProcess, mqttPort: number): Promise<Template> {
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
  const { companyId } = company;
  return { key, companyId, gatewayId: Number(made.gatewayId), password: made.mqttPassword };
}

/** So many registered gateways that have reported once, each a copy of the one, and a plan that nobody uses up; answers their ids. */
export async function copyGateway(
  pool: pg.Pool,
  { gatewayId: template, companyId }: Template,
  count: number,
): Promise<string[]> {
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
  // Away for less than the flap window: that they are back is no news, which would be written for one after the other meanwhile.
  await pool.query(
    `UPDATE gateways SET driven = false, last_seen_at = now(), announced = 'ONLINE' WHERE gateway_id = $1`,
    [template],
  );
  for (const table of COPIED) {
    const { rows } = await pool.query<{ name: string }>(
      `SELECT attname AS name FROM pg_attribute
       WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`,
      [table],
    );
    const names = rows.map(({ name }) => escapeIdentifier(name));
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
  return Array.from({ length: count }, (_, index) => String(FIRST_ID + index));
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
