import { AppError } from '../../platform/app-error.ts';
import type { Access } from '../access.ts';
import type { CompanyRow } from '../tables.ts';
import { hashToken } from './open-invitation.ts';
import { mayReturnTo } from './return-address.ts';
import { findInvitation } from './store.ts';
import type { InvitationRow } from './tables.ts';

/** An invitation that is open or was answered, and the company behind it. */
export interface Invitation {
  readonly row: InvitationRow;
  readonly company: CompanyRow;
}

/**
 * The invitation of a browser that holds its token. One that has expired, or whose company may not send owners there any
 * more, is none.
 */
export async function readInvitation(access: Access, token: string): Promise<Invitation> {
  const row = await findInvitation(access.db, hashToken(token));
  if (!row || (row.used_at === null && row.expires_at.getTime() <= access.clock.now()))
    throw new AppError('not-found');
  const company = await access.companies.get(row.company_id);
  if (!mayReturnTo(company, row.redirect_uri)) throw new AppError('not-found');
  return { row, company };
}
