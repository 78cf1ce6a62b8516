import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyInvitationReturn, type PublicKeys } from '@hearthgate/wire';
import {
  acceptInvitation,
  type CompanyCaller,
  endContract,
  forgetInvitations,
  openInvitation,
  readInvitation,
  recordClaim,
  refuseInvitation,
  registerOwner,
  shareGateway,
} from '../../src/access/index.ts';
import type { Signer, Signers } from '../../src/access/consent-ledger/signing-key.ts';
import { listSigningKeys } from '../../src/access/consent-ledger/store.ts';
import { actOnContract } from '../../src/access/act-on-contract.ts';
import { startAccess, type TestAccess } from '../harness/access.ts';
import { activeCompany } from '../harness/companies.ts';

const START = Date.parse('2026-03-01T08:00:00Z');
const URI = 'https://p.example/cb?own=1';
const EVERYTHING = { monitoring: true, remoteControl: true, dataPoints: true };

/** The verbs behind the pages: what must hold whatever a browser does. */
describe('an invitation', () => {
  let domain: TestAccess;
  let companyId: string;
  let ownerId: string;
  let strangerId: string;
  let nextGateway = 300_000_000;
  let calls = 0;

  beforeAll(async () => {
    domain = await startAccess(START);
    const { access } = domain;
    companyId = await onboard([URI]);
    ({ ownerId } = await registerOwner(access, { email: 'o@x.example', language: 'en' }));
    ({ ownerId: strangerId } = await registerOwner(access, { email: 's@x.example', language: 'en' }));
  });
  afterAll(() => domain.stop());

  const onboard = async (redirectUris: string[]) => {
    return (await activeCompany(domain.access, { redirectUris })).companyId;
  };
  const gateway = async (of = ownerId) => {
    const gatewayId = nextGateway++;
    const { access } = domain;
    await access.transact((unit) => recordClaim(access, unit, { gatewayId, ownerId: of, brand: 'BOSCH' }));
    return gatewayId;
  };
  const open = async (more: Record<string, string> = {}) => {
    const query = new URLSearchParams({ companyId, redirectUri: URI, sessionId: 's', ...more }).toString();
    // Limits are another test's matter: every call has an address of its own.
    return (await openInvitation(domain.access, { query, host: 'localhost', caller: `c${(calls += 1)}` }))
      .token;
  };
  const sharing = (gatewayId: number) => ({
    kind: 'SHARE' as const,
    gatewayId,
    language: 'en' as const,
    consentVersion: '2024-07',
    scope: EVERYTHING,
  });
  const accept = (token: string, gatewayId: number, as = ownerId) =>
    acceptInvitation({ access: domain.access, ownerId: as }, { token, answer: sharing(gatewayId) });
  const goBack = (token: string, gatewayId: number, as = ownerId) =>
    acceptInvitation(
      { access: domain.access, ownerId: as },
      { token, answer: { kind: 'RETURN', gatewayId } },
    );
  const refuse = (token: string) => refuseInvitation(domain.access, { token, ownerId: null });
  const contract = (gatewayId: number) => domain.access.contracts.get(`${gatewayId}:${companyId}`);
  const verified = async (url: string) => {
    const rows = await listSigningKeys(domain.access.db);
    const keys = { keys: rows.map(({ kid, public_key: x }) => ({ kid, x })) } as unknown as PublicKeys;
    return verifyInvitationReturn(url.slice(url.indexOf('?')), keys, { maxAgeSeconds: 60 });
  };
  const consents = async (gatewayId: number) => {
    const rows = await domain.access.db
      .withTables<{ consent_entries: { gateway_id: number; action: string } }>()
      .selectFrom('consent_entries')
      .select('action')
      .where('gateway_id', '=', gatewayId)
      .execute();
    return rows.map(({ action }) => action);
  };

  test('makes a contract that names the partner, its user, and what the owner chose', async () => {
    const gatewayId = await gateway();
    const token = await open({ partnerUserId: 'user/ä 1', sessionId: 'x y' });
    const scope = { monitoring: true, remoteControl: false, dataPoints: false };
    const url = await acceptInvitation(
      { access: domain.access, ownerId },
      {
        token,
        answer: { ...sharing(gatewayId), scope, language: 'sv', validUntil: '2026-06-01T00:00:00.000Z' },
      },
    );
    expect(await verified(url)).toEqual({
      outcome: 'SHARED',
      gatewayId: String(gatewayId),
      contractStatus: 'PENDING',
      sessionId: 'x y',
    });
    expect(await contract(gatewayId)).toMatchObject({
      owner_id: ownerId,
      initiated_by: 'PARTNER',
      partner_user_id: 'user/ä 1',
      monitoring: true,
      remote_control: false,
      data_points: false,
      consent_language: 'sv',
      valid_until: new Date('2026-06-01T00:00:00.000Z'),
    });
  });

  test('a stranger cannot share a gateway of somebody else, and the invitation stays open', async () => {
    const gatewayId = await gateway();
    const token = await open();
    for (const answer of [accept(token, gatewayId, strangerId), goBack(token, gatewayId, strangerId)])
      await expect(answer).rejects.toMatchObject({ code: 'not-found' });
    await expect(accept(token, 999_999_999)).rejects.toMatchObject({ code: 'not-found' });
    expect(await contract(gatewayId)).toBeUndefined();
    expect(await verified(await accept(token, gatewayId))).toMatchObject({ outcome: 'SHARED' });
    // Nor go back with the contract of somebody else.
    await expect(goBack(await open(), gatewayId, strangerId)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('an invented token is no invitation', async () => {
    const gatewayId = await gateway();
    for (const token of ['', 'x', `${await open()}A`]) {
      await expect(accept(token, gatewayId)).rejects.toMatchObject({ code: 'not-found' });
      await expect(refuse(token)).rejects.toMatchObject({ code: 'not-found' });
      await expect(readInvitation(domain.access, token)).rejects.toMatchObject({ code: 'not-found' });
    }
    expect(await contract(gatewayId)).toBeUndefined();
  });

  test('answered twice leads to the same place, whatever was answered the second time', async () => {
    const [first, second] = [await gateway(), await gateway()];
    const token = await open();
    const url = await accept(token, first);
    expect(await accept(token, first)).toBe(url);
    expect(await accept(token, second)).toBe(url);
    expect(await goBack(token, second)).toBe(url);
    expect(await refuse(token)).toBe(url);
    expect(await contract(second)).toBeUndefined();
    expect(await consents(first)).toEqual(['GIVEN']);
  });

  test('refused once, it cannot be accepted any more', async () => {
    const gatewayId = await gateway();
    const token = await open();
    const url = await refuse(token);
    expect(await verified(url)).toEqual({ outcome: 'REFUSED', sessionId: 's' });
    expect(url.startsWith(`${URI}&error=access_denied&sessionId=s&timestamp=`)).toBe(true);
    expect(await accept(token, gatewayId)).toBe(url);
    expect(await contract(gatewayId)).toBeUndefined();
  });

  test('pressed many times at once makes one contract, one consent, and one way back', async () => {
    for (let round = 0; round < 10; round += 1) {
      const gatewayId = await gateway();
      const token = await open();
      const urls = await Promise.all(Array.from({ length: 5 }, () => accept(token, gatewayId)));
      expect(new Set(urls).size).toBe(1);
      expect(await consents(gatewayId)).toEqual(['GIVEN']);
    }
  });

  test('answered on two nodes at once, each with a signature of its own, leads to one place', async () => {
    const gatewayId = await gateway();
    const token = await open();
    const { ledger } = domain.access;
    const urls = await Promise.all(
      ['one', 'two', 'three'].map(async (node) =>
        acceptInvitation(
          {
            access: {
              ...domain.access,
              ledger: {
                ...ledger,
                signers: signingBy(await ledger.signers.newest(domain.access.db), () => node),
              },
            },
            ownerId,
          },
          { token, answer: sharing(gatewayId) },
        ),
      ),
    );
    expect(new Set(urls).size).toBe(1);
    expect(await accept(token, gatewayId)).toBe(urls[0]);
  });

  test('with two gateways, or Share and Refuse, at once is answered with one of them', async () => {
    for (let round = 0; round < 10; round += 1) {
      const [first, second] = [await gateway(), await gateway()];
      const token = await open();
      const urls = await Promise.all([accept(token, first), accept(token, second)]);
      expect(new Set(urls).size).toBe(1);
      const made = [await contract(first), await contract(second)].filter((row) => row !== undefined);
      const told = await verified(urls[0] ?? '');
      expect(made.map((row) => String(row.gateway_id))).toEqual([
        told.outcome === 'SHARED' ? told.gatewayId : '',
      ]);

      const third = await gateway();
      const other = await open();
      // Refusing needs no account, so who refuses at once with somebody's share may be told to come again.
      const [shared] = await Promise.allSettled([accept(other, third), refuse(other)]);
      const outcome = shared.status === 'fulfilled' ? (await verified(shared.value)).outcome : '';
      expect(outcome).toBe((await contract(third)) ? 'SHARED' : 'REFUSED');
    }
  });

  test('goes on where a fault has stopped it: after the answer was kept, and after the contract was made', async () => {
    const { access } = domain;
    const signer = await access.ledger.signers.newest(access.db);
    const broken = (during: 'share' | 'return') => ({
      ...access,
      ...(during === 'share'
        ? { transact: () => Promise.reject(new Error('connection lost')) }
        : {
            ledger: {
              ...access.ledger,
              signers: signingBy(signer, () => {
                throw new Error('process killed');
              }),
            },
          }),
    });
    for (const during of ['share', 'return'] as const) {
      const [gatewayId, other] = [await gateway(), await gateway()];
      const token = await open();
      await expect(
        acceptInvitation({ access: broken(during), ownerId }, { token, answer: sharing(gatewayId) }),
      ).rejects.toThrow(/lost|killed/);
      expect((await contract(gatewayId)) !== undefined).toBe(during === 'return');
      // Even if the owner chooses anew: what was decided first is carried out.
      const url = await accept(token, other);
      expect(await verified(url)).toMatchObject({ outcome: 'SHARED', gatewayId: String(gatewayId) });
      expect(await consents(gatewayId)).toEqual(['GIVEN']);
      expect(await contract(other)).toBeUndefined();
    }
  });

  test('does not carry out for one owner what another has decided', async () => {
    const [mine, theirs] = [await gateway(), await gateway(strangerId)];
    const token = await open();
    const lost = { ...domain.access, transact: () => Promise.reject(new Error('connection lost')) };
    await expect(
      acceptInvitation({ access: lost, ownerId }, { token, answer: sharing(mine) }),
    ).rejects.toThrow('connection lost');
    await expect(accept(token, theirs, strangerId)).rejects.toMatchObject({ code: 'not-found' });
    expect([await contract(mine), await contract(theirs)]).toEqual([undefined, undefined]);
  });

  test('an answer that is refused leaves the invitation open for another', async () => {
    const gatewayId = await gateway();
    const token = await open();
    const late = { ...sharing(gatewayId), validUntil: '2026-02-01T00:00:00.000Z' };
    await expect(
      acceptInvitation({ access: domain.access, ownerId }, { token, answer: late }),
    ).rejects.toMatchObject({ code: 'request-invalid' });
    expect(await verified(await accept(token, gatewayId))).toMatchObject({ outcome: 'SHARED' });
  });

  test('where a contract stands sharing is 409 and changes nothing; going back tells its status', async () => {
    const gatewayId = await gateway();
    await shareGateway({ access: domain.access, ownerId }, { gatewayId, companyId, language: 'en' });
    await actOnContract(
      { access: domain.access, caller: { kind: 'COMPANY', companyId } as CompanyCaller },
      { gatewayId: String(gatewayId), action: 'ACCEPT' },
    );
    const token = await open({ partnerUserId: 'new' });
    await expect(accept(token, gatewayId)).rejects.toMatchObject({
      code: 'transition-not-allowed',
      members: { from: 'ACTIVE' },
    });
    const url = await goBack(token, gatewayId);
    expect(await verified(url)).toMatchObject({ outcome: 'SHARED', contractStatus: 'ACTIVE' });
    expect(await contract(gatewayId)).toMatchObject({ initiated_by: 'OWNER', partner_user_id: null });
    expect(await consents(gatewayId)).toEqual(['GIVEN']);
  });

  test('begins anew where an earlier contract has ended', async () => {
    const gatewayId = await gateway();
    await accept(await open(), gatewayId);
    await endContract({ access: domain.access, ownerId }, { gatewayId, companyId });
    const url = await accept(await open({ partnerUserId: 'again' }), gatewayId);
    expect(await verified(url)).toMatchObject({ contractStatus: 'PENDING' });
    expect(await contract(gatewayId)).toMatchObject({ status: 'PENDING', partner_user_id: 'again' });
  });

  test('of a suspended company, or one without addresses, is refused like one of nobody', async () => {
    const other = 'https://suspended.example/cb';
    const suspended = await onboard([other]);
    // Before its first use, so that nothing of it is remembered.
    await domain.access.db
      .withTables<{ companies: { company_id: string; status: string } }>()
      .updateTable('companies')
      .set({ status: 'SUSPENDED' })
      .where('company_id', '=', suspended)
      .execute();
    const bare = await onboard([]);
    const refusals = [];
    for (const id of ['cmp_nobody', suspended, bare])
      refusals.push(await open({ companyId: id, redirectUri: other }).catch((error: unknown) => error));
    expect(refusals[0]).toMatchObject({ code: 'request-invalid' });
    expect(new Set(refusals.map((each) => JSON.stringify((each as { members: unknown }).members))).size).toBe(
      1,
    );
  });

  test('ends when its company may not send owners there any more, also half-way and when answered', async () => {
    const { access } = domain;
    const gatewayId = await gateway();
    const [opened, answered] = [await open(), await open()];
    await accept(answered, gatewayId);
    const row = await access.companies.get(companyId);
    const delisted = {
      ...access,
      companies: { ...access.companies, get: () => Promise.resolve(row && { ...row, redirect_uris: [] }) },
    };
    for (const token of [opened, answered]) {
      await expect(refuseInvitation(delisted, { token, ownerId })).rejects.toMatchObject({
        code: 'not-found',
      });
      await expect(
        acceptInvitation({ access: delisted, ownerId }, { token, answer: sharing(gatewayId) }),
      ).rejects.toMatchObject({ code: 'not-found' });
    }
  });

  test('is open for 30 minutes, then cannot be answered, and is forgotten', async () => {
    const gatewayId = await gateway();
    const [answered, unanswered] = [await open(), await open()];
    const url = await refuse(answered);
    domain.clock.move({ toMs: domain.clock.now() + 30 * 60_000 - 1 });
    await readInvitation(domain.access, unanswered);
    domain.clock.move({ toMs: domain.clock.now() + 1 });
    await expect(accept(unanswered, gatewayId)).rejects.toMatchObject({ code: 'not-found' });
    await expect(refuse(unanswered)).rejects.toMatchObject({ code: 'not-found' });
    // The way back outlives it for whoever presses the back button.
    expect(await refuse(answered)).toBe(url);
    domain.clock.move({ toMs: domain.clock.now() + 1 });
    const kept = await open();
    await forgetInvitations(domain.access);
    await expect(refuse(answered)).rejects.toMatchObject({ code: 'not-found' });
    expect(await verified(await refuse(kept))).toMatchObject({ outcome: 'REFUSED' });
    const rows = await domain.access.db
      .withTables<{ invitations: { invitation_id: string } }>()
      .selectFrom('invitations')
      .select('invitation_id')
      .execute();
    expect(rows).toHaveLength(1);
  });

  test('rows are bounded for each address and for each company', async () => {
    const query = new URLSearchParams({ companyId, redirectUri: URI, sessionId: 's' }).toString();
    const from = (caller: string) => openInvitation(domain.access, { query, host: 'localhost', caller });
    for (let each = 0; each < 30; each += 1) await from('one');
    await expect(from('one')).rejects.toMatchObject({ code: 'rate-limit-exceeded' });
    const all = await Promise.allSettled(Array.from({ length: 500 }, (_, at) => from(`many ${at}`)));
    const refused = all.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    await expect(from('another')).rejects.toMatchObject({ members: { policy: 'invitations-of-company' } });
  });
});

/** The ledger's key with a signature of the test's own. */
function signingBy(signer: Signer, signText: Signer['signText']): Signers {
  const signers = { newest: () => Promise.resolve({ ...signer, signText }) };
  return signers as unknown as Signers;
}
