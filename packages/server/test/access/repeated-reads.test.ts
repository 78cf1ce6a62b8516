import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  endContract,
  pauseContract,
  publishConsent,
  resumeContract,
  SEEDED_TEXTS,
  type Access,
} from '../../src/access/index.ts';
import { ManualGateway } from '../harness/manual-gateway.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';
import { Thermometer } from '../harness/thermometer.ts';

/** Everything that a read needs is in memory after the first one, so what it rested on must end the answer by itself. */
let sandbox: TestSandbox;
let access: Access;
const GATEWAY = '101000001';
const PATH = `/hvacs/${GATEWAY}/heatingCircuits/1`;

beforeAll(async () => {
  sandbox = await startSandbox();
  ({ access } = sandbox.app.domains);
  await sandbox.unplugHouses();
  sandbox.stopTime();
});
afterAll(() => sandbox.stop());

const readAtOnce = () => sandbox.call('GET', PATH);
const read = (path = PATH, options: Parameters<TestSandbox['call']>[2] = {}) => {
  sandbox.passTime(600_000);
  return sandbox.call('GET', path, options);
};
const codeOf = async (options: Parameters<typeof read>[1] = {}, path = PATH) => {
  const { status, body } = await read(path, options);
  return [status, body['code']];
};
const FINE = [200, undefined];
const owner = () => ({ access, ownerId: sandbox.world.owners[0]?.ownerId ?? '' });
const contract = () => ({
  companyId: sandbox.world.companies[0]?.companyId ?? '',
  gatewayId: Number(GATEWAY),
});
const change = (column: string, value: unknown) =>
  access.transact(async (unit) => {
    const { companyId } = contract();
    await sandbox.pool.query(`UPDATE companies SET ${column} = $1 WHERE company_id = $2`, [value, companyId]);
    unit.changed(access.companies, companyId);
  });

beforeEach(async () => {
  for (let times = 0; times < 3; times += 1) await read();
});

test('the same answer, counted, numbered and recorded each time', async () => {
  await access.reads.flush();
  const countOf = async () => {
    await access.reads.flush();
    // Deliveries are noted too, such as that of the house's being unplugged.
    const { rows } = await sandbox.pool.query<{ sum: number }>(
      `SELECT coalesce(sum(count), 0)::int AS sum FROM access_reads WHERE gateway_id = $1 AND operation LIKE 'GET %'`,
      [contract().gatewayId],
    );
    return rows[0]?.sum ?? 0;
  };
  const before = await countOf();
  const [one, other] = [await read(), await readAtOnce()];
  expect(other.body).toEqual(one.body);
  expect(other.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(other.headers.get('cache-control')).toBe('no-store');
  expect(other.headers.get('x-request-id')).toMatch(/^req_[0-9A-Za-z]{23}$/);
  expect(other.headers.get('x-request-id')).not.toBe(one.headers.get('x-request-id'));
  const left = ({ headers }: typeof one) => Number(/;r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1]);
  expect(left(other)).toBe(left(one) - 1);
  expect((await countOf()) - before).toBe(2);
});

test('a pause ends it, and the next after the pause is answered again', async () => {
  await pauseContract(owner(), contract());
  expect(await codeOf()).toEqual([403, 'access-not-granted']);
  await resumeContract(owner(), contract());
  expect(await codeOf()).toEqual(FINE);
});

test('a key that is removed or not the same ends it, on the connection that used a good one', async () => {
  const { body } = await sandbox.call<{ apiKey: string; keyId: string }>('POST', '/api-keys');
  expect(await codeOf({ key: body.apiKey })).toEqual(FINE);
  expect(await codeOf({ key: body.apiKey })).toEqual(FINE);
  await sandbox.call('DELETE', `/api-keys/${body.keyId}`);
  expect(await codeOf({ key: body.apiKey })).toEqual([401, 'api-key-removed']);
  expect(await codeOf({ key: `${body.apiKey.slice(0, -1)}!` })).toEqual([401, 'api-key-malformed']);
  expect(await codeOf({ key: null })).toEqual([401, 'api-key-missing']);
  expect(await codeOf()).toEqual(FINE);
});

test('a list of addresses that changes, a status and a version do', async () => {
  await change('ip_allow_list', ['192.0.2.0/24']);
  expect(await codeOf()).toEqual([403, 'ip-not-allowed']);
  await change('ip_allow_list', ['127.0.0.0/8', '::1']);
  expect(await codeOf()).toEqual(FINE);
  await change('status', 'SUSPENDED');
  expect(await codeOf()).toEqual([403, 'company-suspended']);
  await change('status', 'ACTIVE');
  expect(await codeOf({ headers: { 'x-api-version': '9' } })).toEqual([400, 'version-unsupported']);
});

test('a limit that is used up does, and every answer tells what is left', async () => {
  let answer = await read();
  for (let calls = 0; answer.status === 200 && calls < 200; calls += 1) answer = await readAtOnce();
  expect([answer.status, answer.body['code']]).toEqual([429, 'rate-limit-exceeded']);
  expect(answer.headers.get('retry-after')).not.toBeNull();
});

test('refusals follow the language of each request', async () => {
  const path = `/hvacs/${GATEWAY}/heatingCircuits/9`;
  const languageOf = async (language: string) =>
    (await read(path, { headers: { 'accept-language': language } })).headers.get('content-language');
  const [one, other] = [await languageOf('de'), await languageOf('en')];
  expect([one, other, await languageOf('de')]).toEqual(['de', 'en', 'de']);
});

test('a value that the gateway reports, and whether it is connected, are in the next answer', async () => {
  const thermometer = new Thermometer();
  const gateway = await ManualGateway.register(sandbox, thermometer);
  const path = `/hvacs/${gateway.gatewayId}/heatingCircuits/1`;
  const seen: unknown[] = [];
  const look = async () => {
    for (let times = 0; times < 3; times += 1) {
      const { body } = await read(path);
      seen.push([body['roomTemperature'], body['connectivity']]);
    }
  };
  thermometer.step();
  await gateway.connect();
  await look();
  thermometer.step();
  await gateway.report();
  await look();
  await gateway.cut();
  await look();
  const expected = [
    [0.5, 'ONLINE'],
    [1, 'ONLINE'],
    [1, 'OFFLINE'],
  ];
  expect(seen).toEqual(expected.flatMap((one) => [one, one, one]));
});

test('a consent that becomes outdated by the clock alone ends it, and so does the end of the contract', async () => {
  await publishConsent(
    { ...access, consentNoticeMs: 0 },
    {
      version: '2040-01',
      texts: SEEDED_TEXTS['2024-07'],
      effectiveFrom: new Date(access.clock.now() + 60_000),
      requiredForRemoteControl: true,
    },
  );
  for (let times = 0; times < 3; times += 1) expect(await codeOf()).toEqual(FINE);
  await sandbox.advance('PT2M');
  expect(await codeOf()).toEqual([451, 'consent-outdated']);
  await endContract(owner(), contract());
  expect(await codeOf()).toEqual([403, 'access-not-granted']);
});
