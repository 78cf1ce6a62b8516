import { AppError } from '../../platform/app-error.ts';
import type { Access } from '../access.ts';
import { noteCompanyChange, type CompanyActor } from '../company-record/note-company-change.ts';
import { cancelWarnings } from './key-expiry.ts';
import { tellOfKey } from './key-facts.ts';
import { endedKey } from '../removals/ended.ts';
import { removeKey } from './store.ts';

/** Removes a key of the company, the calling one included; its next request is 401 `api-key-removed`. */
export async function removeApiKey(
  access: Access,
  input: { companyId: string; keyId: string; by?: CompanyActor },
): Promise<void> {
  const now = access.clock.now();
  await access.transact(async (unit) => {
    const key = await removeKey(unit.tx, input.companyId, input.keyId, new Date(now));
    if (!key) throw new AppError('not-found');
    if (input.by)
      await noteCompanyChange(access, unit.tx, input.by, { action: 'KEY_REMOVED', target: key.key_id });
    unit.ended(endedKey(input.companyId, key.key_id, now));
    await cancelWarnings(unit, input.companyId, input.keyId);
    await tellOfKey(unit, input.companyId, now, {
      kind: 'api-key-removed',
      data: { keyId: key.key_id, expiresAt: key.expires_at.toISOString() },
    });
    unit.changed(access.keysByHash, key.hash.toString('hex'));
  });
}
