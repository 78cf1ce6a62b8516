import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renewAdministratorLink } from '../../src/access/index.ts';
import { openStream } from '../harness/event-source.ts';
import { joinByLink, memberCall, seededMember, type TestMember } from '../harness/members.ts';
import type { Call } from '../harness/operators.ts';
import { startOwnersSandbox } from '../harness/owners.ts';
import { pathOf, ROLES, ROWS, type Outcome } from './matrix-rows.ts';

const HOUSE = '101000001';
const UNKNOWN = '299999999';
const OTHERS = [
  [400, 'request-invalid'],
  [404, 'not-found'],
  [409, 'transition-not-allowed'],
  [422, 'not-supported-by-gateway'],
];

/** The same routes with a session in place of a key: nobody gets further than the key of the company or the token of the owner. */
describe('every partner route with the session of a portal', () => {
  const operations = Object.entries(ROWS);
  const isRead = (operation: string) => operation.startsWith('GET ');
  let owners: Awaited<ReturnType<typeof startOwnersSandbox>>;
  let members: Record<'ADMIN' | 'STAFF' | 'VIEWER' | 'stranger', TestMember>;
  let strangerId: string;

  beforeAll(async () => {
    owners = await startOwnersSandbox();
    const admin = await seededMember(owners, 'ADMIN');
    const { body } = await admin.call<{ joinUrl: string }>('POST', '/pro/invitations', {
      body: { email: 'staff@sandbox.example', role: 'STAFF' },
    });
    // Its list of addresses holds nobody.
    const second = owners.world.companies[1]?.companyId ?? '';
    await owners.pool.query(
      "UPDATE companies SET administrator_email = 'north@w.example' WHERE company_id = $1",
      [second],
    );
    const { joinUrl } = await renewAdministratorLink(owners.app.domains.access, second);
    members = {
      ADMIN: admin,
      STAFF: await joinByLink(owners, body.joinUrl, 'Stan'),
      VIEWER: await seededMember(owners, 'VIEWER'),
      stranger: await joinByLink(owners, joinUrl, 'Nora'),
    };
    strangerId = (await owners.newOwner('nobody')).ownerId;
  });
  afterAll(() => owners.stop());

  async function ask(
    as: Call,
    operation: string,
    gatewayId: string,
    headers: Record<string, string> = {},
    body = ROWS[operation]?.body,
  ): Promise<Outcome> {
    const [method = ''] = operation.split(' ');
    const answer = await as<Record<string, unknown> | string>(method, pathOf(operation, gatewayId), {
      headers,
      ...(body && { body }),
    });
    const code = typeof answer.body === 'object' ? answer.body['code'] : undefined;
    return typeof code === 'string' ? [answer.status, code] : [answer.status];
  }
  const ownerCall =
    (ownerId: string): Call =>
    (method, path, options = {}) => {
      const headers = { 'test-owner': ownerId, ...options.headers };
      return memberCall(owners, '')(method, path, {
        ...options,
        headers: { 'x-hearthgate-portal': 'owner', ...headers },
      });
    };

  test('who may do what is decided for each that changes something', () => {
    const changes = operations.map(([operation]) => operation).filter((operation) => !isRead(operation));
    expect(Object.keys(ROLES).toSorted()).toEqual(changes.toSorted());
  });

  test.each(operations)('%s: portal, origin, session, version', async (operation) => {
    const { ADMIN } = members;
    const send = (headers: Record<string, string>, as = ADMIN.call) => ask(as, operation, UNKNOWN, headers);
    for (const portal of ['', 'operator', 'pro, owner'])
      expect(await send({ 'x-hearthgate-portal': portal })).toEqual([401, 'api-key-missing']);
    expect(await send({ 'x-hearthgate-portal': 'owner' })).toEqual([401, 'sign-in-required']);
    expect(await send({ cookie: '' })).toEqual([401, 'sign-in-required']);
    expect(await send({ cookie: 'hearthgate-member.session_token=forged.forged' })).toEqual([
      401,
      'sign-in-required',
    ]);
    if (!isRead(operation))
      for (const origin of ['https://evil.example', 'null'])
        expect(await send({ origin, cookie: '' })).toEqual([400, 'request-invalid']);
    expect(await send({ 'x-api-version': '2' })).toEqual([400, 'version-unsupported']);
    // A key counts before any session.
    expect(await send({ 'x-api-key': 'nonsense' })).toEqual([401, 'api-key-malformed']);
  });

  test.each(operations)(
    '%s: the role of a member, then access as for the company',
    async (operation, row) => {
      const needed = isRead(operation) ? 'VIEWER' : ROLES[operation];
      const ranks = ['VIEWER', 'STAFF', 'ADMIN'] as const;
      for (const role of ranks) {
        const outcome = await ask(members[role].call, operation, UNKNOWN);
        if (ranks.indexOf(role) < ranks.indexOf(needed ?? 'VIEWER'))
          expect([role, ...outcome]).toEqual([role, 403, 'role-required']);
        else if (row.need === 'none') expect(outcome).toEqual(asMember(operation, row.ok));
        else expect([role, ...outcome]).toEqual([role, 403, 'access-not-granted']);
      }
      if (row.need === 'none') return;
      expect(await ask(members.stranger.call, operation, HOUSE)).toEqual([403, 'access-not-granted']);
      // The body is looked at last, so what is asked for is changed nowhere.
      const broken = isRead(operation) ? undefined : { no: 'such field' };
      const granted = await ask(members.ADMIN.call, operation, HOUSE, {}, broken);
      expect([[200], ...OTHERS]).toContainEqual(granted);
    },
  );

  test.each(operations)('%s: an owner has own systems, and nothing else', async (operation, row) => {
    const own = ownerCall(owners.landlord.ownerId);
    const stranger = ownerCall(strangerId);
    if (!operation.includes(' /hvacs')) {
      for (const owner of [own, stranger])
        expect(await ask(owner, operation, HOUSE)).toEqual([403, 'role-required']);
      return;
    }
    // Another's gateway is as one that does not exist.
    const noAccess = row.need === 'none' ? [200] : [403, 'access-not-granted'];
    expect(await ask(stranger, operation, HOUSE)).toEqual(noAccess);
    expect(await ask(own, operation, UNKNOWN)).toEqual(noAccess);
    const broken = isRead(operation) ? undefined : { no: 'such field' };
    for (const gatewayId of [HOUSE, '101000005', '101000004'])
      expect([[200], ...OTHERS]).toContainEqual(await ask(own, operation, gatewayId, {}, broken));
  });

  test('the list of systems holds those of the company, of the owner, and of nobody', async () => {
    const ids = async (as: Call) =>
      (await as<{ items: { gatewayId: string }[] }>('GET', '/hvacs')).body.items.map((one) => one.gatewayId);
    const ofCompany = await owners.call<{ items: { gatewayId: string }[] }>('GET', '/hvacs');
    expect(await ids(members.VIEWER.call)).toEqual(ofCompany.body.items.map(({ gatewayId }) => gatewayId));
    expect(await ids(members.stranger.call)).toEqual([]);
    expect(await ids(ownerCall(owners.landlord.ownerId))).toEqual(owners.world.owners[0]?.gatewayIds);
    expect(await ids(ownerCall(strangerId))).toEqual([]);
  });

  test('one bucket counts for all that a person does, and not for the company or a colleague', async () => {
    const { ADMIN, VIEWER } = members;
    const headers = { cookie: ADMIN.cookie, 'x-hearthgate-portal': 'pro' };
    await ADMIN.call('GET', '/pro/me');
    owners.stopTime();
    const paths = ['/hvacs', '/contracts', `/hvacs/${HOUSE}`, '/webhooks', '/pro/me'];
    const many = Array.from({ length: 70 }, (_, no) =>
      owners.call('GET', paths[no % paths.length] ?? '', { key: null, headers }),
    );
    const answers = await Promise.all(many);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(59);
    expect(refused[0]?.body['policy']).toBe('person');
    expect((await owners.call('GET', '/hvacs')).status).toBe(200);
    const colleague = { cookie: VIEWER.cookie, 'x-hearthgate-portal': 'pro' };
    expect((await owners.call('GET', '/hvacs', { key: null, headers: colleague })).status).toBe(200);
    owners.passTime(600_000);
  });

  test('the record names the company and the member, and an owner as such', async () => {
    const patch = { body: { operationMode: 'AUTO' } };
    const path = `/hvacs/${HOUSE}/heatingCircuits/1`;
    expect((await members.STAFF.call('GET', `/hvacs/${HOUSE}`)).status).toBe(200);
    expect((await members.STAFF.call('PATCH', path, patch)).status).toBe(200);
    expect((await ownerCall(owners.landlord.ownerId)('PATCH', path, patch)).status).toBe(200);
    const { body } = await owners.landlord.call<{ items: { actor: object; kind: string }[] }>(
      'GET',
      `/owner/gateways/${HOUSE}/access-record`,
    );
    const [company] = owners.world.companies;
    const { memberId } = members.STAFF;
    const staff = {
      kind: 'COMPANY',
      id: company?.companyId,
      name: company?.name,
      memberId,
      memberName: 'Stan',
    };
    const landlord = { kind: 'OWNER', id: owners.landlord.ownerId, name: owners.landlord.email };
    expect(body.items).toContainEqual(
      expect.objectContaining({ kind: 'READ', actor: staff, operation: 'GET /hvacs/{gatewayId}' }),
    );
    const changes = body.items.filter(({ kind }) => kind === 'CHANGE');
    expect(changes).toContainEqual(expect.objectContaining({ actor: staff, action: 'COMMAND' }));
    expect(changes).toContainEqual(expect.objectContaining({ actor: landlord, action: 'COMMAND' }));
  });

  test('what an owner changes costs companies nothing, is no event of theirs, and they do not find it', async () => {
    const own = ownerCall(owners.landlord.ownerId);
    const path = `/hvacs/${HOUSE}/heatingCircuits/1`;
    const before = await owners.call<{ items: object[] }>('GET', `/hvacs/${HOUSE}/commands`);
    const ids: string[] = [];
    for (let no = 0; no < 12; no += 1) {
      // A second apart: within the person's limit, and less than what an appliance takes.
      owners.passTime(1_000);
      const headers = {
        'test-owner': owners.landlord.ownerId,
        'x-hearthgate-portal': 'owner',
        origin: owners.world.baseUrl,
      };
      const answer = await owners.call('PATCH', path, {
        key: null,
        headers,
        body: { operationMode: 'AUTO' },
      });
      if (answer.status === 429) expect(answer.body['policy']).toBe('appliance');
      else ids.push(String(answer.body['commandId']));
    }
    expect(ids).toHaveLength(10);
    expect((await owners.call('PATCH', path, { body: { operationMode: 'AUTO' } })).status).toBe(200);
    owners.passTime(600_000);
    const after = await owners.call<{ items: object[] }>('GET', `/hvacs/${HOUSE}/commands`);
    expect(after.body.items).toHaveLength(before.body.items.length + 1);
    const found = (as: Call) => as('GET', `/hvacs/${HOUSE}/commands/${ids[0] ?? ''}`);
    expect((await found(own)).status).toBe(200);
    expect((await found(members.ADMIN.call)).status).toBe(404);
    await owners.settle();
    const { body } = await members.ADMIN.call<{ items: { type: string; data: { commandId: string } }[] }>(
      'GET',
      '/events?from=2020-01-01T00:00:00Z&type=COMMAND_STATUS',
    );
    const told = body.items.map(({ data }) => data.commandId);
    expect(told.length).toBeGreaterThan(0);
    expect(ids.filter((id) => told.includes(id))).toEqual([]);
  });

  test('the stream of a member ends with the session, and takes none of the places of the services', async () => {
    const { ADMIN, VIEWER } = members;
    const open = (cookie: string) =>
      openStream(owners, '/events/stream', { headers: { cookie, 'x-hearthgate-portal': 'pro' } });
    const streams = [];
    for (let no = 0; no < 10; no += 1) {
      owners.passTime(600_000);
      streams.push(await open(ADMIN.cookie));
    }
    expect(new Set(streams.map(({ status }) => status))).toEqual(new Set([200]));
    owners.passTime(600_000);
    expect((await open(ADMIN.cookie)).status).toBe(409);
    const [ofKey, ofViewer] = [await openStream(owners, '/events/stream'), await open(VIEWER.cookie)];
    expect([ofKey.status, ofViewer.status]).toEqual([200, 200]);
    await VIEWER.call('DELETE', '/pro/sessions');
    await ofViewer.ended;
    for (const stream of [...streams, ofKey]) await stream.close();
  });

  test('a company that is suspended or has left is told so by its own word, and its members still see that it is', async () => {
    const { stranger } = members;
    const companyId = owners.world.companies[1]?.companyId;
    for (const [status, code] of [
      ['SUSPENDED', 'company-suspended'],
      ['OFFBOARDED', 'company-offboarded'],
    ]) {
      await owners.pool.query('UPDATE companies SET status = $1 WHERE company_id = $2', [status, companyId]);
      owners.app.domains.access.caches.clear();
      expect(await ask(stranger.call, 'GET /hvacs', UNKNOWN)).toEqual([403, code]);
      const me = await stranger.call<{ company: object }>('GET', '/pro/me');
      expect(me.body.company).toMatchObject({ companyId, status });
    }
  });
});

/** A member has no key in use. */
function asMember(operation: string, ok: Outcome): Outcome {
  return operation === 'GET /api-keys/me' ? [404, 'not-found'] : ok;
}
