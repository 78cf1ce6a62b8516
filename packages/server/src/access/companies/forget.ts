import type { Access } from '../access.ts';
import { deleteExpiredInvitations } from '../members/store.ts';
import { deleteCompanyChanges } from '../company-record/read-company-record.ts';
import { deleteEndedKeys } from '../keys/store.ts';
import { deleteRefused } from './registration-store.ts';
import { deleteAddressesBefore } from './refused-addresses.ts';
import type { CompanyTables } from './tables.ts';

const DAY_MS = 86_400_000;
/** A refused applicant may look up the reason for half a year. */
const REFUSED_KEPT_DAYS = 180;
/** Addresses are personal data, kept to find out why calls were refused. */
const ADDRESSES_KEPT_DAYS = 90;
/** So long who still uses a key is told that it has ended; later it is unknown. */
const KEYS_KEPT_DAYS = 365;
/** Long enough for whoever asks who changed a setting; names of members are personal data. */
const CHANGES_KEPT_DAYS = 730;
/** A company can make and remove keys without end. */
const ENDED_KEYS_MAX = 1_000;

/** Forgets refused applications, addresses, ended keys, invitations and recorded changes past their retention. */
export async function forgetCompanyTraces({ db, clock }: Access): Promise<void> {
  await deleteRefused(db, new Date(clock.now() - REFUSED_KEPT_DAYS * DAY_MS));
  const before = new Date(clock.now() - ADDRESSES_KEPT_DAYS * DAY_MS);
  await deleteExpiredInvitations(db, new Date(clock.now()));
  await deleteAddressesBefore(db.withTables<CompanyTables>(), before);
  const keysBefore = new Date(clock.now() - KEYS_KEPT_DAYS * DAY_MS);
  await deleteEndedKeys(db, new Date(clock.now()), { before: keysBefore, most: ENDED_KEYS_MAX });
  await deleteCompanyChanges(db, new Date(clock.now() - CHANGES_KEPT_DAYS * DAY_MS));
}
