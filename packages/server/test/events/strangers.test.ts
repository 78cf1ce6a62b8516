import type { CompanyDetail, FirstKeyLink, Onboarding, Replay, Webhook } from '@hearthgate/wire';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { onboard, startOperatorServer, tokenOf, type OperatorServer } from '../harness/companies.ts';
import { startWebhookSandbox, type WebhookSandbox } from '../harness/webhooks.ts';

let sandbox: WebhookSandbox;
let operator: OperatorServer;

beforeAll(async () => {
  sandbox = await startWebhookSandbox();
  operator = await startOperatorServer(sandbox.app);
});
afterAll(async () => {
  await operator.close();
  await sandbox.stop();
});
beforeEach(() => sandbox.clear());

describe('another company', () => {
  const RANGE = { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' };
  test.each<[string, string, object?]>([
    ['GET', ''],
    ['PATCH', '', { paused: true }],
    ['DELETE', ''],
    ['POST', '/rotate-secret'],
    ['POST', '/test'],
    ['POST', '/replay', RANGE],
    ['GET', '/replays'],
    ['GET', '/replays/{replayId}'],
    ['DELETE', '/replays/{replayId}'],
    ['GET', '/attempts'],
  ])('%s /webhooks/{webhookId}%s is 404 for it, as if there were none', async (method, path, body) => {
    const { webhookId } = await sandbox.make({ paused: true });
    const { rows } = await sandbox.pool.query<{ id: string }>(
      'SELECT event_id AS id FROM events WHERE company_id = $1 ORDER BY seq DESC LIMIT 1',
      [sandbox.companyId],
    );
    const replay = await sandbox.ask<Replay>('POST', `/webhooks/${webhookId}/replay`, { ids: [rows[0]?.id] });
    const url = `/webhooks/${webhookId}${path.replace('{replayId}', replay.body.replayId)}`;
    const look = async () => [
      (await sandbox.ask('GET', `/webhooks/${webhookId}`)).body,
      (await sandbox.ask('GET', `/webhooks/${webhookId}/replays`)).body,
    ];
    const before = await look();
    const options = { key: sandbox.strangerKey };
    const theirs = await sandbox.ask(method, url, body, options);
    const nobodys = await sandbox.ask(method, url.replace(webhookId, 'whk_none'), body, options);
    const known = ({ status, body: { code } }: typeof theirs) => [status, code];
    expect(known(theirs)).toEqual([404, 'not-found']);
    expect(known(nobodys)).toEqual(known(theirs));
    expect(await look()).toEqual(before);
    expect(sandbox.receiver.received).toEqual([]);
  });

  test('has a list, names and a limit of its own', async () => {
    await sandbox.make({ name: 'main' });
    const options = { key: sandbox.strangerKey };
    const made = await sandbox.ask('POST', '/webhooks', { name: 'main', url: sandbox.receiver.url }, options);
    expect(made.status).toBe(201);
    const list = await sandbox.ask<{ items: Webhook[] }>('GET', '/webhooks', undefined, options);
    expect(list.body.items.map((item) => item.webhookId)).toEqual([made.body['webhookId']]);
  });
});

describe('the onboarding document', () => {
  const read = async () =>
    (
      await operator.call<{ version: number; onboarding: Onboarding }>(
        'GET',
        `/operator/companies/${sandbox.companyId}/onboarding`,
      )
    ).body;
  const detail = async () =>
    (await operator.call<CompanyDetail>('GET', `/operator/companies/${sandbox.companyId}`)).body;
  const put = async (change: (document: Onboarding) => Partial<Onboarding>) => {
    const { version, onboarding } = await read();
    return onboard(operator, { ...onboarding, ...change(onboarding) }, version);
  };
  const hook = (name: string) => ({
    name,
    url: sandbox.receiver.url,
    eventTypes: ['CONTRACT_STATUS' as const],
  });

  test('holds the endpoints of the operator alone; those of the company stay, and operators see them', async () => {
    const { webhookId } = await sandbox.make({ name: 'own' });
    expect((await read()).onboarding.webhooks.map(({ name }) => name)).toEqual(['inbox']);
    await put(({ webhooks }) => ({ webhooks: [...webhooks, hook('second')] }));
    await put(({ webhooks }) => ({ webhooks: webhooks.filter(({ name }) => name !== 'second') }));
    expect((await sandbox.ask('GET', `/webhooks/${webhookId}`)).status).toBe(200);
    expect((await detail()).webhooks.map(({ name, managedBy }) => [name, managedBy])).toEqual([
      ['inbox', 'OPERATOR'],
      ['own', 'COMPANY'],
    ]);
  });

  test('may not use the name of an endpoint of the company, nor leave room for more than twenty', async () => {
    const { webhookId } = await sandbox.make({ name: 'own' });
    const clash = await put(({ webhooks }) => ({ webhooks: [...webhooks, hook('own')] }));
    expect([clash.status, clash.body.errors]).toEqual([
      400,
      [
        {
          pointer: '/webhooks/1/name',
          message: `own is ${webhookId}, which the company has made by API: choose another name`,
        },
      ],
    ]);
    const many = await put(() => ({ webhooks: Array.from({ length: 20 }, (_, at) => hook(`h${at}`)) }));
    expect([many.status, many.body.errors]).toEqual([
      400,
      [{ pointer: '/webhooks', message: 'the company has made 1 by API, and may have 20 together' }],
    ]);
  });

  test('is another version when the company has changed or removed what stands in it', async () => {
    await put(({ webhooks }) => ({ webhooks: [...webhooks, hook('second')] }));
    const second = (await detail()).webhooks.find(({ name }) => name === 'second');
    const path = `/webhooks/${second?.webhookId}`;
    const stale = await read();
    await sandbox.ask('PATCH', path, { batch: 7 });
    expect((await read()).version).toBe(stale.version);
    await sandbox.ask('PATCH', path, { eventTypes: ['DATA_POINT'] });
    const refused = await onboard(operator, stale.onboarding, stale.version);
    expect([refused.status, refused.body.code]).toEqual([409, 'version-conflict']);
    const { version, onboarding } = await read();
    expect(onboarding.webhooks.find(({ name }) => name === 'second')?.eventTypes).toEqual(['DATA_POINT']);
    expect(version).toBe(stale.version + 1);
    expect((await sandbox.ask('DELETE', path)).status).toBe(204);
    expect((await read()).version).toBe(version + 1);
    expect((await read()).onboarding.webhooks.map(({ name }) => name)).toEqual(['inbox']);
  });

  test("the first-key page shows the secrets of the operator's endpoints alone", async () => {
    await sandbox.make({ name: 'own', signature: 'ED25519' });
    const link = await operator.call<FirstKeyLink>(
      'POST',
      `/operator/companies/${sandbox.companyId}/first-key-link`,
    );
    const { body } = await sandbox.ask<{ webhooks: { name: string; secret: string }[] }>(
      'POST',
      '/company/first-key',
      { token: tokenOf(link.body) },
      { key: null },
    );
    expect(body.webhooks.map(({ name, secret }) => [name, secret.slice(0, 6)])).toEqual([
      ['inbox', 'whsec_'],
    ]);
  });
});
