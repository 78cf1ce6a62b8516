import type {
  AttemptDetail,
  Attempt,
  CompanyChangeList,
  CompanySettings,
  CompanySettingsResult,
  ContractActionResults,
  FleetPage,
  SignatureFindings,
  WebhookWithSecret,
} from '@hearthgate/wire';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seededMember, type TestMember } from '../harness/members.ts';
import type { Answer } from '../harness/sandbox.ts';
import type { Received } from '../harness/receiver.ts';
import { startWebhookSandbox, type WebhookSandbox } from '../harness/webhooks.ts';

const codeOf = ({ body }: Answer<object>) => (body as { code?: string }).code;

let sandbox: WebhookSandbox;
let admin: TestMember;
let viewer: TestMember;
let webhook: WebhookWithSecret;
let gatewayId: string;
let received: Received;

beforeAll(async () => {
  sandbox = await startWebhookSandbox();
  [admin, viewer] = [await seededMember(sandbox, 'ADMIN'), await seededMember(sandbox, 'VIEWER')];
  webhook = await sandbox.make({ eventTypes: ['CONTRACT_STATUS'] });
  gatewayId = await sandbox.share();
  const [message] = sandbox.receiver.received;
  if (!message) throw new Error('nothing was received');
  received = message;
});
afterAll(() => sandbox.stop());

const setContract = async (id: string, change: string) => {
  await sandbox.pool.query(`UPDATE contracts SET ${change} WHERE gateway_id = $1`, [Number(id)]);
  sandbox.app.domains.access.caches.clear();
};

describe('an attempt', () => {
  const newest = async (query = 'kind=LIVE') => {
    const path = `/webhooks/${webhook.webhookId}/attempts?${query}&limit=1`;
    const { items } = (await sandbox.ask<{ items: Attempt[] }>('GET', path)).body;
    return `/webhooks/${webhook.webhookId}/attempts/${items[0]?.attemptId}`;
  };

  test('shows what was sent, to the byte', async () => {
    const { body } = await viewer.call<AttemptDetail>('GET', await newest());
    expect([body.body, body.bodyState]).toEqual([received.text, 'AS_SENT']);
    expect(body).toMatchObject({ messageId: received.id, gatewayId, httpStatus: 204 });
  });

  test('shows no content any more when the right to it has ended', async () => {
    const online = await sandbox.make({ eventTypes: ['CONNECTIVITY_STATUS'] });
    const path = `/webhooks/${online.webhookId}/attempts`;
    const world = sandbox.world.gateways.find(({ profile }) => profile !== 'none');
    await sandbox.call('POST', `/sandbox/gateways/${world?.gatewayId}/connection`, {
      key: null,
      body: { state: 'online' },
    });
    await sandbox.advance('PT2M');
    const [attempt] = (await sandbox.ask<{ items: Attempt[] }>('GET', path)).body.items;
    const read = async () => (await sandbox.ask<AttemptDetail>('GET', `${path}/${attempt?.attemptId}`)).body;
    expect((await read()).body).toContain('"status":"ONLINE"');
    await setContract(world?.gatewayId ?? '', 'monitoring = false');
    expect(await read()).toMatchObject({ bodyState: 'WITHHELD' });
    expect((await read()).body).toContain('"type":"WITHHELD"');
    expect((await read()).body).not.toContain('ONLINE');
    await setContract(world?.gatewayId ?? '', 'monitoring = true');
    await sandbox.ask('DELETE', `/webhooks/${online.webhookId}`);
  });

  test('with what stands in no log has no body', async () => {
    await sandbox.ask('POST', `/webhooks/${webhook.webhookId}/test`);
    expect((await viewer.call<AttemptDetail>('GET', await newest('kind=TEST'))).body).toMatchObject({
      body: null,
      bodyState: 'NOT_KEPT',
    });
  });

  test('of another company does not exist', async () => {
    const answer = await sandbox.ask('GET', await newest(), undefined, { key: sandbox.strangerKey });
    expect(codeOf(answer)).toBe('not-found');
  });
});

