import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  acceptOffer,
  forgetOwnerRecords,
  offerGateway,
  recordClaim,
  registerOwner,
} from '../../src/access/index.ts';
import { startAccess } from '../harness/access.ts';
import { LedgerHands } from '../harness/ledger.ts';
import { startOwnersSandbox, switchOn, type TestOwner } from '../harness/owners.ts';

interface Offered {
  offerId: string;
  code: string;
  link: string;
  expiresAt: string;
}

describe('owners of a gateway', () => {
  let sandbox: Awaited<ReturnType<typeof startOwnersSandbox>>;
  let landlord: TestOwner;
  let ann: TestOwner;
  let ben: TestOwner;
  let alder: string;
  let northwind: string;

  beforeAll(async () => {
    sandbox = await startOwnersSandbox();
    landlord = sandbox.landlord;
    [ann, ben] = [await sandbox.newOwner('ann'), await sandbox.newOwner('ben')];
    [alder = '', northwind = ''] = sandbox.world.companies.map(({ companyId }) => companyId);
  });
  afterAll(() => sandbox.stop());

  const codeOf = ({ status, body }: { status: number; body: Record<string, unknown> }) => [
    status,
    body['code'],
  ];
  const asCompany = async (path: string) => {
    sandbox.passTime(600_000);
    return codeOf(await sandbox.call('GET', path));
  };
  const offer = async (gatewayId: string, kind: 'co-owners' | 'transfer', to: TestOwner, from = landlord) => {
    const path = `/owner/gateways/${gatewayId}/${kind}`;
    const { status, body } = await from.call<Offered>('POST', path, { email: to.email.toUpperCase() });
    expect(status).toBe(201);
    return body;
  };
  const accept = (owner: TestOwner, code: string) => owner.call('POST', '/owner/offers/accept', { code });
  const join = async (gatewayId: string, owner: TestOwner) =>
    expect((await accept(owner, (await offer(gatewayId, 'co-owners', owner)).code)).body).toEqual({
      gatewayId,
      role: 'CO_OWNER',
    });
  const share = async (owner: TestOwner, gatewayId: string, companyId: string, more: object = {}) => {
    const { body } = await owner.call<{ version: string }>('GET', '/owner/consent-text');
    return owner.call('POST', '/owner/contracts', {
      gatewayId,
      companyId,
      consentVersion: body.version,
      ...more,
    });
  };
  const contractsOf = async (owner: TestOwner, gatewayId: string) => {
    const { body } = await owner.call<{ items: Record<string, unknown>[] }>('GET', '/owner/contracts');
    return body.items
      .filter((item) => item['gatewayId'] === gatewayId)
      .map(({ companyName, status }) => [companyName, status]);
  };
  const rolesOf = async (gatewayId: string) => {
    const { rows } = await sandbox.pool.query<{ owner_id: string; role: string }>(
      'SELECT owner_id, role FROM gateway_owners WHERE gateway_id = $1 ORDER BY since, owner_id',
      [Number(gatewayId)],
    );
    return rows.map(({ owner_id, role }) => [owner_id, role]);
  };
  const tokenOf = async (owner: TestOwner) => {
    const { body } = await owner.call('POST', '/owner/tokens', { name: 'home', validDays: 1 });
    return String(body['token']);
  };
  const withToken = async (token: string, path: string) => {
    sandbox.passTime(600_000);
    return codeOf(
      await sandbox.call('GET', path, { key: null, headers: { authorization: `Bearer ${token}` } }),
    );
  };

  describe('a co-owner', () => {
    test('is invited by e-mail, and joins with a code that works once, for that account alone', async () => {
      const { gatewayId } = await sandbox.newGateway();
      const { code, link } = await offer(gatewayId, 'co-owners', ann);
      expect(link).toBe(`${sandbox.world.baseUrl}/owner/portal/offers#${code}`);
      expect(codeOf(await accept(ben, code))).toEqual([400, 'request-invalid']);
      expect((await accept(ann, code)).body).toEqual({ gatewayId, role: 'CO_OWNER' });
      expect(codeOf(await accept(ann, code))).toEqual([404, 'offer-unknown']);
      expect(codeOf(await accept(ann, code.slice(0, -1)))).toEqual([404, 'offer-unknown']);
      const { body } = await ann.call('GET', `/owner/gateways/${gatewayId}/co-owners`);
      expect(body['items']).toEqual([
        expect.objectContaining({ ownerId: landlord.ownerId, role: 'MAIN', email: landlord.email }),
        expect.objectContaining({ ownerId: ann.ownerId, role: 'CO_OWNER', email: ann.email }),
      ]);
      const { rows } = await sandbox.pool.query('SELECT * FROM owner_offers WHERE gateway_id = $1', [
        gatewayId,
      ]);
      expect(rows).toEqual([]);
    });

    test('not with a code that was withdrawn', async () => {
      const { gatewayId } = await sandbox.newGateway();
      const first = await offer(gatewayId, 'co-owners', ann);
      const path = `/owner/gateways/${gatewayId}/offers`;
      const { body } = await landlord.call('GET', path);
      expect(body['items']).toMatchObject([{ offerId: first.offerId, kind: 'CO_OWNER' }]);
      expect(JSON.stringify(body)).not.toContain(first.code);
      expect((await landlord.call('DELETE', `${path}/${first.offerId}`)).status).toBe(204);
      expect(codeOf(await accept(ann, first.code))).toEqual([404, 'offer-unknown']);
    });

    test('shares, pauses, accepts and ends, but does not invite, transfer or release', async () => {
      const { gatewayId } = await sandbox.newGateway();
      await join(gatewayId, ann);
      expect((await share(ann, gatewayId, alder)).body).toMatchObject({
        status: 'ACTIVE',
        sharedBy: ann.ownerId,
      });
      const contract = `/owner/contracts/${gatewayId}/${alder}`;
      for (const [path, status] of [
        ['pause', 'PAUSED'],
        ['resume', 'ACTIVE'],
      ] as const)
        expect((await ann.call('POST', `${contract}/${path}`)).body).toMatchObject({ status });
      // Its consent becomes that of whoever accepts last.
      const consent = await landlord.call('POST', `${contract}/consent`, { consentVersion: '2024-07' });
      expect(consent.body).toMatchObject({ sharedBy: landlord.ownerId });
      expect((await ann.call('DELETE', contract)).body).toMatchObject({
        status: 'CLOSED',
        closedBy: 'OWNER',
      });

      const gateway = `/owner/gateways/${gatewayId}`;
      const main = [403, 'main-owner-required'];
      expect(codeOf(await ann.call('POST', `${gateway}/co-owners`, { email: ben.email }))).toEqual(main);
      expect(codeOf(await ann.call('POST', `${gateway}/transfer`, { email: ben.email }))).toEqual(main);
      expect(codeOf(await ann.call('GET', `${gateway}/offers`))).toEqual(main);
      expect(codeOf(await ann.call('DELETE', `${gateway}/offers/ofr_x`))).toEqual(main);
      expect(codeOf(await ann.call('DELETE', gateway))).toEqual(main);
      expect(codeOf(await ann.call('DELETE', `${gateway}/co-owners/${landlord.ownerId}`))).toEqual(main);
    });

    test('leaves, or is removed, and then the gateway is as any other', async () => {
      const { gatewayId } = await sandbox.newGateway();
      await join(gatewayId, ann);
      await join(gatewayId, ben);
      const path = `/owner/gateways/${gatewayId}/co-owners`;
      const token = await tokenOf(ann);
      expect(await withToken(token, `/hvacs/${gatewayId}`)).toEqual([200, undefined]);
      expect((await ann.call('DELETE', `${path}/${ben.ownerId}`)).status).toBe(403);
      expect((await ann.call('DELETE', `${path}/${ann.ownerId}`)).status).toBe(204);
      expect((await landlord.call('DELETE', `${path}/${ben.ownerId}`)).status).toBe(204);
      expect(await rolesOf(gatewayId)).toEqual([[landlord.ownerId, 'MAIN']]);
      expect(await withToken(token, `/hvacs/${gatewayId}`)).toEqual([403, 'access-not-granted']);
      expect((await ann.call('GET', path)).status).toBe(404);
      // A gateway always has a main owner.
      expect((await landlord.call('DELETE', `${path}/${landlord.ownerId}`)).status).toBe(404);
    });

    test('is one of at most ten, also when several accept at once', async () => {
      const { gatewayId } = await sandbox.newGateway();
      const guests: TestOwner[] = [];
      for (let number = 0; number < 11; number += 1) guests.push(await sandbox.newOwner(`guest${number}`));
      const codes = [];
      for (const guest of guests.slice(0, 9)) await join(gatewayId, guest);
      for (const guest of guests.slice(9)) codes.push((await offer(gatewayId, 'co-owners', guest)).code);
      const answers = await Promise.all(codes.map((code, at) => accept(guests[at + 9] ?? ann, code)));
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
      expect(await rolesOf(gatewayId)).toHaveLength(11);
      const path = `/owner/gateways/${gatewayId}/co-owners`;
      const full = await landlord.call('POST', path, { email: 'x@example.com' });
      expect([...codeOf(full), full.body['maximum']]).toEqual([409, 'limit-reached', 10]);
    });

    test('has at most ten open invitations beside it', async () => {
      const { gatewayId } = await sandbox.newGateway();
      for (let number = 0; number < 10; number += 1) await offer(gatewayId, 'co-owners', ann);
      const path = `/owner/gateways/${gatewayId}/co-owners`;
      expect(codeOf(await landlord.call('POST', path, { email: 'x@example.com' }))).toEqual([
        409,
        'limit-reached',
      ]);
    });
  });

  describe('a transfer', () => {
    test('moves the gateway: old contracts, co-owners, tokens and data are refused on the next request', async () => {
      const gateway = await sandbox.newGateway(true);
      const { gatewayId } = gateway;
      const house = await switchOn(sandbox, gateway);
      await join(gatewayId, ben);
      await share(landlord, gatewayId, northwind);
      const oldTokens = [await tokenOf(landlord), await tokenOf(ben)];
      const patch = await sandbox.call('PATCH', `/hvacs/${gatewayId}/heatingCircuits/1`, {
        body: { operationMode: 'AUTO' },
        headers: { 'idempotency-key': 'mine' },
      });
      expect(patch.status).toBe(200);
      const command = `/hvacs/${gatewayId}/commands/${String(patch.body['commandId'])}`;
      expect(await asCompany(command)).toEqual([200, undefined]);
      const replaced = await offer(gatewayId, 'transfer', ann);
      const { code } = await offer(gatewayId, 'transfer', ann);
      expect(codeOf(await accept(ann, replaced.code))).toEqual([404, 'offer-unknown']);
      for (const token of oldTokens)
        expect(await withToken(token, `/hvacs/${gatewayId}`)).toEqual([200, undefined]);
      await sandbox.advance('PT1M');

      expect((await accept(ann, code)).body).toEqual({ gatewayId, role: 'MAIN' });
      const refused = [403, 'access-not-granted'];
      expect(await asCompany(`/hvacs/${gatewayId}`)).toEqual(refused);
      for (const token of oldTokens) expect(await withToken(token, `/hvacs/${gatewayId}`)).toEqual(refused);
      sandbox.passTime(600_000);
      const listed = await sandbox.call<{ items: { gatewayId: string }[] }>('GET', '/hvacs');
      expect(listed.body.items.map((item) => item.gatewayId)).not.toContain(gatewayId);
      expect(await rolesOf(gatewayId)).toEqual([[ann.ownerId, 'MAIN']]);
      const { rows } = await sandbox.pool.query(
        'SELECT DISTINCT status, closed_by FROM contracts WHERE gateway_id = $1',
        [gatewayId],
      );
      expect(rows).toEqual([{ status: 'CLOSED', closed_by: 'TRANSFER' }]);
      expect(await contractsOf(ann, gatewayId)).toEqual([]);
      // Not even that there was one can be told by acting on it.
      expect((await ann.call('DELETE', `/owner/contracts/${gatewayId}/${alder}`)).status).toBe(404);
      expect((await landlord.call('POST', `/owner/contracts/${gatewayId}/${alder}/resume`)).status).toBe(404);

      // The same company again, under the new owner: what it did before stays hidden, and is done anew.
      expect((await share(ann, gatewayId, alder)).body).toMatchObject({ status: 'ACTIVE' });
      expect(await asCompany(`/hvacs/${gatewayId}`)).toEqual([200, undefined]);
      expect(await asCompany(command)).toEqual([404, 'not-found']);
      const again = await sandbox.call('PATCH', `/hvacs/${gatewayId}/heatingCircuits/1`, {
        body: { operationMode: 'AUTO' },
        headers: { 'idempotency-key': 'mine' },
      });
      expect(again.status).toBe(200);
      expect(again.body['commandId']).not.toBe(patch.body['commandId']);
      await house.end();
    });

    test('hides what the gateway measured before, until it is heard of again', async () => {
      const gateway = await sandbox.newGateway(true);
      const { gatewayId } = gateway;
      await (await switchOn(sandbox, gateway)).end();
      await sandbox.settle();
      sandbox.passTime(600_000);
      const circuit = `/hvacs/${gatewayId}/heatingCircuits/1`;
      const before = await sandbox.call('GET', circuit);
      expect(before.body).toMatchObject({ connectivity: 'OFFLINE', roomTemperature: expect.any(Number) });
      await sandbox.advance('PT1M');
      await accept(ann, (await offer(gatewayId, 'transfer', ann)).code);
      await share(ann, gatewayId, alder);
      sandbox.passTime(600_000);
      expect((await sandbox.call('GET', circuit)).body).not.toHaveProperty('roomTemperature');
      expect((await sandbox.call('GET', `/hvacs/${gatewayId}`)).body).not.toHaveProperty('lastSeen');
      const house = await switchOn(sandbox, gateway);
      sandbox.passTime(600_000);
      expect((await sandbox.call('GET', circuit)).body).toHaveProperty('roomTemperature');
      await house.end();
    });

    test('withholds events from before it that were not delivered yet', async () => {
      const gateway = await sandbox.newGateway(true);
      const { gatewayId } = gateway;
      await sandbox.settle();
      await sandbox.call('POST', '/sandbox/inbox/behaviour', { body: { status: 500, times: 1 } });
      const house = await switchOn(sandbox, gateway);
      await sandbox.settle();
      await accept(ann, (await offer(gatewayId, 'transfer', ann)).code);
      await share(ann, gatewayId, alder);
      await house.end();
      await sandbox.advance('PT1H');
      const { rows } = await sandbox.pool.query<{ type: string; outcome: string }>(
        `SELECT DISTINCT e.type, a.outcome FROM webhook_attempts a JOIN events e ON e.company_id = a.company_id AND e.seq = a.first_seq
         WHERE e.gateway_id = $1 AND a.outcome <> 'FAILED' AND e.occurred_at <
           (SELECT data_from FROM claims WHERE gateway_id = $1)`,
        [gatewayId],
      );
      expect(rows).toContainEqual({ type: 'DATA_POINT', outcome: 'WITHHELD' });
      expect(rows).not.toContainEqual({ type: 'DATA_POINT', outcome: 'DELIVERED' });
    });

    test('and a share at the same moment: no contract of the earlier owner remains', async () => {
      for (let round = 0; round < 5; round += 1) {
        const { gatewayId } = await sandbox.newGateway();
        const { code } = await offer(gatewayId, 'transfer', ann);
        const [taken] = await Promise.all([accept(ann, code), share(landlord, gatewayId, alder)]);
        expect(taken.status).toBe(200);
        expect(await asCompany(`/hvacs/${gatewayId}`)).toEqual([403, 'access-not-granted']);
        const { rows } = await sandbox.pool.query(
          "SELECT 1 FROM contracts WHERE gateway_id = $1 AND status IN ('ACTIVE', 'PENDING', 'PAUSED')",
          [gatewayId],
        );
        expect(rows).toEqual([]);
      }
    });

    test('answers a repeated key of a request about the earlier contract anew', async () => {
      const { gatewayId } = await sandbox.newGateway(true);
      const revoke = () => {
        sandbox.passTime(600_000);
        const headers = { 'idempotency-key': 'revoke' };
        return sandbox.call('PATCH', `/contracts/${gatewayId}`, { body: { action: 'REVOKE' }, headers });
      };
      const first = await revoke();
      expect(first.body).toMatchObject({ status: 'REVOKED' });
      await accept(ann, (await offer(gatewayId, 'transfer', ann)).code);
      await share(ann, gatewayId, alder);
      const second = await revoke();
      expect(second.body).toMatchObject({ status: 'REVOKED' });
      expect(second.body['createdAt']).not.toBe(first.body['createdAt']);
      expect(await contractsOf(ann, gatewayId)).toEqual([['Alder Heating Services', 'REVOKED']]);
    });

    test('is accepted by one of two who have the code', async () => {
      const { gatewayId } = await sandbox.newGateway();
      const { code } = await offer(gatewayId, 'transfer', ann);
      const answers = await Promise.all([accept(ann, code), accept(ann, code)]);
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 404]);
    });
  });

  test('a stranger sees and does nothing', async () => {
    const { gatewayId } = await sandbox.newGateway(true);
    const gateway = `/owner/gateways/${gatewayId}`;
    const contract = `/owner/contracts/${gatewayId}/${alder}`;
    const calls: [string, string, object?][] = [
      ['DELETE', gateway],
      ['GET', `${gateway}/access-record`],
      ['GET', `${gateway}/co-owners`],
      ['POST', `${gateway}/co-owners`, { email: ben.email }],
      ['DELETE', `${gateway}/co-owners/${landlord.ownerId}`],
      ['DELETE', `${gateway}/co-owners/${ann.ownerId}`],
      ['POST', `${gateway}/transfer`, { email: ben.email }],
      ['GET', `${gateway}/offers`],
      ['DELETE', `${gateway}/offers/ofr_x`],
      ['POST', `${contract}/pause`],
      ['POST', `${contract}/resume`],
      ['POST', `${contract}/consent`, { consentVersion: '2024-07' }],
      ['DELETE', contract],
    ];
    for (const [method, path, body] of calls)
      expect([method, path, ...codeOf(await ann.call(method, path, body))]).toEqual([
        method,
        path,
        404,
        'not-found',
      ]);
    expect(codeOf(await share(ann, gatewayId, alder))).toEqual([404, 'not-found']);
    expect(await contractsOf(ann, gatewayId)).toEqual([]);
    expect(await contractsOf(landlord, gatewayId)).toEqual([['Alder Heating Services', 'ACTIVE']]);
  });

  test('a consent is given to the text that was shown, with scope and time box', async () => {
    const { gatewayId } = await sandbox.newGateway();
    const { body } = await landlord.call('GET', '/owner/consent-text?language=de');
    expect(body).toMatchObject({ version: '2024-07', language: 'de', text: expect.stringContaining(' ') });
    const old = await share(landlord, gatewayId, alder, { consentVersion: '2023-09' });
    expect([...codeOf(old), old.body['allowed']]).toEqual([422, 'value-not-allowed', ['2024-07']]);
    const scope = { monitoring: true, remoteControl: false, dataPoints: false };
    const validUntil = '2099-01-01T00:00:00.000Z';
    const shared = await share(landlord, gatewayId, alder, { scope, validUntil, language: 'nl' });
    expect([shared.status, shared.body]).toMatchObject([
      201,
      { scope, validUntil, consent: { version: '2024-07', language: 'nl' }, actions: ['PAUSE', 'END'] },
    ]);
    expect((await share(landlord, gatewayId, alder, { scope: { all: true } })).status).toBe(400);
  });

  test('an account that is deleted leaves nothing that works, and a ledger that verifies', async () => {
    const hands = await LedgerHands.lay(sandbox, String(sandbox.pool.options.connectionString));
    const carl = await sandbox.newOwner('carl');
    const [alone, shared, guest] = [
      await sandbox.newGateway(),
      await sandbox.newGateway(),
      await sandbox.newGateway(),
    ];
    for (const { gatewayId } of [alone, shared])
      await accept(carl, (await offer(gatewayId, 'transfer', carl)).code);
    for (const invited of [ben, ann])
      await accept(invited, (await offer(shared.gatewayId, 'co-owners', invited, carl)).code);
    await join(guest.gatewayId, carl);
    for (const { gatewayId } of [alone, shared, guest]) await share(carl, gatewayId, alder);
    await share(ben, shared.gatewayId, northwind);
    const token = await tokenOf(carl);
    const open = await offer(guest.gatewayId, 'transfer', carl);

    expect((await carl.call('DELETE', '/owner/me')).status).toBe(204);
    expect(codeOf(await carl.call('GET', '/owner/me'))).toEqual([401, 'sign-in-required']);
    expect(codeOf(await accept(carl, open.code))).toEqual([401, 'sign-in-required']);
    expect(await withToken(token, '/hvacs')).toEqual([401, 'owner-token-unknown']);
    expect(await rolesOf(alone.gatewayId)).toEqual([]);
    expect(await rolesOf(shared.gatewayId)).toEqual([
      [ben.ownerId, 'MAIN'],
      [ann.ownerId, 'CO_OWNER'],
    ]);
    expect(await rolesOf(guest.gatewayId)).toEqual([[landlord.ownerId, 'MAIN']]);
    for (const { gatewayId } of [alone, shared, guest])
      expect(await asCompany(`/hvacs/${gatewayId}`)).toEqual([403, 'access-not-granted']);
    const { rows } = await sandbox.pool.query(
      'SELECT status, closed_by, count(*) FROM contracts WHERE owner_id = $1 GROUP BY 1, 2',
      [carl.ownerId],
    );
    expect(rows).toEqual([{ status: 'CLOSED', closed_by: 'ACCOUNT_DELETION', count: 3 }]);
    expect(await contractsOf(ben, shared.gatewayId)).toContainEqual(['Northwind Energy', 'ACTIVE']);
    for (const table of ['owners', 'owner_secrets', 'owner_tokens', 'gateway_owners']) {
      const left = await sandbox.pool.query(`SELECT 1 FROM ${table} WHERE owner_id = $1`, [carl.ownerId]);
      expect([table, left.rowCount]).toEqual([table, 0]);
    }
    const offers = await sandbox.pool.query('SELECT 1 FROM owner_offers WHERE lower(email) = $1', [
      carl.email,
    ]);
    expect(offers.rowCount).toBe(0);
    await expect.poll(() => hands.faults()).toEqual([]);
    await hands.pool.end();
    // The label alone is enough for the one that nobody has now.
    const { gatewayId, labelPassword } = alone;
    expect((await ann.call('POST', '/owner/gateways', { gatewayId, labelPassword })).status).toBe(201);
  });
});

