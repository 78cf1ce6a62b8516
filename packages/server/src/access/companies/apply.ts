import { createHash } from 'node:crypto';
import type { RegistrationAccepted, RegistrationData } from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';
import { newId } from '../../platform/ids.ts';
import type { Access } from '../access.ts';
import { canonicalJson } from '../consent-ledger/canonical-json.ts';
import { languageIn } from '../mails/mail-company.ts';
import { countOpen, findOpenByContent, insertRegistration, lockRegistrations } from './registration-store.ts';
import { newToken } from './token.ts';

/** Applications that wait for a decision: more than operators decide in a week, and nobody can fill the table. */
const OPEN_MAX = 1_000;
const OPEN_MAX_PER_EMAIL = 3;
const OPEN_MAX_PER_DOMAIN = 20;
/** Told to who is over a maximum: a place is free when an operator has decided. */
const RETRY_AFTER_SECONDS = '86400';

/** A company applies. The same application sent again, while it waits, answers the same. */
export async function applyForRegistration(
  { transact, clock, masterKey }: Access,
  data: RegistrationData,
): Promise<RegistrationAccepted> {
  const email = data.administrator.email.toLowerCase();
  const contentHash = createHash('sha256').update(canonicalJson(data)).digest();
  return transact(async (unit) => {
    await lockRegistrations(unit.tx);
    const same = await findOpenByContent(unit.tx, contentHash);
    if (same) {
      const token = masterKey.open(same.token, same.registration_id);
      return { registrationId: same.registration_id, token, status: same.status };
    }
    const open = await countOpen(unit.tx, email);
    if (open.all >= OPEN_MAX || open.same >= OPEN_MAX_PER_EMAIL || open.domain >= OPEN_MAX_PER_DOMAIN) {
      throw new AppError(
        'rate-limit-exceeded',
        { policy: 'open-registrations' },
        { 'retry-after': RETRY_AFTER_SECONDS },
      );
    }
    const now = clock.now();
    const registrationId = newId('reg', now);
    const token = newToken();
    await insertRegistration(unit.tx, {
      registration_id: registrationId,
      data,
      content_hash: contentHash,
      email,
      token: masterKey.seal(token, registrationId),
      applied_at: new Date(now),
    });
    // Nobody knows yet whose address it is, so nothing that the applicant wrote is passed on to it.
    const { brand, administrator, address } = data;
    const language = languageIn(address.country);
    const content = { template: 'application-received', data: { registrationId } } as const;
    unit.mail({ to: administrator.email, language, brand, ...content });
    return { registrationId, token, status: 'APPLIED' as const };
  });
}
