import type { AdministratorLink, MemberInvitation, MemberInvited, MemberRole } from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';
import type { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { newId } from '../../platform/ids.ts';
import { takeTokens } from '../../platform/limits/limits.ts';
import type { BucketPolicy } from '../../platform/limits/token-buckets.ts';
import type { Access } from '../access.ts';
import { companyStep } from '../companies/company-machine.ts';
import { noteCompanyChange } from '../company-record/note-company-change.ts';
import { lockInService } from '../companies/lock-in-service.ts';
import { lockRegistered } from '../companies/onboarding.ts';
import { hashToken, newToken } from '../companies/token.ts';
import { mailInvitation } from '../mails/mail-invitation.ts';
import type { CompanyRow } from '../tables.ts';
import type { MemberContext } from './member-context.ts';
import { requireRole } from './role.ts';
import { deleteInvitation, membersOf, openInvitations, putInvitation } from './store.ts';
import type { MemberInvitationRow } from './tables.ts';

const LINK_LIFETIME_MS = 72 * 3_600_000;
/** Members and open invitations of a company together: a large installer's office, and a list that is shown whole. */
const MEMBERS_MAX = 200;
/** A whole office at once; after that, each is one more mail to an address of the company's choice. */
const PER_COMPANY: BucketPolicy = { name: 'member-invitations', burst: MEMBERS_MAX, refillMs: 180_000 };

/**
 * Makes and mails the one-time link with which somebody becomes a member. For who is one already it is the way back in: whoever
 * accepts it sets a new password.
 */
export async function inviteMember(
  { access, companyId, memberId, role }: MemberContext,
  input: { email: string; role: MemberRole },
): Promise<MemberInvited> {
  requireRole(role, 'ADMIN');
  await takeTokens(access.offerLimits, [{ key: companyId, policy: PER_COMPANY }]);
  return access.transact(async (unit) => {
    const company = await lockInService(unit, companyId);
    const at = new Date(access.clock.now());
    const emails = new Set(
      [...(await membersOf(unit.tx, companyId)), ...(await openInvitations(unit.tx, companyId, at))].map(
        ({ email }) => email,
      ),
    );
    if (emails.add(input.email.toLowerCase()).size > MEMBERS_MAX)
      throw new AppError('limit-reached', { maximum: MEMBERS_MAX });
    const { row, joinUrl } = await makeInvitation(access, unit, { companyId, ...input });
    const change = { action: 'MEMBER_INVITED', target: row.email, detail: { role: row.role } } as const;
    await noteCompanyChange(access, unit.tx, { companyId, memberId }, change);
    const { email, expires_at: expiresAt } = row;
    const mailSent = await mailInvitation(unit, company, { email, joinUrl, expiresAt });
    return { ...invitationView(row), joinUrl, mailSent };
  });
}

export async function listMemberInvitations({
  access,
  companyId,
  role,
}: MemberContext): Promise<MemberInvitation[]> {
  requireRole(role, 'ADMIN');
  const rows = await openInvitations(access.db, companyId, new Date(access.clock.now()));
  return rows.map(invitationView);
}

export async function withdrawMemberInvitation(
  { access, companyId, memberId, role }: MemberContext,
  { invitationId }: { invitationId: string },
): Promise<void> {
  requireRole(role, 'ADMIN');
  await access.transact(async ({ tx }) => {
    if (!(await deleteInvitation(tx, companyId, invitationId))) throw new AppError('not-found');
    const change = { action: 'INVITATION_WITHDRAWN', target: invitationId } as const;
    await noteCompanyChange(access, tx, { companyId, memberId }, change);
  });
}

/** The link for the administrator whom the application of a locked company named; the caller mails it. */
export async function issueAdministratorLink(
  access: Access,
  unit: UnitOfWork,
  { company_id: companyId, administrator_name: name, administrator_email: email }: CompanyRow,
): Promise<Omit<AdministratorLink, 'mailSent'> | undefined> {
  if (email === null) return undefined;
  const { row, joinUrl } = await makeInvitation(access, unit, { companyId, email, role: 'ADMIN' });
  const joinExpiresAt = row.expires_at.toISOString();
  return { joinUrl, joinExpiresAt, sendTo: { name: name ?? '', email } };
}

/** A new one for an onboarded company: the first was lost, or nobody of the company gets in any more. */
export async function renewAdministratorLink(access: Access, companyId: string): Promise<AdministratorLink> {
  return access.transact(async (unit) => {
    const company = await lockRegistered(unit, companyId);
    const members = { from: company.status, action: 'ADMINISTRATOR_LINK', allowed: ['ONBOARD'] };
    if (company.version === 0) throw new AppError('transition-not-allowed', members);
    companyStep(company.status, 'ONBOARD');
    const link = await issueAdministratorLink(access, unit, company);
    if (!link) throw new AppError('not-found');
    const { joinUrl, joinExpiresAt, sendTo } = link;
    const expiresAt = new Date(joinExpiresAt);
    // Invitations are kept, and found again, in small letters.
    const email = sendTo.email.toLowerCase();
    return { ...link, mailSent: await mailInvitation(unit, company, { email, joinUrl, expiresAt }) };
  });
}

async function makeInvitation(
  access: Access,
  unit: UnitOfWork,
  { companyId, email, role }: { companyId: string; email: string; role: MemberRole },
): Promise<{ row: MemberInvitationRow; joinUrl: string }> {
  const now = access.clock.now();
  const token = newToken();
  const row: MemberInvitationRow = {
    company_id: companyId,
    invitation_id: newId('mbi', now),
    email: email.toLowerCase(),
    role,
    token_hash: hashToken(token),
    created_at: new Date(now),
    expires_at: new Date(now + LINK_LIFETIME_MS),
  };
  await putInvitation(unit.tx, row);
  // In the fragment, which no server and no proxy gets to see.
  return { row, joinUrl: `${access.urls.publicUrl()}/pro/portal/join#${token}` };
}

function invitationView(row: MemberInvitationRow): MemberInvitation {
  return {
    invitationId: row.invitation_id,
    email: row.email,
    role: row.role,
    expiresAt: row.expires_at.toISOString(),
  };
}
