import mqtt, { type MqttClient } from 'mqtt';
import { once } from 'node:events';
import type { CompanyDetail, FirstKey, Onboarding, RefusedAddressList } from '@hearthgate/wire';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { recordClaim, createApiKey, registerOwner, shareGateway } from '../../../src/access/index.ts';
import { AppError } from '../../../src/platform/app-error.ts';
import {
  AUTOMATIC,
  onboard,
  onboarding,
  registeredCompany,
  startOperatorServer,
  tokenOf,
  type OperatorServer,
  type Problem,
} from '../../harness/companies.ts';
import { startReceiver, type Receiver } from '../../harness/receiver.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';

interface Partner {
  readonly companyId: string;
  readonly key: string;
  readonly document: Onboarding;
}

let sandbox: TestSandbox;
let operator: OperatorServer;
let receiver: Receiver;
let ownerId: string;
let lastGatewayId = 555_000_000;

beforeAll(async () => {
  sandbox = await startSandbox();
  operator = await startOperatorServer(sandbox.app);
  receiver = await startReceiver();
  ({ ownerId } = await registerOwner(sandbox.app.domains.access, {
    email: 'life@example.com',
    language: 'en',
  }));
});
afterAll(async () => {
  await receiver.close();
  await operator.close();
  await sandbox.stop();
});
beforeEach(() => {
  sandbox.passTime(3_600_000);
  receiver.received.length = 0;
  receiver.answer(204);
});

/** Applied, approved, onboarded, with its first key. */
async function partner(change: Partial<Onboarding> = {}): Promise<Partner> {
  const { companyId } = await registeredCompany(operator, sandbox.app);
  const document = onboarding(companyId, {
    acceptance: AUTOMATIC,
    webhookHosts: ['127.0.0.1'],
    webhooks: [{ name: 'hook', url: receiver.url, eventTypes: ['CONTRACT_STATUS'] }],
    ...change,
  });
  const { body } = await onboard(operator, document, 0);
  const token = tokenOf(body.firstKey ?? { firstKeyUrl: 'x:#' });
  const first = await sandbox.call<FirstKey>('POST', '/company/first-key', { key: null, body: { token } });
  return { companyId, key: first.body.apiKey, document };
}

/** A gateway that this test's owner has claimed. */
async function newGateway(): Promise<number> {
  lastGatewayId += 1;
  await sandbox.app.domains.access.transact((unit) =>
    recordClaim(sandbox.app.domains.access, unit, { gatewayId: lastGatewayId, ownerId, brand: 'BOSCH' }),
  );
  return lastGatewayId;
}
const share = (companyId: string, gatewayId: number, more: object = {}) =>
  shareGateway(
    { access: sandbox.app.domains.access, ownerId },
    { companyId, gatewayId, language: 'en', ...more },
  );
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );
const get = async (path: string, key: string) => {
  sandbox.passTime(60_000);
  const { status, body } = await sandbox.call<Problem>('GET', path, { key });
  return [status, body.code];
};
const operate = (companyId: string, verb: string, body?: object) =>
  operator.call<CompanyDetail & Problem>('POST', `/operator/companies/${companyId}/${verb}`, {
    ...(body && { body }),
  });
const because = { reason: 'The company asked us to do this.' };
const detail = async (companyId: string) =>
  (await operator.call<CompanyDetail>('GET', `/operator/companies/${companyId}`)).body;
const receivedOf = (companyId: string) =>
  receiver.received
    .filter(({ body }) => body['companyid'] === companyId)
    .map(({ body }) => body['gatewayid']);

