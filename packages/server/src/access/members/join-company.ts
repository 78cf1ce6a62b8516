import type { Language, OpenedMemberInvitation } from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';
import type { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { Access } from '../access.ts';
import { hashToken } from '../companies/token.ts';
import { lockCompany } from '../companies/store.ts';
import { higherRole } from './role.ts';
import { noteCompanyChange } from '../company-record/note-company-change.ts';
import { deleteInvitation, deleteMember, findInvitation, insertMember, membersOf } from './store.ts';
import type { MemberInvitationRow } from './tables.ts';

/** How accounts that can sign in are made and removed, in the transaction of the membership. */
export interface Accounts {
  make(email: string): Promise<{ memberId: string }>;
  remove(memberId: string): Promise<void>;
}

/** What a link is about; used, expired, replaced and invented ones answer alike. */
export async function openMemberInvitation(access: Access, token: string): Promise<OpenedMemberInvitation> {
  const row = await requireInvitation(access, access.db, token);
  const company = await access.companies.get(row.company_id);
  if (!company || company.status === 'OFFBOARDED') throw new AppError('link-not-valid');
  return {
    companyName: company.name,
    email: row.email,
    role: row.role,
    expiresAt: row.expires_at.toISOString(),
  };
}

/**
 * Uses the link up: makes the account and its membership. Who is a member already gets in anew: the old account goes with
 * its password, second factor and sessions, and the role never falls. 409 `email-in-use` for an account of another company.
 */
export async function joinCompany(
  access: Access,
  unit: UnitOfWork,
  input: { token: string; name: string; language: Language },
  accounts: Accounts,
): Promise<{ memberId: string }> {
  const { tx } = unit;
  const { company_id: companyId } = await requireInvitation(access, tx, input.token);
  // The company is locked first, in the order of the other verbs; then the link is looked at again.
  const company = await lockCompany(tx, companyId);
  const invitation = await requireInvitation(access, tx, input.token);
  if (!company || company.status === 'OFFBOARDED') throw new AppError('link-not-valid');
  await deleteInvitation(tx, companyId, invitation.invitation_id);
  const before = (await membersOf(tx, companyId)).find(({ email }) => email === invitation.email);
  if (before) {
    await deleteMember(tx, before.member_id);
    await accounts.remove(before.member_id);
    unit.changed(access.members, before.member_id);
  }
  const { memberId } = await accounts.make(invitation.email);
  await insertMember(tx, {
    company_id: companyId,
    member_id: memberId,
    role: before ? higherRole(before.role, invitation.role) : invitation.role,
    email: invitation.email,
    name: input.name,
    language: input.language,
    since: before?.since ?? new Date(access.clock.now()),
  });
  const change = { action: 'MEMBER_JOINED', target: invitation.email } as const;
  await noteCompanyChange(access, tx, { companyId, memberId }, change);
  unit.changed(access.members, memberId);
  return { memberId };
}

async function requireInvitation(
  { clock }: Access,
  db: Access['db'],
  token: string,
): Promise<MemberInvitationRow> {
  const row = await findInvitation(db, hashToken(token), new Date(clock.now()));
  if (!row) throw new AppError('link-not-valid');
  return row;
}
