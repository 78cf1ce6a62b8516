import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startOwnersSandbox, switchOn, type Registered, type TestOwner } from '../harness/owners.ts';

describe('a gateway is claimed by its label', () => {
  let sandbox: Awaited<ReturnType<typeof startOwnersSandbox>>;
  let ann: TestOwner;
  let ben: TestOwner;

  beforeAll(async () => {
    sandbox = await startOwnersSandbox();
    [ann, ben] = [await sandbox.newOwner('ann'), await sandbox.newOwner('ben')];
  });
  afterAll(() => sandbox.stop());

  const claim = (owner: TestOwner, { gatewayId, labelPassword }: Partial<Registered>, from?: string) =>
    owner.call(
      'POST',
      '/owner/gateways',
      { gatewayId, labelPassword },
      from === undefined ? {} : { 'x-forwarded-for': from, 'x-forwarded-proto': 'https' },
    );
  const codeOf = ({ status, body }: { status: number; body: Record<string, unknown> }) => [
    status,
    body['code'],
  ];
  const asCompany = async (path: string) => {
    sandbox.passTime(600_000);
    return codeOf(await sandbox.call('GET', path));
  };
  const gatewaysOf = async (owner: TestOwner) => {
    const { body } = await owner.call<{ items: { gatewayId: string; role: string }[] }>(
      'GET',
      '/owner/gateways',
    );
    return body.items.map(({ gatewayId, role }) => [gatewayId, role]);
  };

  test('its password is given with the gateway, in groups, and stored as a hash only', async () => {
    const { body } = await sandbox.call<{ gateways: Registered[] }>('GET', '/sandbox');
    for (const { labelPassword } of body.gateways)
      expect(labelPassword).toMatch(/^[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}$/);
    const { rows } = await sandbox.pool.query('SELECT label_hash, label_iterations FROM gateways');
    for (const row of rows) expect(row).toEqual({ label_hash: expect.any(Buffer), label_iterations: 10_000 });
  });

  test('however it is typed', async () => {
    const gateway = await sandbox.freeGateway();
    const labelPassword = ` ${gateway.labelPassword.toLowerCase().replaceAll('-', ' – ')} `;
    const { status, body } = await claim(ann, { ...gateway, labelPassword });
    expect([status, body]).toEqual([201, { gatewayId: gateway.gatewayId, brand: 'BOSCH', role: 'MAIN' }]);
    expect(await gatewaysOf(ann)).toContainEqual([gateway.gatewayId, 'MAIN']);
    // And again: who has it already, has it.
    expect((await claim(ann, gateway)).status).toBe(201);
  });

  test('a wrong id and a wrong password are refused alike', async () => {
    const [gateway, other] = [await sandbox.freeGateway(), await sandbox.freeGateway()];
    const answers = [
      await claim(ann, { ...gateway, labelPassword: other.labelPassword }),
      await claim(ann, { ...gateway, gatewayId: '299999999' }),
      await claim(ann, { ...gateway, gatewayId: other.gatewayId }),
    ];
    const told = answers.map(({ status, body: { requestId: _own, ...body } }) => [status, body]);
    expect(told).toEqual([told[0], told[0], told[0]]);
    expect(told[0]).toMatchObject([403, { code: 'claim-refused' }]);
    // Nor is it told whether the gateway has an owner.
    const claimed = await sandbox.newGateway();
    expect(codeOf(await claim(ann, { ...claimed, labelPassword: other.labelPassword }))).toEqual([
      403,
      'claim-refused',
    ]);
  });

  test('not by somebody who is not signed in, nor from a page of another site', async () => {
    const gateway = await sandbox.freeGateway();
    const { gatewayId, labelPassword } = gateway;
    const origin = sandbox.world.baseUrl;
    const send = (headers: Record<string, string>) =>
      sandbox.call('POST', '/owner/gateways', { key: null, body: { gatewayId, labelPassword }, headers });
    expect(codeOf(await send({ origin }))).toEqual([401, 'sign-in-required']);
    expect(codeOf(await send({ origin, 'test-owner': 'own_nobody' }))).toEqual([401, 'sign-in-required']);
    expect(codeOf(await send({ 'test-owner': ann.ownerId }))).toEqual([400, 'request-invalid']);
    const foreign = { 'test-owner': ann.ownerId, origin: 'https://evil.example' };
    expect(codeOf(await send(foreign))).toEqual([400, 'request-invalid']);
    expect(codeOf(await send({ 'test-owner': ann.ownerId, origin, 'content-type': 'text/plain' }))).toEqual([
      415,
      'media-type-unsupported',
    ]);
    expect((await claim(ben, gateway)).status).toBe(201);
  });

  test('of two who claim at once one gets it', async () => {
    const gateway = await sandbox.freeGateway();
    const answers = await Promise.all([ann, ben].map((owner) => claim(owner, gateway)));
    const byStatus = answers.toSorted((a, b) => a.status - b.status).map(codeOf);
    expect(byStatus).toEqual([
      [201, undefined],
      [409, 'presence-needed'],
    ]);
    const { rows } = await sandbox.pool.query('SELECT owner_id FROM gateway_owners WHERE gateway_id = $1', [
      Number(gateway.gatewayId),
    ]);
    expect(rows).toEqual([{ owner_id: answers[0]?.status === 201 ? ann.ownerId : ben.ownerId }]);
  });

  describe('that somebody else has', () => {
    test('only by a restart after the attempt, and not by a lost connection', async () => {
      const gateway = await sandbox.newGateway(true);
      const before = await switchOn(sandbox, gateway);
      const first = await claim(ann, gateway);
      expect(codeOf(first)).toEqual([409, 'presence-needed']);
      expect(await gatewaysOf(ann)).not.toContainEqual([gateway.gatewayId, 'MAIN']);
      const again = await claim(ann, gateway);
      expect(again.body['until']).toBe(first.body['until']);

      before.unplug();
      await before.plug();
      for (const owner of [ann, ben])
        expect(codeOf(await claim(owner, gateway))).toEqual([409, 'presence-needed']);
      await before.end();
      const after = await switchOn(sandbox, gateway);
      // The restart is the proof of who asked before it, not of anybody.
      const late = await sandbox.newOwner('late');
      expect(codeOf(await claim(late, gateway))).toEqual([409, 'presence-needed']);
      expect(await asCompany(`/hvacs/${gateway.gatewayId}`)).toEqual([200, undefined]);

      expect((await claim(ann, gateway)).status).toBe(201);
      expect(await asCompany(`/hvacs/${gateway.gatewayId}`)).toEqual([403, 'access-not-granted']);
      const contract = await sandbox.call('GET', `/contracts/${gateway.gatewayId}`);
      expect(contract.body).toMatchObject({ status: 'CLOSED', closedBy: 'TRANSFER' });
      expect(await gatewaysOf(sandbox.landlord)).not.toContainEqual([gateway.gatewayId, 'MAIN']);
      // What ben asked for before is worth nothing against the new owner.
      expect(codeOf(await claim(ben, gateway))).toEqual([409, 'presence-needed']);
      await after.end();
    });

    test('within ten minutes', async () => {
      const gateway = await sandbox.newGateway();
      const first = await claim(ann, gateway);
      await sandbox.advance('PT11M');
      (await switchOn(sandbox, gateway)).unplug();
      const late = await claim(ann, gateway);
      expect(codeOf(late)).toEqual([409, 'presence-needed']);
      expect(Date.parse(String(late.body['until']))).toBeGreaterThan(Date.parse(String(first.body['until'])));
      (await switchOn(sandbox, gateway)).unplug();
      expect((await claim(ann, gateway)).status).toBe(201);
    });

    test('and the present owner sees that somebody tried', async () => {
      const gateway = await sandbox.newGateway();
      await claim(ben, gateway);
      const { body } = await sandbox.landlord.call<{ items: Record<string, unknown>[] }>(
        'GET',
        `/owner/gateways/${gateway.gatewayId}/access-record`,
      );
      const actor = { kind: 'OWNER', id: ben.ownerId };
      expect(body.items[0]).toMatchObject({ kind: 'CHANGE', action: 'CLAIM_ATTEMPTED' });
      expect(body.items[0]?.['actor']).toEqual(actor);
    });

    test('without a restart once it was released, and then earlier contracts are over', async () => {
      const gateway = await sandbox.newGateway(true);
      const path = `/owner/gateways/${gateway.gatewayId}`;
      expect((await ann.call('DELETE', path)).status).toBe(404);
      expect((await sandbox.landlord.call('DELETE', path)).status).toBe(204);
      expect(await asCompany(`/hvacs/${gateway.gatewayId}`)).toEqual([403, 'access-not-granted']);
      const contract = await sandbox.call('GET', `/contracts/${gateway.gatewayId}`);
      expect(contract.body).toMatchObject({ status: 'CLOSED', closedBy: 'RELEASE' });
      expect((await claim(ann, gateway)).status).toBe(201);
    });
  });

  test('who tries many passwords is stopped, and the rightful owner never', async () => {
    const gateway = await sandbox.freeGateway();
    sandbox.passTime(3_600_000);
    const wrong = { ...gateway, labelPassword: 'AAAA-AAAA-AAAA' };
    const statuses = async (owner: TestOwner, from: string, times: number) => {
      const seen = [];
      for (let attempt = 0; attempt < times; attempt += 1)
        seen.push((await claim(owner, wrong, from)).status);
      return seen;
    };
    const refused = Array.from({ length: 5 }, () => 403);
    expect(await statuses(ben, '198.51.100.1', 7)).toEqual([...refused, 429, 429]);
    // Another address does not help the account, nor another account the address.
    expect(await statuses(ben, '198.51.100.2', 1)).toEqual([429]);
    const cleo = await sandbox.newOwner('cleo');
    expect(await statuses(cleo, '198.51.100.1', 5)).toEqual(refused);
    const dora = await sandbox.newOwner('dora');
    expect(await statuses(dora, '198.51.100.1', 1)).toEqual([429]);
    // The right password does not get past the limit either.
    expect((await claim(ben, gateway, '198.51.100.1')).status).toBe(429);
    expect((await claim(ann, gateway, '203.0.113.7')).status).toBe(201);
  });
});
