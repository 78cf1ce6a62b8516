import { AppError } from '../../platform/app-error.ts';
import type { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { Access } from '../access.ts';
import { lockInService } from '../companies/lock-in-service.ts';
import { noteCompanyChange, type CompanyActor } from '../company-record/note-company-change.ts';
import { insertKey } from '../store.ts';
import { makeApiKey } from './api-key.ts';
import { scheduleWarnings } from './key-expiry.ts';
import { tellOfKey } from './key-facts.ts';
import { countValidKeys } from './store.ts';

/** The reference: up to ten valid keys at a time. */
const VALID_KEYS_MAX = 10;

/** A key as its company gets to see it, once. */
export interface ShownKey {
  readonly apiKey: string;
  readonly keyId: string;
  readonly expiresAt: Date;
}

interface NewKey {
  readonly companyId: string;
  readonly expiresAt?: Date;
  /** Who asked for it; the platform itself is not recorded. */
  readonly by?: CompanyActor;
}

/** Makes a key; the text is given once and only its hash is kept. 409 `key-limit-reached` at ten valid ones. */
export function createApiKey(access: Access, input: NewKey): Promise<ShownKey> {
  return access.transact((unit) => addApiKey(access, unit, input));
}

/** The same within a transaction that does more. */
export async function addApiKey(access: Access, unit: UnitOfWork, input: NewKey): Promise<ShownKey> {
  const now = access.clock.now();
  const { companyId } = input;
  const { apiKey, keyId, hash, expiresAt } = makeApiKey(now, input.expiresAt);
  await lockInService(unit, companyId);
  const valid = await countValidKeys(unit.tx, companyId, new Date(now));
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
  const change = {
    action: 'KEY_CREATED',
    target: keyId,
    detail: { expiresAt: expiresAt.toISOString() },
  } as const;
  if (input.by) await noteCompanyChange(access, unit.tx, input.by, change);
  await tellOfKey(unit, companyId, now, {
    kind: 'api-key-created',
    data: { keyId, expiresAt: expiresAt.toISOString() },
  });
  return { apiKey, keyId, expiresAt };
}
