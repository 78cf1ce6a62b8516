import type { ConsentReceipt } from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';
import type { Access } from '../access.ts';
import type { CompanyCaller } from '../caller.ts';
import { requireClaim, type OwnerContext } from '../owner.ts';
import { requireAccess } from '../require-access.ts';
import { entryFields, headOf } from './entry.ts';
import { findText, lastEntry } from './store.ts';
import type { EntryRow } from './tables.ts';

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
  return receiptOf(access, entry);
}

/** The same for the owners of the gateway; what earlier owners have accepted is not theirs. */
export async function ownConsentReceipt(
  owner: OwnerContext,
  { companyId, gatewayId }: { readonly companyId: string; readonly gatewayId: number },
): Promise<ConsentReceipt> {
  const claim = await requireClaim(owner, gatewayId);
  const entry = await lastEntry(owner.access.db, companyId, gatewayId, 'consents');
  if (!entry || entry.at < claim.dataFrom) throw new AppError('not-found');
  return receiptOf(owner.access, entry);
}

async function receiptOf(access: Access, entry: EntryRow): Promise<ConsentReceipt> {
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
