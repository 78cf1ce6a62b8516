import type { Caller, OwnerContext, OwnerRow } from '../../access/index.ts';

/** The owner as the verbs of heating systems know who reads; what is read this way is an export. */
export async function ownerCaller({
  access,
  ownerId,
  account,
}: OwnerContext & { readonly account: OwnerRow }): Promise<Caller> {
  const plan = await access.plans.get('reference');
  return { kind: 'OWNER', ownerId, tokenId: null, languages: [account.language], plan };
}
