import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import mqtt from 'mqtt';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config/index.ts';
import type { WorldSecrets } from '../../src/sandbox/world-file.ts';
import { createDatabase, type TestDatabase } from '../harness/database.ts';
import { freePort } from '../harness/free-port.ts';
import { startReceiver, type Receiver } from '../harness/receiver.ts';
import { startServerProcess, type ServerProcess } from '../harness/server-process.ts';
import { startSmtpServer, type SmtpServer } from '../harness/smtp-server.ts';

/** Stands in everything that must not come into a log. */
const CANARY = 'cAnArY7';

let database: TestDatabase;
let dataDir: string;
let client: pg.Client;
let receiver: Receiver;
let smtp: SmtpServer;
let server: ServerProcess;
let env: Record<string, string>;
let world: WorldSecrets & { mqttUrl: string };

beforeAll(async () => {
  database = await createDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'hg-canaries-'));
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  receiver = await startReceiver();
  smtp = await startSmtpServer();
  env = {
    HEARTHGATE_MODE: 'sandbox',
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    PORT: String(await freePort()),
    MQTT_PORT: String(await freePort()),
    LOG_LEVEL: 'trace',
    SMTP_URL: smtp.url.replace('//', `//user:${CANARY}@`),
    MAIL_FROM: 'no-reply@hearthgate.test',
  };
  // The world is made first, so that its webhook leads elsewhere when the server starts for this test.
  server = await startServerProcess(env);
  await server.kill('SIGTERM');
  await client.query('UPDATE webhooks SET url = $1', [`${receiver.url}?token=${CANARY}`]);
  server = await startServerProcess(env);
  world = (await server.call<typeof world>('GET', '/sandbox')).body;
});
afterAll(async () => {
  await server.kill('SIGKILL');
  await receiver.close();
  await smtp.close();
  await client.end();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

test('at the finest level, no secret, no query and no body comes into the log', async () => {
  const made = await requests();
  await connections();
  await gateways();
  await webhooks();
  const mailed = await mails();
  await failures();
  await server.kill('SIGTERM');

  const { lines, rest } = read(server.output());
  // All of it was worth a line: what went wrong inside, what a gateway did, what no HTTP parser could read.
  const messages = new Set(lines.map(({ msg }) => msg));
  expect([...messages]).toEqual(expect.arrayContaining(['unexpected error', 'mqtt connection refused']));
  expect(lines.map(({ level }) => level)).toContain(20);

  const { inbox } = JSON.parse(await readFile(join(dataDir, 'sandbox.json'), 'utf8')) as WorldSecrets;
  const { keys } = JSON.parse(await readFile(join(dataDir, 'master-key.json'), 'utf8')) as {
    keys: { key: string }[];
  };
  const secrets = {
    ...world.keys,
    made,
    mailed,
    canary: CANARY,
    canaryBytes: [...Buffer.from(CANARY)].join(),
    webhook: inbox.secret,
    webhookKey: inbox.secret.slice('whsec_'.length),
    ...Object.fromEntries(world.gateways.map(({ gatewayId, mqttPassword }) => [gatewayId, mqttPassword])),
    ...Object.fromEntries(keys.map(({ key }, at) => [`master ${at}`, key])),
  };
  const shown = Object.entries(secrets).filter(([, secret]) => rest.includes(secret));
  expect(shown.map(([name]) => name)).toEqual([]);
  // Nor a piece of one that is long enough to be told.
  for (const secret of [...Object.values(world.keys), made]) expect(rest).not.toContain(secret.split('_')[3]);
  expect(rest).not.toMatch(/[?&]\w+=/);
});

test.each([
  { DATABASE_URL: `postgres://me:${CANARY}@127.0.0.1:1/none` },
  { DATABASE_URL: `postgres://me:${CANARY}@:none` },
  { DATABASE_URL: `postgres://me:${CANARY}@127.0.0.1:99999/none` },
  { REDIS_URL: `redis:/me:${CANARY}@:none` },
  { SMTP_URL: `smtp://me:${CANARY}@:none`, MAIL_FROM: 'no-reply@hearthgate.test' },
  { MQTT_URL: `mqtt://me:${CANARY}@:none` },
  { MQTT_URL: `mqtt://me:${CANARY}@127.0.0.1:1`, MQTT_PUBLIC_URL: `mqtt://me:${CANARY}@:none` },
])('a start that fails at %o does not say what is secret in it', async (broken) => {
  const start = async () =>
    startApp(readConfig({ ...env, PORT: '0', MQTT_PORT: '0', LOG_LEVEL: 'silent', ...broken }));
  const error: unknown = await start().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Error);
  expect(inspect(error, { depth: 5 })).not.toContain(CANARY);
});

/** Calls that succeed and calls that fail, with markers wherever a caller can put something. */
async function requests(): Promise<string> {
  const { ok, expired, removed } = world.keys;
  const { body } = await server.call<{ apiKey: string; keyId: string }>('POST', '/api-keys', {
    key: ok,
    headers: { 'idempotency-key': CANARY },
  });
  await server.call('DELETE', `/api-keys/${body.keyId}`, { key: ok });
  const headers = {
    'idempotency-key': `${CANARY}-again`,
    authorization: `Bearer ${CANARY}`,
    cookie: `session=${CANARY}`,
    prefer: 'wait=1',
  };
  for (const key of [ok, expired, removed, body.apiKey, CANARY, `${ok}${CANARY}`]) {
    await server.call('GET', `/contracts?cursor=${CANARY}`, { key, headers });
    await server.call('GET', `/hvacs/${CANARY}?secret=${CANARY}`, { key, headers });
    const path = `/hvacs/101000001/heatingCircuits/1?x=${CANARY}`;
    await server.call('PATCH', path, { key, headers, body: { manualRoomSetpoint: 21 } });
    await server.call('PATCH', path, { key, headers, body: { [CANARY]: CANARY, operationMode: CANARY } });
    await server.call('PATCH', path, { key, headers, body: `{"${CANARY}":` });
  }
  return body.apiKey;
}

/** What is not HTTP, or ends in the middle. */
async function connections(): Promise<void> {
  const key = `x-api-key: ${world.keys.ok}\r\nx-canary: ${CANARY}`;
  const first = `POST /api-keys?x=${CANARY} HTTP/1.1\r\nhost: 127.0.0.1\r\n${key}\r\n`;
  for (const text of [
    `${first}broken ${CANARY}\r\n\r\n`,
    `${first}x-big: ${CANARY.repeat(5_000)}\r\n\r\n`,
    `${first}transfer-encoding: chunked\r\n\r\n${CANARY}\r\n`,
    `${first}content-type: application/json\r\ncontent-length: 900\r\n\r\n{"a":"${CANARY}`,
    `BREW /${CANARY} ${CANARY}\r\n${key}\r\n\r\n`,
  ])
    await sendAndEnd(Number(env['PORT']), text);
}

/** Wrong passwords, broken packets, payloads that nobody can read. */
async function gateways(): Promise<void> {
  const mqttPort = Number(env['MQTT_PORT']);
  const connectAs = (username: string, password: string) =>
    mqtt.connectAsync(
      `mqtt://127.0.0.1:${mqttPort}`,
      { username, password, clientId: CANARY, reconnectPeriod: 0 },
      false,
    );
  await expect(connectAs('101000001', CANARY)).rejects.toThrow('Bad username or password');
  await expect(connectAs(CANARY, CANARY)).rejects.toThrow('Bad username or password');
  const { body } = await server.call<{ gatewayId: string; mqttPassword: string }>(
    'POST',
    '/sandbox/gateways',
    {
      body: { profile: 'none' },
    },
  );
  const own = await connectAs(body.gatewayId, body.mqttPassword);
  for (const payload of [
    CANARY,
    `{"boot":"${CANARY}"}`,
    `{"boot":"${CANARY}","seq":1,"at":"${CANARY}","values":{}}`,
  ])
    for (const kind of ['report', 'hello', 'describe', 'ack', 'notifications', 'nonsense'])
      await own.publishAsync(`gw/${body.gatewayId}/up/${kind}`, payload, { qos: 1 });
  await own.publishAsync(`gw/101000001/up/report`, CANARY, { qos: 1 });
  await own.endAsync();
  // A CONNECT that ends within the password, and one that is none.
  await sendAndEnd(
    mqttPort,
    Buffer.from(`102c00044d51545404c2003c000161`, 'hex').toString('latin1') + CANARY,
  );
  await sendAndEnd(mqttPort, `\xff\xff${CANARY}`);
}

/** An endpoint that refuses, hangs up and is not there; its URL carries a secret. */
async function webhooks(): Promise<void> {
  for (const status of [500, 302, 0]) {
    receiver.answer(status);
    await advance('PT1H');
  }
  await receiver.close();
  await advance('PT6H');
  const { rows } = await client.query<{ outcome: string; http_status: number | null }>(
    "SELECT outcome, http_status FROM webhook_attempts WHERE outcome = 'FAILED'",
  );
  expect(new Set(rows.map(({ http_status: status }) => status))).toEqual(new Set([500, 302, null]));
}

/** A link for a new password, by a mail server that refuses and hangs up before it takes it; answers its token. */
async function mails(): Promise<string> {
  const [owner] = world.owners;
  for (const manner of [{ AUTH: `535 ${CANARY}` }, { end: `550 ${CANARY}` }, { DATA: 'reset' }, {}]) {
    smtp.behave(manner, 1);
    const headers = { origin: `http://127.0.0.1:${env['PORT'] ?? ''}` };
    const body = { email: owner?.email ?? '', [CANARY]: CANARY };
    await server.call('POST', '/owner/password-reset', { body, headers });
    await server.call('POST', '/owner/password-reset', { body: { email: body.email }, headers });
    await advance('PT10M');
  }
  await expect.poll(() => smtp.mails.length, { timeout: 20_000 }).toBeGreaterThan(0);
  const { body } = await server.call<{ items: { link: string | null }[] }>('GET', '/sandbox/mailbox');
  const tokens = body.items.flatMap(({ link }) => (link === null ? [] : [new URL(link).hash.slice(1)]));
  expect(tokens).not.toEqual([]);
  await server.call('POST', '/owner/password-reset/confirm', {
    body: { token: `${CANARY}${tokens[0] ?? ''}`, password: CANARY.repeat(2) },
    headers: { origin: `http://127.0.0.1:${env['PORT'] ?? ''}` },
  });
  return tokens[0] ?? '';
}

/** Errors of the database whose details carry the row: the idempotency key, the body, the address of an endpoint. */
async function failures(): Promise<void> {
  await client.query(`
    ALTER TABLE idempotency_keys ADD CONSTRAINT refuse CHECK (scope = '') NOT VALID;
    ALTER TABLE webhook_attempts ADD CONSTRAINT refuse CHECK (error = '') NOT VALID;
    ALTER TABLE owner_secrets RENAME TO owner_secrets_away`);
  const refused = await server.call('POST', '/api-keys', {
    key: world.keys.ok,
    headers: { 'idempotency-key': `${CANARY}-refused` },
  });
  expect(refused.status).toBe(500);
  const shared = await server.call('POST', `/sandbox/contracts?x=${CANARY}`, {
    body: { gatewayId: '101000004' },
  });
  expect(shared.status).toBe(500);
  await client.query(`
    ALTER TABLE idempotency_keys DROP CONSTRAINT refuse;
    ALTER TABLE webhook_attempts DROP CONSTRAINT refuse;
    ALTER TABLE owner_secrets_away RENAME TO owner_secrets;
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = 'hearthgate'`);
  const status = async () => (await server.call('GET', '/hvacs', { key: world.keys.ok })).status;
  await expect.poll(status, { timeout: 20_000 }).toBe(200);
}

async function advance(duration: string): Promise<void> {
  await server.call('POST', '/sandbox/clock', {
    body: { advance: duration },
    headers: { prefer: 'wait=20' },
  });
}

async function sendAndEnd(port: number, text: string): Promise<void> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  socket.on('error', () => undefined);
  socket.on('end', () => socket.destroy());
  socket.resume();
  socket.end(text, 'latin1');
  await closed;
}

/** The lines of the log; and everything that was written but the welcome, which shows the key on purpose. */
function read(output: string): { lines: { msg?: string; level?: number }[]; rest: string } {
  const lines = output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as { msg?: string; level?: number });
  const rest = output.replace(/Hearthgate sandbox is ready[^]*Stop with Ctrl-C\./, '');
  return { lines, rest };
}
