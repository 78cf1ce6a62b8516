import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConsentReceipt } from '@hearthgate/wire';
import { Browser } from '../harness/browser.ts';
import { signIn } from '../harness/invitations.ts';
import { startOwnersSandbox, type TestOwner } from '../harness/owners.ts';
import { startSandbox } from '../harness/sandbox.ts';

describe('the receipt of an owner', () => {
  let sandbox: Awaited<ReturnType<typeof startOwnersSandbox>>;
  let companyId: string;
  let ann: TestOwner;

  beforeAll(async () => {
    sandbox = await startOwnersSandbox();
    companyId = sandbox.world.companies[0]?.companyId ?? '';
    ann = await sandbox.newOwner('ann');
  });
  afterAll(() => sandbox.stop());

  const pathOf = (gatewayId: string, company = companyId) =>
    `/owner/contracts/${gatewayId}/${company}/receipt`;
  const receiptFor = (owner: TestOwner, gatewayId: string, company = companyId) =>
    owner.call<ConsentReceipt>('GET', pathOf(gatewayId, company));

  test('is the one that the company has, and stays when the contract has ended', async () => {
    sandbox.passTime(600_000);
    const theirs = await sandbox.call('GET', '/contracts/101000001/consent/receipt');
    const ours = await receiptFor(sandbox.landlord, '101000001');
    expect([ours.status, ours.body]).toEqual([200, theirs.body]);
    expect(ours.headers.get('vary')).toBe('accept');
    await sandbox.landlord.call('DELETE', `/owner/contracts/101000001/${companyId}`);
    expect((await receiptFor(sandbox.landlord, '101000001')).body).toEqual(theirs.body);
  });

  test('can be printed, and runs nothing', async () => {
    const page = await sandbox.landlord.call<string>('GET', pathOf('101000002'), undefined, {
      accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
    });
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(page.body).toContain('The company I name may see');
    expect(page.body).not.toContain('<script');
  });

  test('is nobody else’s: not a stranger’s, not that of a company that got no consent', async () => {
    const northwind = sandbox.world.companies[1]?.companyId ?? '';
    for (const answer of [
      await receiptFor(ann, '101000002'),
      await receiptFor(sandbox.landlord, '299999999'),
      await receiptFor(sandbox.landlord, '101000002', northwind),
      await receiptFor(sandbox.landlord, '101000002', 'cmp_none'),
    ])
      expect([answer.status, answer.body]).toEqual([404, expect.objectContaining({ code: 'not-found' })]);
  });

  test('of an earlier owner is not the next one’s, who gets an own one', async () => {
    const { gatewayId } = await sandbox.newGateway(true);
    const transfer = await sandbox.landlord.call('POST', `/owner/gateways/${gatewayId}/transfer`, {
      email: ann.email,
    });
    expect((await receiptFor(sandbox.landlord, gatewayId)).status).toBe(200);
    await ann.call('POST', '/owner/offers/accept', { code: transfer.body['code'] });
    expect((await receiptFor(sandbox.landlord, gatewayId)).status).toBe(404);
    expect((await receiptFor(ann, gatewayId)).status).toBe(404);
    await ann.call('POST', '/owner/contracts', { gatewayId, companyId, consentVersion: '2024-07' });
    const { status, body } = await receiptFor(ann, gatewayId);
    expect([status, body.entry]).toEqual([
      200,
      expect.objectContaining({ gatewayId, language: 'de', action: 'GIVEN' }),
    ]);
  });
});

test('the page about the consents of a gateway leads to the receipt', async () => {
  const sandbox = await startSandbox();
  const browser = new Browser(sandbox.world.baseUrl, { accept: 'text/html', 'accept-language': 'fr' });
  await browser.get('/owner/gateways/101000002/consent');
  const page = await signIn(browser, sandbox.world.owners[0]);
  const [, link = ''] = /<a href="([^"]+)">Justificatif à imprimer</.exec(page.html) ?? [];
  const receipt = await browser.get(link);
  expect([receipt.status, receipt.html]).toEqual([200, expect.stringContaining('<h1>Consent receipt</h1>')]);
  await sandbox.stop();
});