describe('the signature debugger', () => {
  const ask = async (
    change: { headers?: Record<string, string>; body?: string; bodyEncoding?: string } = {},
  ) => {
    const headers = { ...received.headers, ...change.headers };
    const question = {
      headers: Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('webhook-'))),
      body: change.body ?? received.text,
      ...(change.bodyEncoding !== undefined && { bodyEncoding: change.bodyEncoding }),
    };
    const path = `/webhooks/${webhook.webhookId}/verify-signature`;
    return (await viewer.call<SignatureFindings>('POST', path, { body: question })).body;
  };
  const reasons = async (change: Parameters<typeof ask>[0]) => {
    const { genuine, parts } = await ask(change);
    return [genuine, ...parts.flatMap(({ reason }) => reason ?? [])];
  };
  const parsed = () => JSON.parse(received.text) as Record<string, unknown>;

  test('finds what came unchanged to be genuine, as text and as bytes', async () => {
    expect(await ask()).toEqual({
      genuine: true,
      signedWith: 'CURRENT',
      parts: ['ID', 'TIMESTAMP', 'SIGNATURE', 'BODY'].map((part) => ({ part, ok: true })),
    });
    const body = Buffer.from(received.text).toString('base64');
    expect(await reasons({ body, bodyEncoding: 'BASE64' })).toEqual([true]);
  });

  test.each<[string, () => Parameters<typeof ask>[0], string[]]>([
    ['an id is missing', () => ({ headers: { 'webhook-id': '' } }), ['ID_MISSING']],
    ['the id is another', () => ({ headers: { 'webhook-id': 'evt_1' } }), ['ID_CHANGED']],
    ['the time is missing', () => ({ headers: { 'webhook-timestamp': '' } }), ['TIMESTAMP_MISSING']],
    [
      'the time was made milliseconds',
      () => ({ headers: { 'webhook-timestamp': `${received.headers['webhook-timestamp']}000` } }),
      ['TIMESTAMP_CHANGED'],
    ],
    ['there is no signature', () => ({ headers: { 'webhook-signature': '' } }), ['SIGNATURE_MISSING']],
    ['it is in hexadecimal', () => ({ headers: { 'webhook-signature': 'v1,0a' } }), ['SIGNATURE_MALFORMED']],
    [
      'it is of the other kind',
      () => ({ headers: { 'webhook-signature': `v1a,${'A'.repeat(86)}==` } }),
      ['SIGNATURE_VERSION'],
    ],
    [
      'nobody here has made it',
      () => ({ headers: { 'webhook-signature': `v1,${'A'.repeat(43)}=` } }),
      ['SIGNATURE_UNKNOWN'],
    ],
    ['the body is empty', () => ({ body: '' }), ['BODY_EMPTY']],
    ['it was written anew', () => ({ body: JSON.stringify(parsed(), null, 2) }), ['BODY_RESERIALISED']],
    [
      'its keys came in another order',
      () => ({ body: JSON.stringify(Object.fromEntries(Object.entries(parsed()).toReversed())) }),
      ['BODY_RESERIALISED'],
    ],
    ['a line break was added', () => ({ body: `${received.text}\r\n` }), ['BODY_WHITESPACE']],
    ['a byte order mark was added', () => ({ body: `\uFEFF${received.text}` }), ['BODY_WHITESPACE']],
    [
      'its content is another',
      () => ({ body: received.text.replace('"type":"C', '"type":"D') }),
      ['BODY_CHANGED'],
    ],
  ])('says so when %s', async (_what, change, expected) => {
    const [genuine, ...found] = await reasons(change());
    expect(genuine).toBe(false);
    expect(found).toEqual(expect.arrayContaining(expected));
  });

  test('says how old a request is', async () => {
    const path = `/webhooks/${webhook.webhookId}/verify-signature`;
    const receivedAt = new Date(Date.now() + 3_600_000).toISOString();
    const question = { headers: received.headers, body: received.text, receivedAt };
    const { body } = await sandbox.ask<SignatureFindings>('POST', path, question);
    expect(body.parts[1]).toMatchObject({ ok: false, reason: 'TIMESTAMP_TOO_OLD' });
    expect(body.parts[2]).toEqual({ part: 'SIGNATURE', ok: true });
  });

  test('knows the secret before a rotation, and the secret of another endpoint', async () => {
    const other = await sandbox.make();
    const path = `/webhooks/${other.webhookId}/verify-signature`;
    const question = { headers: received.headers, body: received.text };
    const { body } = await sandbox.ask<SignatureFindings>('POST', path, question);
    expect(body.parts[2]).toMatchObject({ reason: 'OTHER_ENDPOINT' });
    expect(JSON.stringify(body.parts[2])).toContain(webhook.webhookId);
    await admin.call('POST', `/webhooks/${webhook.webhookId}/rotate-secret`);
    expect(await ask()).toMatchObject({ genuine: true, signedWith: 'PREVIOUS' });
    await sandbox.ask('DELETE', `/webhooks/${other.webhookId}`);
  });

  test('never tells a signature', async () => {
    const answers = [
      await ask({ body: 'foreign' }),
      await ask({ headers: { 'webhook-signature': 'v1,AAAA' } }),
    ];
    expect(JSON.stringify(answers)).not.toMatch(/v1a?,[A-Za-z0-9+/]{40}/);
  });
});

