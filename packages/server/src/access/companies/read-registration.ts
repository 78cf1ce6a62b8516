import { timingSafeEqual } from 'node:crypto';
import type { Registration, RegistrationState } from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';
import type { Access } from '../access.ts';
import { findRegistration } from './registration-store.ts';
import type { RegistrationRow } from './tables.ts';
import { hashToken } from './token.ts';

/** What became of an application, for who holds its token; any other answers as if it did not exist. */
export async function readOwnRegistration(
  { db, masterKey }: Access,
  input: { registrationId: string; token: string },
): Promise<RegistrationState> {
  const row = await findRegistration(db, input.registrationId);
  if (!row || !isSame(input.token, masterKey.open(row.token, row.registration_id)))
    throw new AppError('not-found');
  return registrationState(row);
}

export function registrationState(row: RegistrationRow): RegistrationState {
  return {
    registrationId: row.registration_id,
    status: row.status,
    appliedAt: row.applied_at.toISOString(),
    ...(row.decided_at && { decidedAt: row.decided_at.toISOString() }),
    ...(row.reason !== null && { reason: row.reason }),
    ...(row.company_id !== null && { companyId: row.company_id }),
  };
}

export function registrationView(row: RegistrationRow): Registration {
  return { ...registrationState(row), data: row.data };
}

/** In constant time, whatever the length of what came. */
function isSame(a: string, b: string): boolean {
  return timingSafeEqual(hashToken(a), hashToken(b));
}
