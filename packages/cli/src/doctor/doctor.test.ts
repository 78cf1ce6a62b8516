import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { selfSigned, startTlsFront } from '@hearthgate/device/doubles';
import type { Finding } from '@hearthgate/server/maintenance';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startSandbox, type TestSandbox } from '../../../server/test/harness/sandbox.ts';
import { runDoctor } from './doctor.ts';

let sandbox: TestSandbox;
let env: NodeJS.ProcessEnv;
let printed: string[];
const screen = {
  print: (line: string) => void printed.push(line),
  note: () => undefined,
  progress: () => undefined,
};

beforeAll(async () => {
  sandbox = await startSandbox();
  const { app, pool, dataDir } = sandbox;
  env = {
    HEARTHGATE_MODE: 'sandbox',
    DATABASE_URL: pool.options.connectionString,
    DATA_DIR: dataDir,
    PORT: new URL(app.url).port,
    ADMIN_PORT: new URL(app.adminUrl).port,
    MQTT_PORT: String(app.mqttPort),
  };
});
afterAll(() => sandbox.stop());
beforeEach(() => {
  printed = [];
});

/** Everything that is found, and whether the command fails for it. */
async function diagnosed(more: NodeJS.ProcessEnv = {}) {
  printed = [];
  const failure = await runDoctor(['--json'], screen, { ...env, ...more }).then(
    () => undefined,
    (error: unknown) => String(error),
  );
  const findings = JSON.parse(printed.join('\n')) as Finding[];
  const of = (check: string) => findings.filter((finding) => finding.check === check);
  return { failure, findings, of };
}

test('a sandbox that runs is well, and every line says so', async () => {
  await runDoctor([], screen, env);
  expect(printed.filter((line) => line.startsWith('WRONG'))).toEqual([]);
  expect(printed.join('\n')).toMatch(/^ok +server +runs and is ready at 127\.0\.0\.1:\d+$/m);
  expect(printed.join('\n')).toMatch(/^ok +broker +127\.0\.0\.1:\d+ speaks MQTT$/m);
  expect(printed.join('\n')).toMatch(/^ok +database +PostgreSQL \d+/m);
  expect(printed.at(-1)).toContain('Nothing is wrong');
});

test('every fault of the settings is a finding of its own, with exit code 1', async () => {
  const { failure, of } = await diagnosed({ PORT: 'x', LOG_LEVEL: 'loud' });
  expect(of('settings').map(({ text }) => text)).toEqual([
    expect.stringContaining('PORT is "x"'),
    expect.stringContaining('LOG_LEVEL is "loud"'),
  ]);
  expect(failure).toMatch(/2 of \d+ checks went wrong/);
});

test('without a server, a port that another program uses is told with the variable that changes it', async () => {
  const other: Server = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  const { of, failure } = await diagnosed({ PORT: '0', ADMIN_PORT: String(port), MQTT_PORT: '0' });
  other.close();
  expect(of('server')).toMatchObject([{ state: 'ok', text: 'does not run' }]);
  expect(of('operators port')).toMatchObject([
    {
      state: 'wrong',
      text: expect.stringContaining('EADDRINUSE'),
      cure: expect.stringContaining('ADMIN_PORT'),
    },
  ]);
  expect(failure).toContain('1 of');
});

test('a broker port that speaks another protocol is no broker', async () => {
  const { of } = await diagnosed({ MQTT_PORT: env['PORT'] });
  expect(of('broker')).toMatchObject([{ state: 'wrong', text: expect.stringContaining('another protocol') }]);
});

test('secrets that others can read are told with the command that cures it', async () => {
  const file = join(sandbox.dataDir, 'master-key.json');
  await chmod(file, 0o640);
  const { of } = await diagnosed();
  await chmod(file, 0o600);
  expect(of('file modes')).toMatchObject([{ state: 'wrong', cure: `chmod 600 ${file}` }]);
});

test('a master key that is missing in production is wrong; the key of a sandbox may still be made', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hg-doctor-'));
  const missing = { MASTER_KEY_FILE: join(folder, 'none.json') };
  expect((await diagnosed(missing)).of('master key')).toMatchObject([{ state: 'ok' }]);
  const { of } = await diagnosed({
    ...missing,
    HEARTHGATE_MODE: 'production',
    PUBLIC_URL: 'https://127.0.0.1:1',
  });
  expect(of('master key')).toMatchObject([{ state: 'wrong' }]);
  expect(of('mode')).toMatchObject([
    { state: 'wrong', cure: expect.stringContaining('HEARTHGATE_MODE=sandbox') },
  ]);
  await rm(folder, { recursive: true });
});