describe('a suspended company', () => {
  test('is refused on the very next request, gets no event and no contract, and goes on where it stood', async () => {
    const { companyId, key } = await partner();
    const [first, second, third] = [await newGateway(), await newGateway(), await newGateway()];
    await share(companyId, first);
    await sandbox.settle();
    expect(receivedOf(companyId)).toEqual([String(first)]);
    expect(await get(`/contracts/${first}`, key)).toEqual([200, undefined]);
    // An event that fails first stays for the retry that comes while the company is suspended.
    receiver.answer(500);
    await share(companyId, second);
    await sandbox.settle();
    receiver.answer(204);
    expect((await operate(companyId, 'suspend', because)).body).toMatchObject({
      status: 'SUSPENDED',
      statusReason: because.reason,
    });
    for (const path of ['/api-keys/me', `/contracts/${first}`, `/hvacs/${first}`])
      expect(await get(path, key)).toEqual([403, 'company-suspended']);
    expect(await codeOf(share(companyId, third))).toBe('company-not-available');
    await sandbox.advance('PT1H');
    expect(receivedOf(companyId)).toEqual([String(first)]);
    expect((await detail(companyId)).webhooks).toMatchObject([{ name: 'hook', backlog: 1 }]);
    expect((await operate(companyId, 'resume')).body).toMatchObject({ status: 'ACTIVE' });
    await sandbox.settle();
    expect(receivedOf(companyId)).toEqual([String(first), String(second)]);
    expect(await get(`/contracts/${first}`, key)).toEqual([200, undefined]);
    expect((await detail(companyId)).webhooks).toMatchObject([{ backlog: 0 }]);
    // What had failed before is tried at once, not when its retry would be due.
    receiver.answer(500);
    await share(companyId, third);
    await sandbox.settle();
    receiver.answer(204);
    await operate(companyId, 'suspend', because);
    await operate(companyId, 'resume');
    await sandbox.settle();
    expect(receivedOf(companyId).at(-1)).toBe(String(third));
  });

  test('has no command of its own carried out that still waits', async () => {
    const { companyId, key } = await partner();
    const device = await silentGateway();
    await sandbox.call('POST', '/sandbox/contracts', { body: { gatewayId: device.gatewayId, companyId } });
    const patch = (setpoint: number) =>
      sandbox.call<{ commandId: string }>('PATCH', `/hvacs/${device.gatewayId}/heatingCircuits/1`, {
        key,
        body: { manualRoomSetpoint: setpoint },
        headers: { prefer: 'wait=0' },
      });
    const [sent, waiting] = [await patch(20), await patch(21)];
    expect([sent.status, waiting.status]).toEqual([202, 202]);
    await device.until((commands) => commands.length === 1);
    await operate(companyId, 'suspend', because);
    await device.answer();
    const statusOf = async (path: string | null) => {
      const commandId = path?.split('/').at(-1);
      const { rows } = await sandbox.pool.query<{ status: string; reason: string | null }>(
        'SELECT status, reason FROM commands WHERE command_id = $1',
        [commandId],
      );
      return rows[0];
    };
    await vi.waitFor(async () =>
      expect(await statusOf(waiting.headers.get('location'))).toEqual({
        status: 'REFUSED',
        reason: 'access-ended',
      }),
    );
    expect(await statusOf(sent.headers.get('location'))).toMatchObject({ status: 'CONFIRMED' });
    expect(device.commands).toHaveLength(1);
    await device.end();
  });

  test('is suspended once, and gets no key meanwhile', async () => {
    const { companyId } = await partner();
    const { body: link } = await operator.call<{ firstKeyUrl: string }>(
      'POST',
      `/operator/companies/${companyId}/first-key-link`,
    );
    const answers = await Promise.all([
      operate(companyId, 'suspend', because),
      operate(companyId, 'suspend', because),
    ]);
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['200', '409']);
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({
      from: 'SUSPENDED',
      allowed: ['ONBOARD', 'RESUME', 'OFFBOARD'],
    });
    const redeem = () =>
      sandbox.call<Problem>('POST', '/company/first-key', { key: null, body: { token: tokenOf(link) } });
    expect((await redeem()).body.code).toBe('company-suspended');
    await operate(companyId, 'resume');
    expect((await redeem()).status).toBe(200);
    expect((await operate(companyId, 'resume')).status).toBe(409);
    expect((await operate('cmp_stranger', 'suspend', because)).status).toBe(404);
    expect((await operate(companyId, 'suspend', { reason: 'short' })).status).toBe(400);
  });
});

