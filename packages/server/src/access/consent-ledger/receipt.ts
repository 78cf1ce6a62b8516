import type { ConsentReceipt } from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';
import type { Access } from '../access.ts';
import type { CompanyCaller } from '../caller.ts';
import { requireAccess } from '../require-access.ts';
import { entryFields, headOf } from './entry.ts';
import { findText, lastEntry } from './store.ts';

/** The receipt of the consent that was given last for a contract, whatever became of it since. */
export async function consentReceipt(
  access: Access,
  caller: Pick<CompanyCaller, 'companyId'>,
  gatewayId: string,
): Promise<ConsentReceipt> {
  const grant = await requireAccess(access, caller, gatewayId, 'contract');
  const entry = await lastEntry(access.db, grant.companyId, grant.gatewayId, 'consents');
  // A contract from before the ledger, whose owner has not accepted anew.
  if (!entry) throw new AppError('not-found');
  const text = await findText(access.db, entry.version, entry.language);
  return {
    entry: { ...entryFields(entry), hash: entry.hash },
    head: headOf(entry),
    kid: entry.kid,
    signature: entry.signature,
    text: text?.body ?? '',
    keysUrl: `${access.urls.publicUrl()}/.well-known/hearthgate-keys.json`,
  };
}
