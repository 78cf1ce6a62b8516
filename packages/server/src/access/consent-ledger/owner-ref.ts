import { createHmac, randomBytes } from 'node:crypto';
import type { Db } from '../../platform/database/database.ts';
import type { MasterKey } from '../../platform/master-key.ts';
import { deleteOwnerSecret, ownerSecret } from './store.ts';

const SECRET_BYTES = 32;

/** How the ledger names an owner: the same for all consents of one owner, and of no meaning without the owner's secret. */
export async function ownerRef(db: Db, masterKey: MasterKey, ownerId: string): Promise<string> {
  const fresh = masterKey.seal(randomBytes(SECRET_BYTES).toString('base64'), ownerId);
  const secret = Buffer.from(masterKey.open(await ownerSecret(db, ownerId, fresh), ownerId), 'base64');
  return createHmac('sha256', secret).update(ownerId).digest('hex');
}

/** From now on nobody can tell which entries are this owner's; the chains stay as they are and verify. */
export async function forgetOwner({ db }: { readonly db: Db }, ownerId: string): Promise<void> {
  await deleteOwnerSecret(db, ownerId);
}