describe('a company that is offboarded', () => {
  /** More than one batch of the timer that closes them. */
  const CONTRACTS = 105;

  test('loses everything with the commit, and its contracts are closed for that reason', async () => {
    const { companyId, key, document } = await partner();
    const gateways = [];
    for (let made = 0; made < CONTRACTS; made += 1) {
      const gatewayId = await newGateway();
      gateways.push(gatewayId);
      await share(companyId, gatewayId);
    }
    await sandbox.settle();
    const { body: link } = await operator.call<{ firstKeyUrl: string }>(
      'POST',
      `/operator/companies/${companyId}/first-key-link`,
    );
    expect(receivedOf(companyId)).toHaveLength(CONTRACTS);
    const { body } = await operate(companyId, 'offboard', because);
    expect(body).toMatchObject({ status: 'OFFBOARDED', statusReason: because.reason });
    expect(await get('/api-keys/me', key)).toEqual([401, 'api-key-removed']);
    const redeem = await sandbox.call<Problem>('POST', '/company/first-key', {
      key: null,
      body: { token: tokenOf(link) },
    });
    expect(redeem.body.code).toBe('link-not-valid');
    expect(await codeOf(createApiKey(sandbox.app.domains.access, { companyId }))).toBe('api-key-removed');
    expect(await codeOf(share(companyId, await newGateway()))).toBe('company-not-available');
    await sandbox.settle();
    expect(await detail(companyId)).toMatchObject({
      status: 'OFFBOARDED',
      contracts: { ACTIVE: 0, CLOSED: CONTRACTS },
      keys: [],
      webhooks: [],
    });
    const { rows } = await sandbox.pool.query<{ closed_by: string }>(
      'SELECT DISTINCT closed_by FROM contracts WHERE company_id = $1',
      [companyId],
    );
    expect(rows).toEqual([{ closed_by: 'OFFBOARDING' }]);
    const { rows: ledger } = await sandbox.pool.query<{ action: string; count: number }>(
      'SELECT action, count(*) AS count FROM consent_entries WHERE company_id = $1 GROUP BY action ORDER BY action',
      [companyId],
    );
    expect(ledger).toEqual([
      { action: 'ENDED', count: CONTRACTS },
      { action: 'GIVEN', count: CONTRACTS },
    ]);
    expect(receivedOf(companyId)).toHaveLength(CONTRACTS);
    for (const verb of ['offboard', 'suspend'])
      expect((await operate(companyId, verb, because)).body).toMatchObject({
        from: 'OFFBOARDED',
        allowed: [],
      });
    expect((await onboard(operator, document, 1)).body.code).toBe('transition-not-allowed');
    const relink = await operate(companyId, 'first-key-link');
    expect(relink.body.code).toBe('transition-not-allowed');
  }, 60_000);

  test('keeps no contract of an owner who shares at that moment, and no key that is made then', async () => {
    const { access } = sandbox.app.domains;
    const { companyId } = await partner();
    const gatewayIds = [];
    for (let made = 0; made < 8; made += 1) gatewayIds.push(await newGateway());
    const outcomes = await Promise.all([
      ...gatewayIds.slice(0, 4).map((gatewayId) => codeOf(share(companyId, gatewayId))),
      codeOf(createApiKey(access, { companyId })),
      operate(companyId, 'offboard', because).then(({ status }) => String(status)),
      codeOf(createApiKey(access, { companyId })),
      ...gatewayIds.slice(4).map((gatewayId) => codeOf(share(companyId, gatewayId))),
    ]);
    expect(outcomes).toContain('200');
    await sandbox.settle();
    const after = await detail(companyId);
    expect([after.contracts.ACTIVE, after.contracts.PENDING, after.keys]).toEqual([0, 0, []]);
  });
});

describe('webhooks of a company', () => {
  test('stop when their host is taken off the list, say why, and go on when it is back', async () => {
    const { companyId, document } = await partner();
    const closed = { ...document, webhookHosts: [] };
    const { body } = await onboard(operator, closed, 1);
    expect(body.warnings?.map(({ path }) => path)).toEqual(['/webhooks/hook/url']);
    const gatewayId = await newGateway();
    await share(companyId, gatewayId);
    await sandbox.settle();
    expect(receivedOf(companyId)).toEqual([]);
    const { rows } = await sandbox.pool.query<{ outcome: string; error: string }>(
      'SELECT DISTINCT outcome, error FROM webhook_attempts WHERE company_id = $1',
      [companyId],
    );
    expect(rows).toEqual([
      { outcome: 'FAILED', error: "127.0.0.1 is not one of the company's webhookHosts" },
    ]);
    await onboard(operator, document, 2);
    await sandbox.settle();
    expect(receivedOf(companyId)).toEqual([String(gatewayId)]);
    receiver.answer(500);
    await share(companyId, await newGateway());
    await sandbox.settle();
    const removal = await onboard(operator, { ...document, webhooks: [] }, undefined, '?dryRun=true');
    expect(removal.body.warnings).toEqual([
      { path: '/webhooks/hook', message: '1 event(s) that wait for it will not be delivered' },
    ]);
  });
});

