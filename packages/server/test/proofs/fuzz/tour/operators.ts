import { randomUUID } from 'node:crypto';
import mqtt from 'mqtt';
import { openDatabase } from '../../../../src/platform/database/database.ts';
import { inviteOperator } from '../../../../src/portals/index.ts';
import { application, onboarding } from '../../../harness/companies.ts';
import { codeOf, cookieOf } from '../../../harness/operators.ts';
import type { Guide } from './guide.ts';

const PASSWORD = 'correct horse battery staple';
/** Real time in which one gateway is imported. */
const IMPORT_MS = 10_000;
const BECAUSE = { reason: 'The company asked us to do this.' };

/** What operators do with companies, from the application to the end. */
export async function visitCompanies(guide: Guide): Promise<void> {
  const go = guide.go.bind(guide);
  const apply = async () => {
    const { body } = await go('POST /registrations', { json: application() });
    const params = { registrationId: String(body['registrationId']) };
    const as = { authorization: `Bearer ${String(body['token'])}` };
    await go('GET /registrations/:registrationId', { as, params });
    return params;
  };
  await go('POST /operator/registrations/:registrationId/refuse', {
    params: await apply(),
    json: { reason: 'We know no such company.' },
  });
  const registration = await apply();
  await go('GET /operator/registrations/:registrationId', { params: registration });
  const { body } = await go('POST /operator/registrations/:registrationId/approve', { params: registration });
  const companyId = String(body['companyId']);
  const params = { companyId };
  await go('PUT /operator/companies/:companyId/onboarding', {
    params,
    json: onboarding(companyId),
    headers: { 'if-match': '"0"' },
  });
  const link = await go('POST /operator/companies/:companyId/first-key-link', { params });
  const token = new URL(String(link.body['firstKeyUrl'])).hash.slice(1);
  await go('POST /company/first-key', { json: { token } });
  await go('POST /operator/companies/:companyId/administrator-link', { params });
  await go('PUT /operator/companies/:companyId/plan', { params, json: { plan: 'reference' } });
  await go('POST /operator/companies/:companyId/suspend', { params, json: BECAUSE });
  await go('POST /operator/companies/:companyId/resume', { params });
  await go('POST /operator/companies/:companyId/offboard', { params, json: BECAUSE });
}

/** The fleet: an import, a dead letter, firmware and texts. */
export async function visitFleet(guide: Guide): Promise<void> {
  const { sandbox } = guide;
  const go = guide.go.bind(guide);
  const csv = {
    bytes: Buffer.from('gatewayType,brand\r\nK40,BOSCH\r\n'),
    headers: { 'content-type': 'text/csv' },
  };
  const started = await go('POST /operator/gateways/import', { bytes: csv });
  const { import: state } = started.body as { import?: { importId: string } };
  const params = { importId: state?.importId ?? '' };
  for (const giveUpAt = performance.now() + IMPORT_MS; performance.now() < giveUpAt;) {
    const { status, body } = await go('GET /operator/gateways/imports/:importId', { params });
    if (status !== 200 || body['status'] === 'DONE') break;
  }
  await go('POST /operator/gateways/imports/:importId/secrets', { params });

  const made = await go('POST /sandbox/gateways', { json: { profile: 'none' } });
  const gatewayId = String(made.body['gatewayId']);
  const client = await mqtt.connectAsync(
    sandbox.world.mqttUrl,
    {
      username: gatewayId,
      password: String(made.body['mqttPassword']),
      clientId: gatewayId,
      reconnectPeriod: 0,
    },
    false,
  );
  const hello = { protocol: 1, boot: randomUUID(), gatewayType: 'K40', brand: 'BOSCH', ring: [] };
  await client.publishAsync(`gw/${gatewayId}/up/hello`, JSON.stringify(hello), { qos: 1 });
  await client.publishAsync(`gw/${gatewayId}/up/describe`, '{"leaves":', { qos: 1 });
  const letters = await go('GET /operator/dead-letters', { query: `?gatewayId=${gatewayId}` });
  const { items = [] } = letters.body as { items?: { letterId: string }[] };
  const letter = { gatewayId, letterId: items[0]?.letterId ?? '' };
  await go('GET /operator/gateways/:gatewayId/dead-letters/:letterId', { params: letter });
  await go('POST /operator/gateways/:gatewayId/dead-letters/:letterId/retry', { params: letter });
  await go('DELETE /operator/gateways/:gatewayId/dead-letters/:letterId', { params: letter });
  await client.endAsync(true);

  const policy = { gatewayType: 'K40', brand: 'ANY', minimum: null, recommended: '99.1', below: 'WARN' };
  await go('PUT /operator/firmware-policies', { json: { items: [policy] } });
  const { body } = await go('GET /operator/plans');
  const { items: plans = [] } = body as { items?: ({ plan: string } & Record<string, unknown>)[] };
  const { plan: _, ...limits } = plans.find(({ plan }) => plan === 'reference') ?? { plan: '' };
  await go('PUT /operator/plans/:plan', { params: { plan: 'generous' }, json: limits });
  const text = 'A text that nobody has to accept.';
  await go('POST /operator/consents', {
    json: {
      version: '2031-01',
      effectiveFrom: '2031-01-01T00:00:00Z',
      texts: { en: text, de: text, nl: text, fr: text, sv: text },
    },
  });
  await go('GET /operator/consents/:version', { params: { version: '2031-01' } });
}

/** An operator who enrols, and leaves. */
export async function visitOperator(guide: Guide): Promise<void> {
  const { sandbox } = guide;
  const email = 'visitor@operators.example';
  const { token } = await inviteOperator(openDatabase(sandbox.pool), { email, name: 'Vi' });
  let as = {};
  const go: Guide['go'] = (name, wish) => guide.go(name, { as, ...wish });
  await go('POST /operator/enrol', { json: { token, password: PASSWORD } });
  const signIn = async (password = PASSWORD) => {
    const entered = await go('POST /operator/sign-in', { as: {}, json: { email, password } });
    return { cookie: cookieOf(entered) };
  };
  as = await signIn();
  const { body: factor } = await go('POST /operator/second-factor', { json: { password: PASSWORD } });
  const secret = String(factor['secret']);
  const { backupCodes = [] } = factor as { backupCodes?: string[] };
  await go('POST /operator/second-factor/confirm', { json: { code: codeOf(secret), bearer: true } });
  const proven = await go('POST /operator/sign-in/code', {
    as: await signIn(),
    json: { code: backupCodes[0], bearer: true },
  });
  as = { authorization: `Bearer ${String(proven.body['token'])}` };
  await go('GET /operator/sessions');
  await go('DELETE /operator/sessions/:sessionId');
  const again = await go('POST /operator/sign-in/code', {
    as: await signIn(),
    json: { code: backupCodes[1], bearer: true },
  });
  as = { authorization: `Bearer ${String(again.body['token'])}` };
  await go('POST /operator/password', { json: { password: PASSWORD, newPassword: `${PASSWORD}s` } });
  await go('POST /operator/sign-out');
  const third = await go('POST /operator/sign-in/code', {
    as: await signIn(`${PASSWORD}s`),
    json: { code: backupCodes[2], bearer: true },
  });
  await go('DELETE /operator/sessions', { as: { authorization: `Bearer ${String(third.body['token'])}` } });
}
