import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import mqtt from 'mqtt';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { WorldSecrets } from '../../src/sandbox/world-file.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

const PUMP = '101000001';
const START = '2026-01-15T11:00:00Z';
/** What a delivery waits for an answer. */
const RECEIVER_TIMEOUT_MS = 15_000;

interface Told extends WorldSecrets {
  readonly secretsKept: boolean;
  readonly clock: { now: string; frozen: boolean; speed: number };
  readonly gateways: (WorldSecrets['gateways'][number] & { faults: unknown[] })[];
}

let sandbox: TestSandbox;

beforeAll(async () => {
  sandbox = await startSandbox({}, {}, START);
  await sandbox.settle();
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.passTime(3_600_000));

function control<T = Record<string, unknown>>(method: string, path: string, body?: object) {
  return sandbox.call<T>(method, `/sandbox${path}`, { key: null, ...(body && { body }) });
}
async function done(path: string): Promise<void> {
  expect((await control('POST', path)).status).toBe(200);
}
async function reset(): Promise<Told> {
  const { status, body } = await control<Told>('POST', '/reset');
  expect(status).toBe(200);
  return body;
}
async function count(table: string): Promise<number> {
  const { rows } = await sandbox.pool.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`);
  return rows[0]?.count ?? 0;
}
/** What the houses measured. */
async function measured(): Promise<unknown[]> {
  const { rows } = await sandbox.pool.query<object>(
    'SELECT gateway_id, point, instance, value FROM recordings ORDER BY 1, 2, 3, measured_at',
  );
  return rows;
}
async function seqs(): Promise<{ seq: number; type: string }[]> {
  const { rows } = await sandbox.pool.query<{ seq: number; type: string }>(
    "SELECT seq::int AS seq, type FROM events WHERE type = 'CONTRACT_STATUS' ORDER BY company_id, seq",
  );
  return rows;
}

describe('after a reset', () => {
  let before: Told;
  let values: unknown[];
  let events: unknown[];
  let after: Told;
  let tookMs: number;
  let cursor: string;
  let made: { gatewayId: string; mqttPassword: string };
  let device: mqtt.MqttClient;
  let stream: Promise<string>;
  let run: { runId: string };

  beforeAll(async () => {
    before = (await control<Told>('GET', '')).body;
    [values, events] = [await measured(), await seqs()];
    made = (await control<typeof made>('POST', '/gateways', { profile: 'none' })).body;
    await control('POST', '/gateways', { profile: 'hybrid', brand: 'IVT' });
    device = await mqtt.connectAsync(sandbox.app.sandbox?.describe().mqttUrl ?? '', {
      username: made.gatewayId,
      password: made.mqttPassword,
      reconnectPeriod: 0,
    });
    await control('POST', `/gateways/${PUMP}/faults`, { fault: 'sensor-open' });
    await control('POST', `/gateways/${PUMP}/faults`, { fault: 'drop' });
    await done(`/contracts/${PUMP}/end`);
    await control('POST', '/consents', { version: '2026-12' });
    await control('POST', '/gateways/101000002/connection', { state: 'offline' });
    await sandbox.call('PATCH', '/hvacs/101000003/heatingCircuits/1', { body: { manualRoomSetpoint: 25 } });
    await sandbox.advance('PT14H');
    await control('POST', '/inbox/behaviour', { status: 500, delayMs: 20_000, times: 1_000 });
    await control('POST', '/clock', { speed: 60, freeze: false });
    cursor = (await sandbox.call<{ nextCursor: string }>('GET', '/events?limit=1000')).body.nextCursor;
    const opened = await fetch(`${sandbox.app.url}/events/stream`, {
      headers: { 'x-api-key': sandbox.world.keys.ok },
    });
    stream = opened.text();
    const answer = await sandbox.call<typeof run>('POST', '/sandbox/clock', {
      key: null,
      body: { advance: 'P300D' },
      headers: { prefer: 'wait=0' },
    });
    run = answer.body;
    const began = performance.now();
    after = await reset();
    tookMs = performance.now() - began;
  });

  test('gateways, people, secrets and the clock are those of the beginning, and a receiver that hangs is not waited for', () => {
    const { clock, ...world } = before;
    expect(after).toEqual({ ...world, clock, secretsKept: true });
    expect(clock).toEqual({ now: new Date(START).toISOString(), frozen: true, speed: 1 });
    expect(tookMs).toBeLessThan(RECEIVER_TIMEOUT_MS);
  });

  test('the houses measure what they measured then, to the digit', async () => {
    await sandbox.settle();
    expect(values.length).toBeGreaterThan(100);
    expect(await measured()).toEqual(values);
  });

  test('the situations are those of the beginning, with the key that was given then', async () => {
    const status = async (gatewayId: string) => (await sandbox.call('GET', `/hvacs/${gatewayId}`)).status;
    const all = await Promise.all(sandbox.world.gateways.map(({ gatewayId }) => status(gatewayId)));
    expect(all).toEqual([200, 200, 200, 200, 403, 403, 200]);
    const patch = await sandbox.call('PATCH', '/hvacs/101000004/heatingCircuits/1', {
      body: { manualRoomSetpoint: 22 },
    });
    expect(patch.status).toBe(451);
    expect((await sandbox.call('GET', '/hvacs/101000002')).body['connectivity']).toBe('ONLINE');
  });

  test('nothing of before is left', async () => {
    for (const table of [
      'sandbox_faults',
      'dead_letters',
      'commands',
      "access_changes WHERE at > now() + interval '1 day'",
      'mails',
    ])
      expect([table, await count(table)]).toEqual([table, 0]);
    expect(await count('gateways')).toBe(7);
    expect(await count('consent_versions')).toBe(2);
    expect(await seqs()).toEqual(events);
    expect((await control<{ items: unknown[] }>('GET', '/mailbox')).body.items).toEqual([]);
    const inbox = (await sandbox.inbox()).map(({ body }) => body.type);
    expect(new Set(inbox)).not.toContain('COMMAND_STATUS');
  });

  test('cursors of before are expired, and a stream ended by saying so', async () => {
    const old = await sandbox.call('GET', `/events?cursor=${cursor}`);
    expect([old.status, old.body['code']]).toEqual([410, 'cursor-expired']);
    const [last] = (await stream).trim().split('\n\n').slice(-1);
    expect(last).toMatch(/^event: problem\ndata: .*"code":"cursor-expired"/);
  });

  test('the run of the clock has ended, and says why', async () => {
    const { body } = await control('GET', `/clock/runs/${run.runId}`);
    expect(body).toMatchObject({ status: 'FAILED', error: expect.stringContaining('reset') });
  });

  test('a device of before is disconnected, and refused', async () => {
    await expect.poll(() => device.connected).toBe(false);
    const again = mqtt.connectAsync(
      sandbox.app.sandbox?.describe().mqttUrl ?? '',
      { username: made.gatewayId, password: made.mqttPassword, reconnectPeriod: 0 },
      false,
    );
    await expect(again).rejects.toThrow(/bad username or password/i);
  });

  test('what is made next has the id that it had before', async () => {
    const { body } = await control('POST', '/gateways', { profile: 'none' });
    expect(body['gatewayId']).toBe(made.gatewayId);
  });

  test('webhooks come again, signed with the secret of before', async () => {
    await done(`/contracts/${PUMP}/pause`);
    await sandbox.settle();
    const told = (await sandbox.inbox()).filter(({ body }) => body.gatewayid === PUMP);
    expect(told.every(({ signatureValid }) => signatureValid)).toBe(true);
    expect(told.map(({ body }) => [body.type, body.data['to']])).toContainEqual([
      'CONTRACT_STATUS',
      'PAUSED',
    ]);
  });

  test('the ledger of consents is whole', async () => {
    const { body } = await sandbox.call<{ items: { status: string }[] }>('GET', '/contracts');
    expect(body.items.length).toBeGreaterThan(0);
    const anchors = await readFile(join(sandbox.dataDir, 'consent-heads.jsonl'), 'utf8');
    expect(anchors.trim().split('\n').length).toBeGreaterThanOrEqual(1);
  });
});

test('calls that come meanwhile wait, and who also asks for a reset gets the same one', async () => {
  const first = reset();
  const others = await Promise.all([
    reset(),
    ...[1, 2, 3, 4].map((n) => sandbox.call('GET', `/hvacs/10100000${n}`)),
    control('POST', '/clock', { advance: 'PT1M' }),
  ]);
  expect(others.slice(1).map((answer) => 'status' in answer && answer.status)).toEqual([
    200, 200, 200, 200, 200,
  ]);
  expect(others[0]).toEqual(await first);
});

test('who waits for the clock or for many gateways is told that the world was reset', async () => {
  const moving = control('POST', '/clock', { advance: 'P300D' });
  const making = control('POST', '/gateways', { profile: 'none', count: 100 });
  await new Promise((resolve) => setTimeout(resolve, 100));
  const told = await reset();
  const refusal = {
    status: 409,
    body: { code: 'transition-not-allowed', errors: [{ message: expect.stringContaining('reset') }] },
  };
  expect(await Promise.all([moving, making])).toMatchObject([refusal, refusal]);
  expect([told.gateways.length, told.clock.now]).toEqual([7, new Date(START).toISOString()]);
  expect(await count('gateways')).toBe(7);
});

test('a reset that fails changes nothing, and the world goes on', async () => {
  await control('POST', '/gateways', { profile: 'none' });
  await sandbox.pool.query("INSERT INTO sandbox_seed VALUES ('owners', '{}')");
  expect((await control('POST', '/reset')).status).toBe(500);
  expect(await count('gateways')).toBe(8);
  expect((await sandbox.call('GET', `/hvacs/${PUMP}`)).body['connectivity']).toBe('ONLINE');
  await sandbox.pool.query("DELETE FROM sandbox_seed WHERE table_name = 'owners' AND row::text = '{}'");
  expect((await reset()).gateways).toHaveLength(7);
});

describe('over a restart', () => {
  test('faults stay on, and a gateway that only the file knows is forgotten', async () => {
    await control('POST', `/gateways/${PUMP}/faults`, { fault: 'sensor-open', duration: 'PT2H' });
    const file = join(sandbox.dataDir, 'sandbox.json');
    const secrets = JSON.parse(await readFile(file, 'utf8')) as WorldSecrets;
    const [one] = secrets.gateways;
    await writeFile(
      file,
      JSON.stringify({ ...secrets, gateways: [...secrets.gateways, { ...one, gatewayId: '200000099' }] }),
    );
    await sandbox.restart();
    expect(sandbox.world.gateways).toHaveLength(7);
    expect(sandbox.world.gateways[0]).toMatchObject({
      faults: [{ fault: 'sensor-open', until: '2026-01-15T13:00:00.000Z' }],
    });
    await sandbox.settle();
    const { rows } = await sandbox.pool.query(
      'SELECT 1 FROM notifications WHERE gone_at IS NULL AND cause_code = 5201',
    );
    expect(rows).toHaveLength(1);
    await sandbox.advance('PT2H');
    expect((await control('GET', `/gateways/${PUMP}/faults`)).body['active']).toEqual([]);
  });

  test('another SANDBOX_SEED counts with the next reset, and the first one gives the first weather again', async () => {
    await reset();
    await sandbox.settle();
    const first = await measured();
    await sandbox.restart({ SANDBOX_SEED: '2' });
    expect(await measured()).toEqual(expect.arrayContaining(first));
    await reset();
    await sandbox.settle();
    const other = await measured();
    expect(other).not.toEqual(first);
    await sandbox.restart({ SANDBOX_SEED: '1' });
    await reset();
    await sandbox.settle();
    expect(await measured()).toEqual(first);
  });

  test('a world that was half made is made anew, and one that is not kept gets new secrets once', async () => {
    const { keys } = sandbox.world;
    const wanted = await measured();
    // As when a migration came since, or the master key was changed.
    await sandbox.pool.query("DELETE FROM sandbox_seed WHERE table_name = ''");
    const told = await reset();
    expect(told.secretsKept).toBe(false);
    expect(told.keys.ok).not.toBe(keys.ok);
    expect((await sandbox.call('GET', `/hvacs/${PUMP}`, { key: told.keys.ok })).status).toBe(200);
    expect((await sandbox.call('GET', `/hvacs/${PUMP}`, { key: keys.ok })).status).toBe(401);
    await sandbox.settle();
    expect(await measured()).toEqual(wanted);
    expect(await reset()).toEqual({ ...told, secretsKept: true });
    // As after a crash before everything was made.
    await sandbox.pool.query('DELETE FROM sandbox_world');
    await sandbox.restart();
    expect(sandbox.world.gateways).toHaveLength(7);
    expect(sandbox.world.keys.ok).not.toBe(told.keys.ok);
    expect((await reset()).secretsKept).toBe(true);
  });
});
