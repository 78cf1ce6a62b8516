import { appendFile, cp, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NativeGateway } from '@hearthgate/device';
import type { EventEnvelope } from '@hearthgate/wire';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApp, type App } from '../../src/app.ts';
import { readConfig } from '../../src/config/index.ts';
import {
  backUp,
  printBackups,
  restore,
  verifyConsent,
  type RestoreOrder,
} from '../../src/maintenance/index.ts';
import { cookieOf } from '../harness/operators.ts';
import { portalHeaders } from '../harness/members.ts';
import { said } from '../harness/said.ts';
import { caller, type TestSandbox } from '../harness/sandbox.ts';
import { Thermometer } from '../harness/thermometer.ts';

const ENDED = '101000001';
const REPORTS = 20;

interface Page {
  readonly items: EventEnvelope[];
  readonly nextCursor: string;
  readonly hasMore: boolean;
}

let root: string;
let env: Record<string, string>;
let app: App;
let call: ReturnType<typeof caller>;
let world: TestSandbox['world'];
let passedMs = 0;

/** On the embedded database, as somebody who installs it has it. */
async function open(): Promise<void> {
  app = await startApp(readConfig(env), { monotonic: () => performance.now() + passedMs });
  const plain = caller(app.url);
  call = (method, path, options) => {
    passedMs += 600_000;
    return plain(method, path, { key: world.keys?.ok, ...options });
  };
  world = (await plain<TestSandbox['world']>('GET', '/sandbox', { key: null })).body;
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'hg-restore-'));
  env = {
    HEARTHGATE_MODE: 'sandbox',
    DATA_DIR: join(root, 'data'),
    PORT: '0',
    ADMIN_PORT: '0',
    MQTT_PORT: '0',
    LOG_LEVEL: 'error',
  };
  await open();
});
afterAll(async () => {
  await app.stop();
  await rm(root, { recursive: true, force: true });
});

const signIn = (role: string) => {
  const { email, password } = world.members?.find((member) => member.role === role) ?? {};
  const headers = portalHeaders(world.baseUrl, 'pro', '');
  return call('POST', '/pro/sign-in', { key: null, headers, body: { email, password } });
};
const wholeLog = async (): Promise<EventEnvelope[]> => {
  const items: EventEnvelope[] = [];
  for (let query = '?limit=500'; ;) {
    const { status, body } = await call<Page>('GET', `/events${query}`);
    expect(status).toBe(200);
    items.push(...body.items);
    if (!body.hasMore) return items;
    query = `?limit=500&cursor=${body.nextCursor}`;
  }
};
const valuesOf = (log: readonly EventEnvelope[], gatewayId: string) =>
  log
    .filter((event) => event.type === 'DATA_POINT' && event.gatewayid === gatewayId)
    .flatMap(({ data }) => (data as { points: { value: number }[] }).points.map(({ value }) => value));
const roomOf = async (gatewayId: string) =>
  (await call<{ roomTemperature?: { value?: number } }>('GET', `/hvacs/${gatewayId}/heatingCircuits/1`)).body;
const restoring = (order: Partial<RestoreOrder> & { from: string | undefined }) =>
  said(() => restore(env, { journals: [], withoutJournal: false, replace: false, json: false, ...order }));

