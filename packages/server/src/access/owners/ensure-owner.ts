import type { Language } from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';
import type { Db } from '../../platform/database/database.ts';
import type { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { Access } from '../access.ts';
import type { OwnerContext } from '../owner.ts';
import { lockOwner, updateLanguage, upsertOwner } from './store.ts';
import type { OwnerRow } from './tables.ts';

/** Called in the transaction that makes an account, and again when its e-mail changes. */
export async function ensureOwner(
  access: Access,
  unit: UnitOfWork,
  input: { ownerId: string; email: string; language: Language },
): Promise<void> {
  const { ownerId, email, language } = input;
  const created = new Date(access.clock.now());
  await upsertOwner(unit.tx, { owner_id: ownerId, email, language, created_at: created });
  unit.changed(access.owners, ownerId);
}

/** The language of texts and mails. */
export async function setOwnerLanguage(
  { access, ownerId }: OwnerContext,
  { language }: { language: Language },
): Promise<void> {
  await access.transact(async (unit) => {
    await requireStanding(unit.tx, ownerId, 'UPDATE');
    await updateLanguage(unit.tx, ownerId, language);
    unit.changed(access.owners, ownerId);
  });
}

/**
 * The account, which stays until the transaction ends: nothing is made for an owner who is being deleted. Locked before
 * any claim.
 */
export async function requireStanding(
  tx: Db,
  ownerId: string,
  mode: 'SHARE' | 'UPDATE' = 'SHARE',
): Promise<OwnerRow> {
  const owner = await lockOwner(tx, ownerId, mode);
  if (!owner) throw new AppError('sign-in-required');
  return owner;
}
