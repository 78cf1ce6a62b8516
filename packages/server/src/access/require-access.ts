import { AppError } from '../platform/app-error.ts';
import { contractKey, type Access } from './access.ts';
import { isOutdated, requiredConsent, updateUrlOf } from './consent.ts';
import { statusAt } from './contract-machine.ts';
import type { Caller } from './identify-caller.ts';
import type { ContractRow } from './tables.ts';

/** What a call or an event needs of the contract: any contract at all, monitoring, data points, or remote control. */
export type Need = 'contract' | 'monitoring' | 'dataPoints' | 'remoteControl';

/** Proof that a company may do what it asked for, with one gateway, now. */
export interface Grant {
  readonly companyId: string;
  readonly gatewayId: number;
  readonly contract: ContractRow;
}

const GATEWAY_ID = /^[0-9]{9}$/;

/**
 * The one place where access to a gateway is decided: contract (403), scope (403), consent (451), in this order.
 * An unknown gateway answers as one that is not shared.
 */
export async function requireAccess(
  access: Access,
  caller: Pick<Caller, 'companyId'>,
  gatewayId: string,
  need: Need,
): Promise<Grant> {
  const contract = await contractOf(access, caller.companyId, gatewayId);
  if (!contract) throw new AppError('access-not-granted');
  const grant = { companyId: caller.companyId, gatewayId: contract.gateway_id, contract };
  if (need === 'contract') return grant;
  const contractStatus = statusAt(contract, access.clock.now());
  if (contractStatus !== 'ACTIVE') throw new AppError('access-not-granted', { contractStatus });
  if (need === 'monitoring' || need === 'dataPoints') {
    if (!contract.monitoring) throw new AppError('scope-not-granted', { scope: 'monitoring' });
    if (need === 'dataPoints' && !(await sharesDataPoints(access, contract))) {
      throw new AppError('scope-not-granted', { scope: 'dataPoints' });
    }
    return grant;
  }
  if (!contract.remote_control) throw new AppError('scope-not-granted', { scope: 'remoteControl' });
  const versions = await access.consentVersions.get('all');
  if (isOutdated(contract.consent_version, versions, access.clock.now())) {
    const required = requiredConsent(versions, access.clock.now());
    throw new AppError(
      'consent-outdated',
      {
        givenVersion: contract.consent_version,
        requiredVersion: required?.version,
        updateUrl: updateUrlOf(access.urls, contract.brand, gatewayId),
      },
      { link: `<${access.urls.publicUrl()}/about>; rel="blocked-by"` },
    );
  }
  return grant;
}

/** May events of this gateway go to this company now? Contract, validity and scope; an old consent does not stop events. */
export async function mayReceiveEvents(
  access: Access,
  companyId: string,
  gatewayId: number,
  kind: 'monitoring' | 'dataPoints',
): Promise<boolean> {
  const contract = await access.contracts.get(contractKey(companyId, gatewayId));
  if (!contract || !contract.monitoring || statusAt(contract, access.clock.now()) !== 'ACTIVE') return false;
  return kind === 'monitoring' || contract.data_points;
}

/** The contract of a company with the gateway that a caller named; undefined also for ids that cannot exist. */
export function contractOf(
  access: Access,
  companyId: string,
  gatewayId: string,
): Promise<ContractRow | undefined> {
  if (!GATEWAY_ID.test(gatewayId)) return Promise.resolve(undefined);
  return access.contracts.get(contractKey(companyId, Number(gatewayId)));
}

/** Shared by the owner, and switched on for the company. */
async function sharesDataPoints(access: Access, contract: ContractRow): Promise<boolean> {
  const company = await access.companies.get(contract.company_id);
  return contract.data_points && company?.data_points === true;
}
