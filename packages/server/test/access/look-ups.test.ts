import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
  addPartnerGate,
  createApiKey,
  recordClaim,
  registerOwner,
  shareGateway,
} from '../../src/access/index.ts';
import { createHttpServer } from '../../src/platform/http/server.ts';
import { startAccess, type TestAccess } from '../harness/access.ts';
import { activeCompany, AUTOMATIC } from '../harness/companies.ts';

const GATEWAY = 101000001;
const CEILING = 50;

let domain: TestAccess;
let http: FastifyInstance;
let apiKey: string;

beforeAll(async () => {
  // Its rate limits stand still.
  domain = await startAccess(Date.parse('2026-06-01T00:00:00Z'));
  const access = { ...domain.access, transport: { trustProxy: [], plainHttpCallers: ['127.0.0.1'] } };
  const company = await activeCompany(access, { ipAllowList: ['127.0.0.1'], acceptance: AUTOMATIC });
  ({ apiKey } = await createApiKey(access, company));
  const { ownerId } = await registerOwner(access, { email: 'a@example.org', language: 'en' });
  await access.transact((unit) => recordClaim(access, unit, { gatewayId: GATEWAY, brand: 'BOSCH', ownerId }));
  await shareGateway(
    { access, ownerId },
    { gatewayId: GATEWAY, companyId: company.companyId, language: 'en', consentVersion: '2024-07' },
  );
  http = createHttpServer(access.log);
  addPartnerGate(http, access);
  http.get('/hvacs/:gatewayId', { config: { partner: { need: 'monitoring' } } }, () => ({}));
});
afterAll(async () => {
  await http.close();
  await domain.stop();
});

async function get(gatewayId: number): Promise<[status: number, policy: string | undefined]> {
  const { statusCode, headers } = await http.inject({
    url: `/hvacs/${gatewayId}`,
    headers: { 'x-api-key': apiKey },
    remoteAddress: '127.0.0.1',
  });
  return [statusCode, /"(\w+)"/.exec(String(headers['ratelimit-policy']))?.[1]];
}

test('invented gateways lead to the database as often as the ceiling allows, then no more', async () => {
  const asked = vi.spyOn(domain.access.contracts, 'get');
  expect(await get(GATEWAY)).toEqual([200, 'gateway']);
  asked.mockClear();
  const answers = [];
  for (let id = 1; id <= CEILING + 20; id += 1) answers.push(await get(GATEWAY + id));
  // One look-up was the known gateway's.
  const before = answers.slice(0, CEILING - 1);
  expect(new Set(before.slice(3).map(String))).toEqual(new Set(['429,gateway']));
  expect(new Set(answers.slice(CEILING - 1).map(String))).toEqual(new Set(['429,ceiling']));
  expect(new Set(asked.mock.calls.map(([key]) => key)).size).toBe(CEILING - 1);
  // What the company does have is at hand.
  expect(await get(GATEWAY)).toEqual([200, 'gateway']);
});
