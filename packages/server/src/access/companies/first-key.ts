import type { FirstKeyLink } from '@hearthgate/wire';
import type { Kysely } from 'kysely';
import { AppError } from '../../platform/app-error.ts';
import type { Db } from '../../platform/database/database.ts';
import type { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { Access } from '../access.ts';
import { addApiKey, type ShownKey } from '../keys/create-api-key.ts';
import { mailCompany } from '../mails/mail-company.ts';
import type { CompanyRow } from '../tables.ts';
import { companyStep } from './company-machine.ts';
import { lockRegistered } from './onboarding.ts';
import { lockCompany } from './store.ts';
import type { CompanyTables } from './tables.ts';
import { hashToken, newToken } from './token.ts';

const LINK_LIFETIME_MS = 72 * 3_600_000;

function tables(db: Db): Kysely<CompanyTables> {
  return db.withTables<CompanyTables>();
}

/**
 * Makes the link with which the administrator of a locked company gets a key, and mails it, with `joinUrl` when there is also
 * a link to the pro portal; an older one dies.
 */
export async function issueFirstKeyLink(
  access: Access,
  unit: UnitOfWork,
  company: CompanyRow,
  joinUrl = '',
): Promise<FirstKeyLink> {
  const token = newToken();
  const expiresAt = new Date(access.clock.now() + LINK_LIFETIME_MS);
  const link = { token_hash: hashToken(token), expires_at: expiresAt };
  await tables(unit.tx)
    .insertInto('first_key_links')
    .values({ company_id: company.company_id, ...link })
    .onConflict((conflict) => conflict.column('company_id').doUpdateSet(link))
    .execute();
  // In the fragment, which no server and no proxy gets to see.
  const firstKeyUrl = `${access.urls.publicUrl()}/company/first-key#${token}`;
  const until = expiresAt.toISOString();
  const mailSent = await mailCompany(unit, company.company_id, (name) => ({
    template: 'first-key',
    data: { company: name, until, link: firstKeyUrl, join: joinUrl },
  }));
  return {
    firstKeyUrl,
    firstKeyExpiresAt: until,
    sendTo: { name: company.administrator_name ?? '', email: company.administrator_email ?? '' },
    mailSent,
  };
}

/** A new link for a company that was onboarded: the first one was lost, or another person needs a key. */
export async function renewFirstKeyLink(access: Access, companyId: string): Promise<FirstKeyLink> {
  return access.transact(async (unit) => {
    const company = await lockRegistered(unit, companyId);
    if (company.version === 0) {
      const members = { from: company.status, action: 'FIRST_KEY_LINK', allowed: ['ONBOARD'] };
      throw new AppError('transition-not-allowed', members);
    }
    companyStep(company.status, 'ONBOARD');
    return issueFirstKeyLink(access, unit, company);
  });
}

/** Uses the link up and makes a key; used, expired, replaced and invented ones answer alike. */
export async function redeemFirstKey(
  access: Access,
  unit: UnitOfWork,
  token: string,
): Promise<ShownKey & { company: CompanyRow }> {
  const hash = hashToken(token);
  const link = await tables(unit.tx)
    .selectFrom('first_key_links')
    .select('company_id')
    .where('token_hash', '=', hash)
    .executeTakeFirst();
  // The company is locked first, in the order of the operator's verbs.
  const company = link && (await lockCompany(unit.tx, link.company_id));
  const used = await tables(unit.tx)
    .deleteFrom('first_key_links')
    .where('token_hash', '=', hash)
    .where('expires_at', '>', new Date(access.clock.now()))
    .executeTakeFirst();
  if (!company || used.numDeletedRows === 0n) throw new AppError('link-not-valid');
  return { ...(await addApiKey(access, unit, { companyId: company.company_id })), company };
}

export async function removeFirstKeyLink(tx: Db, companyId: string): Promise<void> {
  await tables(tx).deleteFrom('first_key_links').where('company_id', '=', companyId).execute();
}
