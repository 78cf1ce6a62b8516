import type { IncomingMessage } from 'node:http';
import { LANGUAGES, type Language } from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';
import type { Access } from '../access.ts';
import type { CompanyCaller, SignedInOwner } from '../caller.ts';
import { requireInService } from '../companies/company-machine.ts';
import { OWNERS_PLAN } from '../owner-tokens/identify-owner.ts';
import type { Stranger } from '../stranger.ts';
import { requireOwnPage } from './own-page.ts';

/**
 * Somebody who is signed in to a portal: an owner as such, a member for the company. In this order: own page, session and
 * account, the company's status. The company's list of addresses is for its programs, not for people.
 */
export async function identifyPerson(
  access: Access,
  audience: 'owner' | 'member',
  request: IncomingMessage,
  stranger: Stranger,
): Promise<SignedInOwner | CompanyCaller> {
  requireOwnPage(access, request);
  const accountId = await access.sessions.accountOf(audience, request);
  const caller =
    accountId === null
      ? undefined
      : audience === 'owner'
        ? await signedInOwner(access, accountId)
        : await memberOfCompany(access, accountId);
  // A session may outlive its account.
  if (caller) return caller;
  await stranger.count();
  throw new AppError('sign-in-required');
}

async function signedInOwner(access: Access, ownerId: string): Promise<SignedInOwner | undefined> {
  const owner = await access.owners.get(ownerId);
  if (!owner) return undefined;
  const plan = await access.plans.get(OWNERS_PLAN);
  return { kind: 'OWNER', ownerId, tokenId: null, languages: allFrom(owner.language), plan };
}

async function memberOfCompany(access: Access, memberId: string): Promise<CompanyCaller | undefined> {
  const member = await access.members.get(memberId);
  const company = member && (await access.companies.get(member.company_id));
  if (!company) return undefined;
  // Keys are gone with a company that left; people are told in words of their own.
  if (company.status === 'OFFBOARDED') throw new AppError('company-offboarded');
  requireInService(company);
  return {
    kind: 'COMPANY',
    companyId: company.company_id,
    companyName: company.name,
    member: { memberId, role: member.role },
    languages: allFrom(member.language),
    plan: await access.plans.get(company.plan),
  };
}

/** People choose the language in the portal; without a choice it is that of the account. */
function allFrom(language: Language): Language[] {
  return [language, ...LANGUAGES.filter((other) => other !== language)];
}
