import type { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { membersOf } from '../members/store.ts';
import type { CompanyRow } from '../tables.ts';

/** To who is invited to a company: in the language of the account that it is the way back to, else in the company's first. */
export async function mailInvitation(
  unit: UnitOfWork,
  { company_id: companyId, brand, languages, name }: CompanyRow,
  { email, joinUrl, expiresAt }: { email: string; joinUrl: string; expiresAt: Date },
): Promise<boolean> {
  const known = (await membersOf(unit.tx, companyId)).find((member) => member.email === email);
  return unit.mail({
    to: email,
    brand,
    language: known?.language ?? languages[0] ?? 'en',
    validUntilMs: expiresAt.getTime(),
    template: 'member-invitation',
    data: { company: name, until: expiresAt.toISOString(), link: joinUrl },
  });
}