test('a destroyed server comes back from its backup with what it knew, and without any right that had ended', async () => {
  const dataDir = String(env['DATA_DIR']);
  const made = await call<{ gatewayId: string; mqttPassword: string }>('POST', '/sandbox/gateways', {
    body: { profile: 'none' },
  });
  const { gatewayId, mqttPassword } = made.body;
  expect((await call('POST', '/sandbox/contracts', { body: { gatewayId } })).status).toBe(200);
  const thermometer = new Thermometer();
  const gateway = new NativeGateway({
    brokerUrl: `mqtt://127.0.0.1:${app.mqttPort}`,
    gatewayId,
    password: mqttPassword,
    appliance: thermometer,
    now: Date.now,
    resendMs: 1_000,
  });
  await gateway.connect();
  const report = async () => {
    for (let at = 0; at < REPORTS; at += 1) {
      thermometer.step();
      gateway.report();
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  };
  await report();
  await gateway.settled(10_000);
  const spare = (await call<{ keyId: string; apiKey: string }>('POST', '/api-keys', { body: {} })).body;
  expect((await call('GET', '/api-keys/me', { key: spare.apiKey })).status).toBe(200);
  expect((await signIn('VIEWER')).status).toBe(200);

  // While reports flow in.
  const [[code, text]] = await Promise.all([
    said(() => backUp(env, { to: join(root, 'backups'), json: true })),
    report(),
  ]);
  expect([code, text]).toEqual([0, expect.stringContaining('"folder"')]);
  const { folder } = JSON.parse(text) as { folder: string };
  expect((await readdir(join(root, 'backups'))).length).toBe(1);
  expect(await said(() => printBackups(env, { json: false }))).toEqual([0, expect.stringContaining(folder)]);

  // What happens after a backup is lost, but for what has ended.
  await report();
  await gateway.settled(10_000);
  await gateway.end();
  const { nextCursor } = (await call<Page>('GET', '/events?limit=1')).body;
  expect((await call('DELETE', `/api-keys/${spare.keyId}`)).status).toBe(204);
  expect((await call('POST', `/sandbox/contracts/${ENDED}/end`, { body: {} })).status).toBe(200);
  const admin = cookieOf(await signIn('ADMIN'));
  const viewer = world.members?.find((member) => member.role === 'VIEWER')?.memberId;
  const headers = portalHeaders(world.baseUrl, 'pro', admin);
  expect((await call('DELETE', `/pro/members/${viewer}`, { key: null, headers })).status).toBe(204);
  await app.stop();

  expect(await restoring({ from: folder })).toEqual([1, expect.stringContaining('--replace')]);
  await rm(join(dataDir, 'postgres', 'base'), { recursive: true });
  const [restored, summary] = await restoring({ from: folder, replace: true });
  expect([restored, summary]).toEqual([
    0,
    expect.stringMatching(/Ended again: 1 api-key, 1 contract, 1 member\./),
  ]);
  expect((await readdir(dataDir)).filter((name) => name.includes('.before-')).length).toBe(3);
  await open();

  expect((await call('GET', '/api-keys/me', { key: spare.apiKey })).body).toMatchObject({
    code: 'api-key-removed',
  });
  expect((await call('GET', `/hvacs/${ENDED}/heatingCircuits/1`)).status).toBe(403);
  expect((await call('GET', `/hvacs/${gatewayId}/heatingCircuits/1`)).status).toBe(200);
  expect((await signIn('VIEWER')).status).toBe(401);
  expect((await call('GET', '/pro/me', { key: null, headers })).status).toBe(401);
  expect((await signIn('ADMIN')).status).toBe(200);
  expect((await call('GET', `/events?cursor=${nextCursor}`)).status).toBe(410);
  await app.sandbox?.settle();
  const log = await wholeLog();
  const values = valuesOf(log, gatewayId);
  expect(values.length).toBeGreaterThanOrEqual(REPORTS);
  expect(values).toEqual(thermometer.history.slice(0, values.length));
  expect(values.length).toBeLessThan(thermometer.history.length);
  expect(JSON.stringify(await roomOf(gatewayId))).toContain(`:${values.at(-1)}`);
  expect(log.some(({ type, gatewayid }) => type === 'CONTRACT_STATUS' && gatewayid === ENDED)).toBe(true);
  expect(
    await said(() =>
      verifyConsent(env, { receiptFile: undefined, companyId: undefined, withoutAnchors: false }),
    ),
  ).toEqual([0, expect.stringMatching(/: sound\n$/)]);

  // A second restore of the same backup gives cursors that are neither of the first nor of before.
  const again = (await call<Page>('GET', '/events?limit=1')).body.nextCursor;
  await app.stop();
  expect((await restoring({ from: folder, replace: true }))[0]).toBe(0);
  await open();
  for (const cursor of [nextCursor, again])
    expect((await call('GET', `/events?cursor=${cursor}`)).status).toBe(410);
  expect((await call('GET', `/hvacs/${ENDED}/heatingCircuits/1`)).status).toBe(403);

  await refusals(folder, dataDir);
}, 120_000);

/** Each before anything is touched. */
async function refusals(folder: string, dataDir: string): Promise<void> {
  const copy = join(root, 'copy');
  await cp(folder, copy, { recursive: true });
  await appendFile(join(copy, 'contracts.jsonl.gz'), 'x');
  expect(await restoring({ from: copy, replace: true })).toEqual([
    1,
    expect.stringMatching(/contracts\.jsonl\.gz is damaged/),
  ]);
  await rm(join(copy, 'contracts.jsonl.gz'));
  expect(await restoring({ from: copy, replace: true })).toEqual([
    1,
    expect.stringMatching(/contracts\.jsonl\.gz cannot be read/),
  ]);
  expect(await restoring({ from: root })).toEqual([1, expect.stringContaining('is no backup of Hearthgate')]);

  const journal = join(dataDir, 'removals.jsonl');
  expect((await readFile(journal, 'utf8')).split('\n').length).toBeGreaterThan(4);
  await rename(journal, `${journal}.lost`);
  expect(await restoring({ from: folder, replace: true })).toEqual([
    1,
    expect.stringContaining('--without-journal'),
  ]);
  await rename(`${journal}.lost`, journal);
  await appendFile(journal, '{"kind":"api-key"}\n');
  expect(await restoring({ from: folder, replace: true })).toEqual([
    1,
    expect.stringMatching(/Line \d+ of .*removals\.jsonl is damaged/),
  ]);
  // The server runs.
  await rename(journal, `${journal}.damaged`);
  expect(await restoring({ from: folder, replace: true, withoutJournal: true })).toEqual([
    1,
    expect.stringMatching(/Another Hearthgate server .*already uses/),
  ]);
  expect((await call('GET', '/api-keys/me')).status).toBe(200);
}
