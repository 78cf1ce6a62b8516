import type { Brand, Language } from '@hearthgate/wire';
import { newId } from '../platform/ids.ts';
import type { Access } from './access.ts';
import { insertClaim, insertCompany, insertOwner, updateAutoAccept } from './store.ts';

export interface NewCompany {
  readonly name: string;
  readonly languages: readonly Language[];
  readonly ipAllowList: readonly string[];
  readonly redirectUris: readonly string[];
  readonly autoAccept: boolean;
}

/** Onboards a company; its keys are made apart. */
export async function onboardCompany(access: Access, input: NewCompany): Promise<{ companyId: string }> {
  const companyId = newId('cmp');
  await insertCompany(access.db, {
    company_id: companyId,
    name: input.name,
    languages: [...input.languages],
    ip_allow_list: [...input.ipAllowList],
    redirect_uris: [...input.redirectUris],
    auto_accept: input.autoAccept,
    data_points: true,
    created_at: new Date(access.clock.now()),
  });
  access.companies.drop(companyId);
  return { companyId };
}

/** From now on the company accepts contracts by itself, or by hand; those that wait stay as they are. */
export async function setAutoAccept(access: Access, companyId: string, autoAccept: boolean): Promise<void> {
  await updateAutoAccept(access.db, companyId, autoAccept);
  access.companies.drop(companyId);
}

export async function registerOwner(
  access: Access,
  input: { email: string; language: Language },
): Promise<{ ownerId: string }> {
  const ownerId = newId('own');
  await insertOwner(access.db, {
    owner_id: ownerId,
    email: input.email,
    language: input.language,
    created_at: new Date(access.clock.now()),
  });
  return { ownerId };
}

/** Records that an owner has a gateway. Proof of possession is the caller's matter. */
export async function claimGateway(
  access: Access,
  input: { gatewayId: number; ownerId: string; brand: Brand },
): Promise<void> {
  await insertClaim(access.db, {
    gateway_id: input.gatewayId,
    owner_id: input.ownerId,
    brand: input.brand,
    claimed_at: new Date(access.clock.now()),
  });
}
