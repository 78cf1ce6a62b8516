import type { Contract, ContractPatch } from '@hearthgate/wire';
import { AppError } from '../platform/app-error.ts';
import type { Access } from './access.ts';
import { requireEligible } from './companies/company-machine.ts';
import { contractView } from './contract-view.ts';
import { companyActor, type CompanyCaller } from './caller.ts';
import { requireAccess } from './require-access.ts';
import { takeStep } from './take-step.ts';

/** The company that acts. */
export interface PartnerContext {
  readonly access: Access;
  readonly caller: Pick<CompanyCaller, 'companyId' | 'member'>;
}

/** The partner accepts, rejects or revokes a contract. */
export async function actOnContract(
  { access, caller }: PartnerContext,
  input: { gatewayId: string } & ContractPatch,
): Promise<Contract> {
  const grant = await requireAccess(access, caller, input.gatewayId, 'contract');
  const company = await access.companies.get(caller.companyId);
  if (company && input.action === 'ACCEPT') requireEligible(company);
  const row = await takeStep(access, grant, companyActor(caller), () => ({
    actor: 'PARTNER',
    action: input.action,
  }));
  if (!row) throw new AppError('access-not-granted');
  return contractView(row, await access.consentVersions.get('all'), access.clock.now());
}