describe('sharing', () => {
  test('starts as the company has chosen for each of the two flows', async () => {
    const { companyId } = await partner({
      acceptance: { ownerInitiated: 'MANUAL', partnerInitiated: 'AUTOMATIC' },
    });
    const byOwner = await share(companyId, await newGateway());
    const invited = await share(companyId, await newGateway(), {
      initiatedBy: 'PARTNER',
      partnerUserId: 'user-7',
    });
    expect([byOwner.status, byOwner.initiated_by, byOwner.partner_user_id]).toEqual([
      'PENDING',
      'OWNER',
      null,
    ]);
    expect([invited.status, invited.initiated_by, invited.partner_user_id]).toEqual([
      'ACTIVE',
      'PARTNER',
      'user-7',
    ]);
  });

  test('is refused with a company that is only registered, with a gatekeeper, and with nobody', async () => {
    const { companyId: registered } = await registeredCompany(operator, sandbox.app);
    const gatekeeper = await partner({ gatekeeper: true });
    expect(await codeOf(share(registered, await newGateway()))).toBe('company-not-available');
    expect(await codeOf(share(gatekeeper.companyId, await newGateway()))).toBe('gatekeeper-not-eligible');
    expect(await codeOf(share('cmp_stranger', await newGateway()))).toBe('not-found');
  });

  test('that waits is not accepted by a company that became a gatekeeper', async () => {
    const { companyId, key, document } = await partner({
      acceptance: { ownerInitiated: 'MANUAL', partnerInitiated: 'MANUAL' },
    });
    const gatewayId = await newGateway();
    await share(companyId, gatewayId);
    await onboard(operator, { ...document, gatekeeper: true }, 1);
    const { status, body } = await sandbox.call<Problem>('PATCH', `/contracts/${gatewayId}`, {
      key,
      body: { action: 'ACCEPT' },
    });
    expect([status, body.code]).toEqual([403, 'gatekeeper-not-eligible']);
  });
});

describe('the switch of data points', () => {
  test('ends and begins what is told, also of contracts that were made while it was off', async () => {
    const { companyId, document } = await partner({
      dataPoints: false,
      webhooks: [{ name: 'hook', url: receiver.url, eventTypes: ['DATA_POINT'] }],
    });
    const { body: house } = await sandbox.call<{ gatewayId: string }>('POST', '/sandbox/gateways', {
      body: { share: false },
    });
    await sandbox.call('POST', '/sandbox/contracts', { body: { gatewayId: house.gatewayId, companyId } });
    const told = async () => {
      receiver.received.length = 0;
      await sandbox.advance('PT30M');
      return receivedOf(companyId).length > 0;
    };
    expect(await told()).toBe(false);
    const { rows } = await sandbox.pool.query(
      "SELECT 1 FROM events WHERE company_id = $1 AND type = 'DATA_POINT'",
      [companyId],
    );
    expect(rows).toEqual([]);
    await onboard(operator, { ...document, dataPoints: true }, 1);
    expect(await told()).toBe(true);
    await onboard(operator, document, 2);
    expect(await told()).toBe(false);
    const path = `/contracts/${house.gatewayId}/access`;
    const key = (await createApiKey(sandbox.app.domains.access, { companyId })).apiKey;
    const { body } = await sandbox.call<{ items: { endpoints: string; status: number }[] }>('GET', path, {
      key,
    });
    expect(body.items.find(({ endpoints }) => endpoints === 'event DATA_POINT')?.status).toBe(403);
  });
});

