import type { Access } from '../access.ts';
import { deleteRefused } from './registration-store.ts';
import { deleteAddressesBefore } from './refused-addresses.ts';
import type { CompanyTables } from './tables.ts';

const DAY_MS = 86_400_000;
/** A refused applicant may look up the reason for half a year. */
const REFUSED_KEPT_DAYS = 180;
/** Addresses are personal data, kept to find out why calls were refused. */
const ADDRESSES_KEPT_DAYS = 90;

/** Forgets refused applications and addresses past their retention. */
export async function forgetCompanyTraces({ db, clock }: Access): Promise<void> {
  await deleteRefused(db, new Date(clock.now() - REFUSED_KEPT_DAYS * DAY_MS));
  const before = new Date(clock.now() - ADDRESSES_KEPT_DAYS * DAY_MS);
  await deleteAddressesBefore(db.withTables<CompanyTables>(), before);
}
