import { AppError } from '../../platform/app-error.ts';
import type { Access } from '../access.ts';
import { insertKey } from '../store.ts';
import { makeApiKey } from './api-key.ts';
import { scheduleWarnings } from './key-expiry.ts';
import { tellOfKey } from './key-facts.ts';
import { lockValidKeys } from './store.ts';

/** The reference: up to ten valid keys at a time. */
const VALID_KEYS_MAX = 10;

/** Makes a key; the text is given once and only its hash is kept. 409 `key-limit-reached` at ten valid ones. */
export async function createApiKey(
  access: Access,
  input: { companyId: string; expiresAt?: Date },
): Promise<{ apiKey: string; keyId: string; expiresAt: Date }> {
  const now = access.clock.now();
  const { companyId } = input;
  const { apiKey, keyId, hash, expiresAt } = makeApiKey(now, input.expiresAt);
  await access.transact(async (unit) => {
    const valid = await lockValidKeys(unit.tx, companyId, new Date(now));
    if (valid >= VALID_KEYS_MAX) throw new AppError('key-limit-reached', { maximum: VALID_KEYS_MAX });
    await insertKey(unit.tx, {
      company_id: companyId,
      key_id: keyId,
      hash,
      created_at: new Date(now),
      expires_at: expiresAt,
      removed_at: null,
      last_used_at: null,
    });
    await scheduleWarnings(unit, { companyId, keyId, expiresAt }, now);
    tellOfKey(unit, companyId, now, {
      kind: 'api-key-created',
      data: { keyId, expiresAt: expiresAt.toISOString() },
    });
    // A key that was asked for before it existed is remembered as unknown.
    unit.afterCommit(() => access.keys.drop(keyId));
  });
  return { apiKey, keyId, expiresAt };
}