describe('actions on many contracts', () => {
  const act = (member: TestMember, action: string, gatewayIds: readonly string[]) =>
    member.call<ContractActionResults>('POST', '/pro/contracts/actions', { body: { action, gatewayIds } });

  test('are done each for itself: a refusal is told and stops no other, a repeat does nothing twice', async () => {
    const pending = await sandbox.share();
    const revoked = await sandbox.share();
    await setContract(pending, "status = 'PENDING'");
    await setContract(revoked, "status = 'REVOKED'");
    const ids = [pending, revoked, '299999999', gatewayId];
    const { body } = await act(admin, 'ACCEPT', ids);
    expect(body).toMatchObject({ done: 1, unchanged: 1, refused: 2 });
    expect(body.items.map(({ outcome, status, code }) => [outcome, status, code])).toEqual([
      ['DONE', 'ACTIVE', undefined],
      ['REFUSED', undefined, 'transition-not-allowed'],
      ['REFUSED', undefined, 'access-not-granted'],
      ['UNCHANGED', 'ACTIVE', undefined],
    ]);
    expect((await act(admin, 'ACCEPT', ids)).body).toMatchObject({ done: 0, unchanged: 2, refused: 2 });
    expect((await act(admin, 'ACKNOWLEDGE', [revoked])).body.items).toEqual([
      { gatewayId: revoked, outcome: 'DONE' },
    ]);
  });

  test('are refused to a viewer, and do nothing with contracts of others', async () => {
    expect(codeOf(await act(viewer, 'REVOKE', [gatewayId]))).toBe('role-required');
    const body = { action: 'REVOKE', gatewayIds: [gatewayId] };
    const answer = await sandbox.ask<ContractActionResults>('POST', '/pro/contracts/actions', body, {
      key: sandbox.strangerKey,
    });
    expect(answer.body.items).toMatchObject([{ outcome: 'REFUSED', code: 'access-not-granted' }]);
  });
});

describe('the settings of a company', () => {
  const read = async () => (await viewer.call<CompanySettings>('GET', '/pro/company')).body;
  const change = (member: TestMember, patch: object, version: number) =>
    member.call<CompanySettingsResult>('PATCH', '/pro/company', {
      body: patch,
      headers: { 'if-match': `"${version}"` },
    });

  test('are changed by an administrator, with warnings, and become a version of their own', async () => {
    const { version, webhookHosts } = await read();
    const patch = { ipMode: 'OBSERVE', webhookHosts: [...webhookHosts, 'hooks.example.com'] };
    const { body } = await change(admin, patch, version);
    expect(body.company).toMatchObject({ version: version + 1, ...patch });
    expect(body.warnings.map(({ path }) => path)).toContain('/ipMode');
    expect(codeOf(await change(admin, { ipMode: 'ENFORCE' }, version))).toBe('version-conflict');
    const emptied = await change(admin, { webhookHosts: [] }, version + 1);
    expect(JSON.stringify(emptied.body.warnings)).toContain(webhook.name);
    await change(admin, { webhookHosts, ipMode: 'ENFORCE' }, version + 2);
  });

  test('with a fault are not written, and the fault is named', async () => {
    const { version } = await read();
    const answer = await change(
      admin,
      { ipAllowList: ['nowhere'], redirectUris: ['http://a.example/#x'] },
      version,
    );
    expect(codeOf(answer)).toBe('request-invalid');
    expect(JSON.stringify(answer.body)).toContain('/ipAllowList/0');
    expect((await read()).version).toBe(version);
  });

  test('are changed by nobody else: neither a viewer nor a program with a key', async () => {
    const { version } = await read();
    expect(codeOf(await change(viewer, { ipMode: 'OBSERVE' }, version))).toBe('role-required');
    const byKey = await sandbox.ask('PATCH', '/pro/company', { ipMode: 'OBSERVE' });
    expect(byKey.status).toBeGreaterThanOrEqual(400);
    expect((await read()).version).toBe(version);
    expect(codeOf(await viewer.call('GET', '/pro/company/refused-addresses'))).toBe('role-required');
  });

  test('and what else was changed stands in the record, with who it was', async () => {
    const { body } = await viewer.call<CompanyChangeList>('GET', '/pro/audit');
    const find = (action: string) => body.items.find((item) => item.action === action);
    expect(find('SETTINGS_CHANGED')).toMatchObject({
      actor: { kind: 'MEMBER', id: admin.memberId },
      detail: { changes: expect.arrayContaining([expect.objectContaining({ path: '/ipMode' })]) },
    });
    expect(find('WEBHOOK_SECRET_ROTATED')).toMatchObject({ target: webhook.webhookId });
    expect(find('CONTRACT_ACCEPTED')).toMatchObject({ actor: { id: admin.memberId } });
    expect(find('WEBHOOK_CREATED')?.actor.kind).toBe('KEY');
    const first = await viewer.call<CompanyChangeList>('GET', '/pro/audit?limit=2');
    const second = await viewer.call<CompanyChangeList>(
      'GET',
      `/pro/audit?limit=2&cursor=${first.body.nextCursor}`,
    );
    expect([...first.body.items, ...second.body.items]).toEqual(body.items.slice(0, 4));
    expect(JSON.stringify(body)).not.toContain('whsec_');
  });
});

test('the fleet of a company is open to its viewers, and holds none of another', async () => {
  const own = await viewer.call<FleetPage>('GET', '/pro/fleet');
  expect(own.body.items.map((item) => item.gatewayId)).toContain(gatewayId);
  const other = await sandbox.ask<FleetPage>('GET', '/pro/fleet', undefined, { key: sandbox.strangerKey });
  expect(other.body.items.map((item) => item.gatewayId)).not.toContain(gatewayId);
});
