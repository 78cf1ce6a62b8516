import type { Contract, ContractPatch } from '@hearthgate/wire';
import { AppError } from '../platform/app-error.ts';
import type { Access } from './access.ts';
import { contractView } from './contract-view.ts';
import type { Caller } from './identify-caller.ts';
import { requireAccess } from './require-access.ts';
import { takeStep } from './take-step.ts';

/** The company that acts. */
export interface PartnerContext {
  readonly access: Access;
  readonly caller: Pick<Caller, 'companyId'>;
}

/** The partner accepts, rejects or revokes a contract. */
export async function actOnContract(
  { access, caller }: PartnerContext,
  input: { gatewayId: string } & ContractPatch,
): Promise<Contract> {
  const grant = await requireAccess(access, caller, input.gatewayId, 'contract');
  const row = await takeStep(access, grant, () => ({ actor: 'PARTNER', action: input.action }));
  if (!row) throw new AppError('access-not-granted');
  return contractView(row, await access.consentVersions.get('all'), access.clock.now());
}
