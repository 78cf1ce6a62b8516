import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OWNER_TOKEN } from '../../src/access/owner-tokens/owner-token.ts';
import { startOwnersSandbox, type TestOwner } from '../harness/owners.ts';
import { pathOf, ROWS } from './matrix-rows.ts';

type Answer = readonly [status: number, code: string | undefined];

describe('every route with an access token of an owner', () => {
  const operations = Object.entries(ROWS);
  let owners: Awaited<ReturnType<typeof startOwnersSandbox>>;
  let tokens: Record<'own' | 'stranger' | 'deleted', string>;

  beforeAll(async () => {
    owners = await startOwnersSandbox();
    const make = async (owner: TestOwner) => {
      const { body } = await owner.call('POST', '/owner/tokens', { name: 'home', validDays: 1 });
      return body as { token: string; tokenId: string };
    };
    const [own, stranger, deleted] = [
      await make(owners.landlord),
      await make(await owners.newOwner('ann')),
      await make(owners.landlord),
    ];
    await owners.landlord.call('DELETE', `/owner/tokens/${deleted.tokenId}`);
    tokens = { own: own.token, stranger: stranger.token, deleted: deleted.token };
  });
  afterAll(() => owners.stop());

  async function ask(operation: string, gatewayId: string, headers: Record<string, string>): Promise<Answer> {
    const [method = ''] = operation.split(' ');
    const body = ROWS[operation]?.body;
    const options = { key: null, headers, ...(body && { body }) };
    const answer = await owners.call<Record<string, unknown> | string>(
      method,
      pathOf(operation, gatewayId),
      options,
    );
    const code = typeof answer.body === 'object' ? answer.body['code'] : undefined;
    return [answer.status, typeof code === 'string' ? code : undefined];
  }

  test.each(operations)(
    '%s: reads what stands behind own gateways, and nothing else',
    async (operation, row) => {
      const send = (token: string, gatewayId = '101000005', headers: Record<string, string> = {}) => {
        owners.passTime(600_000);
        const authorization = `Bearer ${token}`;
        return ask(operation, gatewayId, { authorization, ...headers });
      };
      const { own, stranger, deleted } = tokens;
      expect(await send(own.slice(0, -1))).toEqual([401, 'owner-token-malformed']);
      expect(await send(OWNER_TOKEN.make(0, new Date(0)).text)).toEqual([401, 'owner-token-unknown']);
      expect(await send(deleted)).toEqual([401, 'owner-token-unknown']);
      if (!operation.startsWith('GET /hvacs')) {
        for (const token of [own, stranger]) expect(await send(token)).toEqual([403, 'read-only-token']);
        return;
      }
      expect(await send(own, '101000005', { 'x-api-version': '2' })).toEqual([400, 'version-unsupported']);
      const isList = row.need === 'none';
      const noAccess = isList ? [200, undefined] : [403, 'access-not-granted'];
      expect(await send(stranger)).toEqual(noAccess);
      expect(await send(own, '299999999')).toEqual(noAccess);
      // Whatever companies may: not shared, an old consent, waiting.
      for (const gatewayId of ['101000005', '101000004', '101000006']) {
        const [status, code] = await send(own, gatewayId);
        // Access is granted; whether the appliance has such a thing is another matter.
        const open = [
          [200, undefined],
          [404, 'not-found'],
          [422, 'not-supported-by-gateway'],
        ];
        expect(open).toContainEqual([status, code]);
      }
      const key = owners.world.keys.ok;
      const both = await owners.call('GET', '/hvacs/101000005', {
        key,
        headers: { authorization: `Bearer ${own}` },
      });
      expect(both.status).toBe(403);
    },
  );

  test('the limits of the reference plan count for each owner', async () => {
    owners.passTime(600_000);
    const of = (token: string) =>
      ask('GET /hvacs/{gatewayId}', '101000001', { authorization: `Bearer ${token}` });
    const statuses = [];
    for (let call = 0; call < 4; call += 1) statuses.push((await of(tokens.own))[0]);
    expect(statuses).toEqual([200, 200, 200, 429]);
    expect((await of(tokens.stranger))[0]).toBe(403);
    expect((await owners.call('GET', '/hvacs/101000001')).status).toBe(200);
  });

  test('it ends by itself, and an owner has ten of them at most', async () => {
    const ben = await owners.newOwner('ben');
    const make = (validDays: number) => ben.call('POST', '/owner/tokens', { name: 'n', validDays });
    expect((await make(366)).status).toBe(400);
    const answers = await Promise.all(Array.from({ length: 12 }, () => make(1)));
    const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 201), 409, 409]);
    const { body } = await ben.call<{ items: object[] }>('GET', '/owner/tokens');
    expect(body.items).toHaveLength(10);
    const made = answers.find(({ status }) => status === 201)?.body ?? {};
    expect(JSON.stringify(body)).not.toContain(made['token']);
    const { rows } = await owners.pool.query<{ row: string }>('SELECT t::text AS row FROM owner_tokens t');
    expect(rows.some(({ row }) => row.includes(String(made['token'])))).toBe(false);
    const ann = await owners.newOwner('amy');
    expect((await ann.call('DELETE', `/owner/tokens/${String(made['tokenId'])}`)).status).toBe(404);
    const send = () => ask('GET /hvacs', '', { authorization: `Bearer ${String(made['token'])}` });
    expect((await send())[0]).toBe(200);
    await owners.advance('PT25H');
    owners.passTime(600_000);
    expect(await send()).toEqual([401, 'owner-token-expired']);
  });
});
