import { AppError } from '../platform/app-error.ts';
import { andThen, type Soon } from '../platform/soon.ts';
import { contractKey, type Access } from './access.ts';
import { requireInService } from './companies/company-machine.ts';
import { isOutdated, requiredConsent, updateUrlOf } from './consent.ts';
import { hasEnded, statusAt } from './contract-machine.ts';
import type { CompanyCaller, OwnerCaller } from './caller.ts';
import type { Claim } from './owners/tables.ts';
import { findContracts } from './store.ts';
import type { CompanyRow, ConsentVersionRow, ContractRow } from './tables.ts';

/** What a call or an event needs of the contract: any contract at all, monitoring, data points, or remote control. */
export type Need = 'contract' | 'monitoring' | 'dataPoints' | 'remoteControl';

/** Proof that a caller may do what it asked for, with one gateway, now. */
export interface Grant {
  readonly gatewayId: number;
  /** When the present owners got the gateway: nothing that is older may be shown. */
  readonly dataFrom: Date;
}

/** The same for a company, which has it by a contract. */
export interface CompanyGrant extends Grant {
  readonly companyId: string;
  readonly contract: ContractRow;
}

type Company = Pick<CompanyCaller, 'companyId'>;
type Owner = Pick<OwnerCaller, 'kind' | 'ownerId'>;

const GATEWAY_ID = /^[0-9]{9}$/;

/**
 * The one place where access to a gateway is decided. For a company: in service (403), contract (403), scope (403), consent
 * (451), in this order. For an owner's token: an own gateway; contract, scope and consent are between the owner and companies.
 * An unknown gateway answers as one that is not shared.
 */
export function requireAccess(
  access: Access,
  caller: Company,
  gatewayId: string,
  need: Need,
): Soon<CompanyGrant>;
export function requireAccess(
  access: Access,
  caller: Company | Owner,
  gatewayId: string,
  need: Need,
): Soon<Grant>;
export function requireAccess(
  access: Access,
  caller: Company | Owner,
  gatewayId: string,
  need: Need,
): Soon<Grant> {
  if (!('companyId' in caller)) return ownersAccess(access, caller, gatewayId, need);
  return andThen(access.companies.soon(caller.companyId), (company) => {
    if (!company) throw new AppError('access-not-granted');
    requireInService(company);
    return andThen(contractOf(access, caller.companyId, gatewayId), (contract) =>
      andThen(need === 'remoteControl' ? access.consentVersions.soon('all') : [], (versions) =>
        companyAccess(access, { company, contract, versions }, gatewayId, need),
      ),
    );
  });
}

interface Ground {
  readonly company: CompanyRow;
  readonly contract: ContractRow | undefined;
  readonly versions: readonly ConsentVersionRow[];
}