test('a database that is away, older or newer than this program is told apart', async () => {
  const away = await diagnosed({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' });
  expect(away.of('database')).toMatchObject([
    { state: 'wrong', text: expect.stringContaining('ECONNREFUSED') },
  ]);
  const { pool } = sandbox;
  await pool.query(`INSERT INTO schema_migrations (name, checksum) VALUES ('9999_later.sql', 'x')`);
  const newer = await diagnosed();
  await pool.query(`DELETE FROM schema_migrations WHERE name = '9999_later.sql'`);
  expect(newer.of('migrations')).toMatchObject([
    { state: 'wrong', text: expect.stringContaining('newer than this program') },
  ]);
  const { rows } = await pool.query<{ name: string; checksum: string }>(
    `DELETE FROM schema_migrations WHERE name = (SELECT max(name) FROM schema_migrations) RETURNING name, checksum`,
  );
  const older = await diagnosed();
  await pool.query('INSERT INTO schema_migrations (name, checksum) VALUES ($1, $2)', [
    rows[0]?.name,
    rows[0]?.checksum,
  ]);
  expect(older.failure).toBeUndefined();
  expect(older.of('migrations')).toMatchObject([
    { state: 'warning', text: `1 to come, from ${rows[0]?.name}` },
  ]);
});

test('a receiver that fails is a warning, found without calling it', async () => {
  await sandbox.pool.query('UPDATE webhook_progress SET failures = 3');
  const { of } = await diagnosed();
  await sandbox.pool.query('UPDATE webhook_progress SET failures = 0');
  expect(of('webhooks')).toMatchObject([
    { state: 'warning', text: expect.stringContaining('1 endpoints fail') },
  ]);
});

test('PUBLIC_URL: a certificate that nobody believes, plain HTTP, nobody there, and a proxy that is not trusted', async () => {
  const front = await startTlsFront(selfSigned('localhost'), {
    host: '127.0.0.1',
    port: Number(env['PORT']),
  });
  const { port } = new URL(front.url);
  const at = (PUBLIC_URL: string) => diagnosed({ PUBLIC_URL });
  expect((await at(`https://localhost:${port}`)).of('certificate')).toMatchObject([
    { state: 'wrong', text: expect.stringContaining('is not believed') },
  ]);
  await front.stop();
  expect((await at(`https://127.0.0.1:${port}`)).of('certificate')).toMatchObject([
    { state: 'wrong', text: expect.stringContaining('nothing speaks TLS') },
  ]);
  const production = {
    HEARTHGATE_MODE: 'production',
    MASTER_KEY_FILE: join(sandbox.dataDir, 'master-key.json'),
  };
  expect(
    (await diagnosed({ ...production, PUBLIC_URL: 'http://api.example.org' })).of('settings'),
  ).toMatchObject([{ state: 'wrong', text: expect.stringContaining('plain HTTP') }]);
  const proxied = await diagnosed({ ...production, PUBLIC_URL: 'https://127.0.0.1:1' });
  expect(proxied.of('TRUST_PROXY')).toMatchObject([{ state: 'wrong' }]);
});

test('the certificate of the broker is looked at as a start would, and its end is told', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hg-doctor-'));
  const { cert, key } = selfSigned('broker');
  const files = { MQTT_TLS_CERT_FILE: join(folder, 'cert.pem'), MQTT_TLS_KEY_FILE: join(folder, 'key.pem') };
  await writeFile(files.MQTT_TLS_CERT_FILE, cert);
  await writeFile(files.MQTT_TLS_KEY_FILE, key);
  expect((await diagnosed(files)).of('MQTT certificate')).toMatchObject([
    { state: 'ok', text: expect.stringMatching(/^is valid until \d{4}-\d\d-\d\d, 36\d\d days$/) },
  ]);
  await writeFile(files.MQTT_TLS_KEY_FILE, selfSigned('other').key);
  expect((await diagnosed(files)).of('MQTT certificate')).toMatchObject([
    { state: 'wrong', text: expect.stringContaining('is not the one of the certificate') },
  ]);
  await rm(folder, { recursive: true });
});
