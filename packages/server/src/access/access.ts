import type { Brand } from '@hearthgate/wire';
import { Cache } from '../platform/cache.ts';
import type { Limits } from '../platform/limits/limits.ts';
import { LastUsed } from './keys/last-used.ts';
import type { Platform } from '../platform/platform.ts';
import type { Ledger } from './consent-ledger/ledger.ts';
import { planOf, type Plan } from './plan.ts';
import {
  countContracts,
  findCompany,
  findContract,
  findKey,
  findPlan,
  listConsentVersions,
} from './store.ts';
import type { ApiKeyRow, CompanyRow, ConsentVersionRow, ContractRow } from './tables.ts';

/** Addresses that the server is reached under; known once it listens. */
export interface Urls {
  readonly publicUrl: () => string;
  readonly portalUrl: (brand: Brand) => string;
}

export interface TransportRules {
  readonly trustProxy: readonly string[];
  /** Who may use plain HTTP; empty outside a sandbox. */
  readonly plainHttpCallers: readonly string[];
}

export interface ConsentRules {
  readonly ledger: Ledger;
  /** Least time between the publication of a required consent text and the day it takes effect; 0 in a sandbox. */
  readonly consentNoticeMs: number;
}

/** The access domain: its caches are dropped by the verbs that change the rows, after the commit. */
export interface Access extends Platform, ConsentRules {
  readonly urls: Urls;
  readonly transport: TransportRules;
  readonly keys: Cache<string, ApiKeyRow | undefined>;
  readonly companies: Cache<string, CompanyRow | undefined>;
  /** By `contractKey`. */
  readonly contracts: Cache<string, ContractRow | undefined>;
  readonly contractCounts: Cache<string, number>;
  readonly lastUsed: LastUsed;
  readonly consentVersions: Cache<'all', ConsentVersionRow[]>;
  /** By name. */
  readonly plans: Cache<string, Plan>;
  readonly companyLimits: Limits;
  readonly addressLimits: Limits;
}

const KEYS_MAX = 10_000;
const COMPANIES_MAX = 2_000;
const CONTRACTS_MAX = 200_000;
const PLANS_MAX = 1_000;

export function contractKey(companyId: string, gatewayId: number): string {
  return `${gatewayId}:${companyId}`;
}

export function createAccess(
  platform: Platform,
  urls: Urls,
  transport: TransportRules,
  consents: ConsentRules,
): Access {
  const { db, limitsOf } = platform;
  return {
    ...platform,
    ...consents,
    urls,
    transport,
    keys: new Cache((keyId) => findKey(db, keyId), KEYS_MAX),
    companies: new Cache((companyId) => findCompany(db, companyId), COMPANIES_MAX),
    contracts: new Cache((key) => {
      const [gatewayId = '', companyId = ''] = key.split(':', 2);
      return findContract(db, companyId, Number(gatewayId));
    }, CONTRACTS_MAX),
    lastUsed: new LastUsed(platform),
    contractCounts: new Cache((companyId) => countContracts(db, companyId), COMPANIES_MAX),
    consentVersions: new Cache(() => listConsentVersions(db), 1),
    plans: new Cache(async (name) => {
      const row = await findPlan(db, name);
      if (!row) throw new Error(`there is no plan ${name}`);
      return planOf(row);
    }, PLANS_MAX),
    companyLimits: limitsOf('company'),
    addressLimits: limitsOf('address'),
  };
}
