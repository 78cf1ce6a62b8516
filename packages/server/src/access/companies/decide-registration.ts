import type { Registration } from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';
import type { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { MailContent } from '../../platform/mail/mail.ts';
import { newId } from '../../platform/ids.ts';
import type { Access } from '../access.ts';
import { languageIn } from '../mails/mail-company.ts';
import { registrationView } from './read-registration.ts';
import { lockRegistration, updateRegistration } from './registration-store.ts';
import { insertCompany } from './store.ts';
import type { RegistrationRow } from './tables.ts';

/** The operator approves: from now on the company exists, without API access until it is onboarded. */
export async function approveRegistration(
  access: Access,
  input: { registrationId: string },
): Promise<Registration> {
  const now = access.clock.now();
  return access.transact(async (unit) => {
    const row = await lockApplied(unit, input.registrationId, 'APPROVE');
    const { data } = row;
    const companyId = newId('cmp', now);
    await insertCompany(unit.tx, {
      company_id: companyId,
      name: data.name,
      brand: data.brand,
      registration_id: input.registrationId,
      administrator_name: data.administrator.name,
      administrator_email: data.administrator.email,
      created_at: new Date(now),
    });
    unit.changed(access.companies, companyId);
    const decision = { status: 'APPROVED', reason: null, company_id: companyId } as const;
    mailApplicant(unit, row, { template: 'application-approved', data: { company: data.name } });
    return decide(unit, input.registrationId, { ...decision, decided_at: new Date(now) });
  });
}

/** The operator refuses, and the applicant reads why. */
export async function refuseRegistration(
  access: Access,
  input: { registrationId: string; reason: string },
): Promise<Registration> {
  return access.transact(async (unit) => {
    const row = await lockApplied(unit, input.registrationId, 'REFUSE');
    const decision = { status: 'REFUSED', reason: input.reason, company_id: null } as const;
    const decidedAt = new Date(access.clock.now());
    const data = { company: row.data.name, reason: input.reason };
    mailApplicant(unit, row, { template: 'application-refused', data });
    return decide(unit, input.registrationId, { ...decision, decided_at: decidedAt });
  });
}

/** Of two operators at once the second sees what the first has decided. */
async function lockApplied(
  { tx }: UnitOfWork,
  registrationId: string,
  action: string,
): Promise<RegistrationRow> {
  const row = await lockRegistration(tx, registrationId);
  if (!row) throw new AppError('not-found');
  if (row.status !== 'APPLIED')
    throw new AppError('transition-not-allowed', { from: row.status, action, allowed: [] });
  return row;
}

function mailApplicant(unit: UnitOfWork, { data }: RegistrationRow, content: MailContent): void {
  const { administrator, address, brand } = data;
  unit.mail({ to: administrator.email, language: languageIn(address.country), brand, ...content });
}

async function decide(
  { tx }: UnitOfWork,
  registrationId: string,
  decision: Parameters<typeof updateRegistration>[2],
): Promise<Registration> {
  return registrationView(await updateRegistration(tx, registrationId, decision));
}