test('an offer is open for seven days, and its e-mail is forgotten after them', async () => {
  const world = await startAccess(Date.parse('2026-01-15T06:30:00Z'));
  const { access, clock } = world;
  const gatewayId = 101_000_001;
  const [main, guest] = [
    await registerOwner(access, { email: 'main@example.com', language: 'en' }),
    await registerOwner(access, { email: 'guest@example.com', language: 'en' }),
  ];
  await access.transact((unit) => recordClaim(access, unit, { gatewayId, brand: 'BOSCH', ...main }));
  const invite = () =>
    offerGateway({ access, ...main }, { gatewayId, kind: 'CO_OWNER', email: 'guest@example.com' });
  const move = (hours: number) => clock.move({ toMs: clock.now() + hours * 3_600_000 });
  const first = await invite();
  move(7 * 24 - 1);
  const second = await invite();
  move(1);
  await expect(acceptOffer({ access, ...guest }, first)).rejects.toMatchObject({ code: 'offer-unknown' });
  await forgetOwnerRecords(access);
  const left = access.db.withTables<{ owner_offers: { offer_id: string } }>().selectFrom('owner_offers');
  expect(await left.select('offer_id').execute()).toEqual([{ offer_id: second.offerId }]);
  expect(await acceptOffer({ access, ...guest }, second)).toEqual({ gatewayId, role: 'CO_OWNER' });
  await world.stop();
});