function companyAccess(
  access: Access,
  { company, contract, versions }: Ground,
  gatewayId: string,
  need: Need,
): CompanyGrant {
  if (!contract) throw new AppError('access-not-granted');
  const { company_id: companyId, gateway_id, data_from: dataFrom } = contract;
  const grant: CompanyGrant = { companyId, gatewayId: gateway_id, dataFrom, contract };
  if (need === 'contract') return grant;
  const contractStatus = statusAt(contract, access.clock.now());
  if (contractStatus !== 'ACTIVE') throw new AppError('access-not-granted', { contractStatus });
  if (need === 'monitoring' || need === 'dataPoints') {
    if (!contract.monitoring) throw new AppError('scope-not-granted', { scope: 'monitoring' });
    if (need === 'dataPoints' && !(contract.data_points && company.data_points)) {
      throw new AppError('scope-not-granted', { scope: 'dataPoints' });
    }
    return grant;
  }
  if (!contract.remote_control) throw new AppError('scope-not-granted', { scope: 'remoteControl' });
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

/** An owner has no contracts to read; of everything else of an own gateway the tokens may read all. */
function ownersAccess(access: Access, { ownerId }: Owner, gatewayId: string, need: Need): Soon<Grant> {
  const claim = need === 'contract' ? undefined : ownClaimOf(access, ownerId, gatewayId);
  return andThen(claim, (own) => {
    if (!own) throw new AppError('access-not-granted');
    return { gatewayId: own.gatewayId, dataFrom: own.dataFrom };
  });
}

/** The claim of the gateway that an owner named, if it is one of theirs. */
export function ownClaimOf(access: Access, ownerId: string, gatewayId: string): Soon<Claim | undefined> {
  if (!GATEWAY_ID.test(gatewayId)) return undefined;
  return andThen(access.claims.soon(gatewayId), (claim) =>
    claim?.owners.some((member) => member.ownerId === ownerId) === true ? claim : undefined,
  );
}

/**
 * May an event of this gateway, of this time, go to this company now? Contract, validity and scope; an old consent does not
 * stop events. What happened before the present owners got the gateway goes to nobody.
 */
export async function mayReceiveEvents(
  access: Access,
  companyId: string,
  gatewayId: number,
  kind: 'monitoring' | 'dataPoints',
  occurredAt: Date,
): Promise<boolean> {
  const { contracts, companies } = access;
  const key = contractKey(companyId, gatewayId);
  // Asked once per event that is sent: what is remembered is not waited for.
  const contract = contracts.peek(key) ?? (await contracts.get(key));
  const company = companies.peek(companyId) ?? (await companies.get(companyId));
  const event = { gatewayId, kind, occurredAt };
  return isToBeTold(event, contract, company?.data_points === true, access.clock.now());
}

/** An event as far as the right to it goes. */
export interface EventOfGateway {
  readonly gatewayId: number;
  readonly kind: 'monitoring' | 'dataPoints';
  readonly occurredAt: Date;
}

/** The same of many events, in their order; contracts that are not remembered are read in one query. */
export async function mayReceiveEach(
  access: Access,
  companyId: string,
  events: readonly EventOfGateway[],
): Promise<boolean[]> {
  const contracts = await contractsOf(
    access,
    companyId,
    events.map(({ gatewayId }) => gatewayId),
  );
  const takesData = await takesDataPoints(access, companyId);
  const now = access.clock.now();
  return events.map((event) => isToBeTold(event, contracts.get(event.gatewayId), takesData, now));
}

function isToBeTold(
  { kind, occurredAt }: EventOfGateway,
  contract: ContractRow | undefined,
  takesData: boolean,
  nowMs: number,
): boolean {
  if (!contract || !contract.monitoring || statusAt(contract, nowMs) !== 'ACTIVE') return false;
  if (occurredAt < contract.data_from) return false;
  return kind === 'monitoring' || (contract.data_points && takesData);
}

/** The company's contracts with these gateways, where there are any. */
export async function contractsOf(
  access: Access,
  companyId: string,
  gatewayIds: readonly number[],
): Promise<Map<number, ContractRow | undefined>> {
  const ids = [...new Set(gatewayIds)];
  const keyOf = (gatewayId: number) => contractKey(companyId, gatewayId);
  const idOf = new Map(ids.map((id) => [keyOf(id), id]));
  const rows = await access.contracts.getMany([...idOf.keys()], async (missing) => {
    const wanted = missing.flatMap((key) => idOf.get(key) ?? []);
    const found = await findContracts(access.db, companyId, wanted);
    const byId = new Map(found.map((row) => [row.gateway_id, row]));
    return wanted.map((id) => byId.get(id));
  });
  return new Map(ids.map((id, at) => [id, rows[at]]));
}

/** For what lasts: as `requireAccess` for a contract, and it has not ended. */
export async function requireStanding(
  access: Access,
  caller: Company,
  gatewayId: string,
): Promise<CompanyGrant> {
  const grant = await requireAccess(access, caller, gatewayId, 'contract');
  const contractStatus = statusAt(grant.contract, access.clock.now());
  if (hasEnded(contractStatus)) throw new AppError('access-not-granted', { contractStatus });
  return grant;
}

/** The contract of a company with the gateway that a caller named; undefined also for ids that cannot exist. */
export function contractOf(
  access: Access,
  companyId: string,
  gatewayId: string,
): Soon<ContractRow | undefined> {
  if (!GATEWAY_ID.test(gatewayId)) return undefined;
  return access.contracts.soon(contractKey(companyId, Number(gatewayId)));
}

/** Are data points switched on for the company? Asked when an event is written and when it is sent. */
export async function takesDataPoints(access: Access, companyId: string): Promise<boolean> {
  return (await access.companies.get(companyId))?.data_points === true;
}

/** What delivery needs to know of a company now; undefined while nothing may be sent to it. */
export async function deliveryTo(
  access: Access,
  companyId: string,
): Promise<{ readonly webhookHosts: readonly string[] } | undefined> {
  const company = access.companies.peek(companyId) ?? (await access.companies.get(companyId));
  return company?.status === 'ACTIVE' ? { webhookHosts: company.webhook_hosts } : undefined;
}

/** Does `contractOf` answer without the database? */
export function isContractLoaded(access: Access, companyId: string, gatewayId: string): boolean {
  return !GATEWAY_ID.test(gatewayId) || access.contracts.has(contractKey(companyId, Number(gatewayId)));
}
