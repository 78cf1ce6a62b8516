import type { Language } from '@hearthgate/wire';
import type { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { MailContent } from '../../platform/mail/mail.ts';
import { findCompany } from '../store.ts';

/**
 * To the administrator of a company, in its first language. False when nobody gets it now: mail is not set up, or the company
 * is older than registrations and has no administrator.
 */
export async function mailCompany(
  unit: UnitOfWork,
  companyId: string,
  contentOf: (company: string) => MailContent,
): Promise<boolean> {
  const company = await findCompany(unit.tx, companyId);
  const to = company?.administrator_email ?? null;
  if (!company || to === null) return false;
  const { brand, languages, name } = company;
  return unit.mail({ to, brand, language: languages[0] ?? 'en', ...contentOf(name) });
}

const LANGUAGE_OF: Readonly<Partial<Record<string, Language>>> = {
  DE: 'de',
  AT: 'de',
  LI: 'de',
  NL: 'nl',
  FR: 'fr',
  SE: 'sv',
};

/** Applicants have named no language yet; countries with several get English. */
export function languageIn(country: string): Language {
  return LANGUAGE_OF[country.toUpperCase()] ?? 'en';
}