describe('addresses that the list does not hold', () => {
  const list = async (companyId: string) =>
    (
      await operator.call<RefusedAddressList>('GET', `/operator/companies/${companyId}/refused-addresses`)
    ).body.items.map(({ address, count, enforced }) => ({ address, count, enforced }));

  test('are let through and recorded while they are observed, and refused and recorded when enforced', async () => {
    const { companyId, key, document } = await partner({ ipAllowList: ['192.0.2.1'], ipMode: 'OBSERVE' });
    expect(await list(companyId)).toEqual([]);
    expect(await get('/api-keys/me', key)).toEqual([200, undefined]);
    expect(await get('/contracts', key)).toEqual([200, undefined]);
    expect(await list(companyId)).toEqual([{ address: '127.0.0.1', count: 2, enforced: false }]);
    await onboard(operator, { ...document, ipMode: 'ENFORCE' }, 1);
    expect(await get('/api-keys/me', key)).toEqual([403, 'ip-not-allowed']);
    expect(await list(companyId)).toEqual([{ address: '127.0.0.1', count: 3, enforced: true }]);
    await onboard(operator, { ...document, ipAllowList: ['127.0.0.1'] }, 2);
    expect(await get('/api-keys/me', key)).toEqual([200, undefined]);
    expect(await list(companyId)).toMatchObject([{ count: 3 }]);
  });

  test('are kept up to a thousand, the newest', async () => {
    const { companyId } = await partner();
    const { refusedAddresses } = sandbox.app.domains.access;
    for (let round = 0; round < 3; round += 1) {
      for (let no = 0; no < 600; no += 1)
        refusedAddresses.note(companyId, `2001:db8::${(round * 600 + no).toString(16)}`, true);
      await refusedAddresses.flush();
    }
    const kept = await list(companyId);
    expect(kept).toHaveLength(1_000);
    expect(kept.map(({ address }) => address)).toContain(`2001:db8::${(1_799).toString(16)}`);
  });

  test('of an unknown company are not told', async () => {
    expect((await operator.call('GET', '/operator/companies/cmp_stranger/refused-addresses')).status).toBe(
      404,
    );
  });
});

test('companies are listed page by page and by status', async () => {
  const ids: string[] = [];
  let cursor = '';
  do {
    const query = cursor === '' ? '' : `&cursor=${cursor}`;
    const { body } = await operator.call<{ items: CompanyDetail[]; nextCursor: string | null }>(
      'GET',
      `/operator/companies?limit=2${query}`,
    );
    ids.push(...body.items.map(({ companyId }) => companyId));
    cursor = body.nextCursor ?? '';
  } while (cursor !== '');
  const { rows } = await sandbox.pool.query<{ company_id: string }>('SELECT company_id FROM companies');
  expect(ids.toSorted()).toEqual(rows.map((row) => row.company_id).toSorted());
  const { body } = await operator.call<{ items: CompanyDetail[] }>(
    'GET',
    '/operator/companies?status=OFFBOARDED',
  );
  expect(new Set(body.items.map(({ status }) => status))).toEqual(new Set(['OFFBOARDED']));
  expect((await operator.call('GET', '/operator/companies?cursor=nonsense')).status).toBe(400);
});

/** A connected gateway that answers a command only when it is told to. */
async function silentGateway() {
  const { body } = await sandbox.call<{ gatewayId: string; mqttPassword: string }>(
    'POST',
    '/sandbox/gateways',
    {
      body: { profile: 'none', gatewayType: 'K40', share: false },
    },
  );
  const { gatewayId, mqttPassword: password } = body;
  const client: MqttClient = await mqtt.connectAsync(sandbox.world.mqttUrl, {
    username: gatewayId,
    password,
  });
  const commands: { cid: string; writes: { path: string; value: number }[] }[] = [];
  const changed = new EventTarget();
  client.on('message', (topic, payload) => {
    if (!topic.endsWith('/cmd')) return;
    commands.push(JSON.parse(payload.toString()) as (typeof commands)[number]);
    changed.dispatchEvent(new Event('command'));
  });
  await client.subscribeAsync(`gw/${gatewayId}/down/#`, { qos: 1 });
  const up = (kind: string, message: object) =>
    client.publishAsync(`gw/${gatewayId}/up/${kind}`, JSON.stringify(message), { qos: 1 });
  const hc1 = '/heatingCircuits/hc1';
  await up('hello', { protocol: 1, gatewayType: 'K40', brand: 'BOSCH', boot: 'b', ring: [] });
  await up('describe', {
    leaves: [
      { id: `${hc1}/manualRoomSetpoint`, type: 'number', unit: 'C', writeable: true, min: 5, max: 30 },
    ],
  });
  await up('report', {
    boot: 'b',
    seq: 1,
    at: new Date().toISOString(),
    values: { [`${hc1}/manualRoomSetpoint`]: 19 },
  });
  return {
    gatewayId,
    commands,
    until: async (condition: (sent: typeof commands) => boolean) => {
      while (!condition(commands)) await once(changed, 'command', { signal: AbortSignal.timeout(10_000) });
    },
    answer: () =>
      up('ack', {
        cid: commands[0]?.cid,
        results: commands[0]?.writes.map(({ path, value }) => ({ path, status: 'CONFIRMED', value })),
      }),
    end: () => client.endAsync(),
  };
}
