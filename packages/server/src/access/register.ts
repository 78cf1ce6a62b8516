import type { Language } from '@hearthgate/wire';
import { newId } from '../platform/ids.ts';
import type { Access } from './access.ts';
import { ensureOwner } from './owners/ensure-owner.ts';

/** An owner with an id of its own, where no account was made before. */
export async function registerOwner(
  access: Access,
  input: { email: string; language: Language },
): Promise<{ ownerId: string }> {
  const ownerId = newId('own');
  await access.transact((unit) => ensureOwner(access, unit, { ownerId, ...input }));
  return { ownerId };
}
