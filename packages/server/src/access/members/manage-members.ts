import type { Language, Member, MemberRole, MemberSelf } from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';
import type { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { Access } from '../access.ts';
import { lockCompany } from '../companies/store.ts';
import { noteCompanyChange } from '../company-record/note-company-change.ts';
import type { MemberContext } from './member-context.ts';
import { endedMember } from '../removals/ended.ts';
import { requireRole } from './role.ts';
import { deleteMember, membersOf, updateMember } from './store.ts';
import type { MemberRow } from './tables.ts';

/** Whom an account belongs to, as long as its company knows it. */
export async function memberContext(access: Access, memberId: string): Promise<MemberContext | undefined> {
  const row = await access.members.get(memberId);
  return row && { access, companyId: row.company_id, memberId, role: row.role };
}

/** The member and the company, whatever state that is in. */
export async function describeSelf({
  access,
  memberId,
}: MemberContext): Promise<Omit<MemberSelf, 'secondFactor'>> {
  const row = await access.members.get(memberId);
  const company = row && (await access.companies.get(row.company_id));
  if (!row || !company) throw new AppError('sign-in-required');
  const { email, name, role, language } = row;
  const { company_id: companyId, status, languages } = company;
  return {
    memberId,
    email,
    name,
    role,
    language,
    company: { companyId, name: company.name, status, languages },
  };
}

/** Everybody may change the own name and language. */
export async function changeSelf(
  { access, memberId }: MemberContext,
  change: { name?: string; language?: Language },
): Promise<void> {
  await access.transact(async (unit) => {
    if (Object.keys(change).length > 0) await updateMember(unit.tx, memberId, change);
    unit.changed(access.members, memberId);
  });
}

/** All members of the company; who that is, is no secret among them. */
export async function listMembers({ access, companyId }: MemberContext): Promise<Member[]> {
  return (await membersOf(access.db, companyId)).map(memberView);
}

export async function changeMemberRole(
  context: MemberContext,
  { memberId, role }: { memberId: string; role: MemberRole },
): Promise<Member> {
  requireRole(context.role, 'ADMIN');
  const { access } = context;
  return access.transact(async (unit) => {
    const { row, others } = await lockMember(context, unit, memberId);
    if (role !== 'ADMIN') requireAdministrator(others);
    await updateMember(unit.tx, memberId, { role });
    const change = {
      action: 'MEMBER_ROLE_CHANGED',
      target: row.email,
      detail: { from: row.role, to: role },
    } as const;
    await noteCompanyChange(access, unit.tx, context, change);
    unit.changed(access.members, memberId);
    return memberView({ ...row, role });
  });
}

/** The account goes too, so its sessions end with the commit. Everybody may leave. */
export async function removeMember(
  context: MemberContext,
  { memberId }: { memberId: string },
  removeAccount: (unit: UnitOfWork, memberId: string) => Promise<void>,
): Promise<void> {
  if (memberId !== context.memberId) requireRole(context.role, 'ADMIN');
  const { access } = context;
  await access.transact(async (unit) => {
    const { row, others } = await lockMember(context, unit, memberId);
    requireAdministrator(others);
    await noteCompanyChange(access, unit.tx, context, { action: 'MEMBER_REMOVED', target: row.email });
    await deleteMember(unit.tx, memberId);
    unit.ended(endedMember(access, row.company_id, memberId));
    await removeAccount(unit, memberId);
    unit.changed(access.members, memberId);
  });
}

/** With the company locked, so that of two administrators who remove each other one stays. Those of other companies do not exist. */
async function lockMember(
  { companyId }: MemberContext,
  unit: UnitOfWork,
  memberId: string,
): Promise<{ row: MemberRow; others: MemberRow[] }> {
  await lockCompany(unit.tx, companyId);
  const all = await membersOf(unit.tx, companyId);
  const row = all.find((member) => member.member_id === memberId);
  if (!row) throw new AppError('not-found');
  return { row, others: all.filter((member) => member !== row) };
}

function requireAdministrator(members: readonly MemberRow[]): void {
  if (!members.some(({ role }) => role === 'ADMIN')) throw new AppError('last-administrator');
}

function memberView(row: MemberRow): Member {
  return {
    memberId: row.member_id,
    email: row.email,
    name: row.name,
    role: row.role,
    language: row.language,
    since: row.since.toISOString(),
  };
}
