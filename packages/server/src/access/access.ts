import type { Brand } from '@hearthgate/wire';
import { Cache } from '../platform/cache.ts';
import { TokenBuckets } from '../platform/limits/token-buckets.ts';
import type { Platform } from '../platform/platform.ts';
import { countContracts, findCompany, findContract, findKey, listConsentVersions } from './store.ts';
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

/** The access domain: its caches are dropped by the verbs that change the rows, after the commit. */
export interface Access extends Platform {
  readonly urls: Urls;
  readonly transport: TransportRules;
  readonly keys: Cache<string, ApiKeyRow | undefined>;
  readonly companies: Cache<string, CompanyRow | undefined>;
  /** By `contractKey`. */
  readonly contracts: Cache<string, ContractRow | undefined>;
  readonly contractCounts: Cache<string, number>;
  readonly consentVersions: Cache<'all', ConsentVersionRow[]>;
  readonly companyBuckets: TokenBuckets;
  readonly addressBuckets: TokenBuckets;
}

const KEYS_MAX = 10_000;
const COMPANIES_MAX = 2_000;
const CONTRACTS_MAX = 200_000;

export function contractKey(companyId: string, gatewayId: number): string {
  return `${gatewayId}:${companyId}`;
}

export function createAccess(platform: Platform, urls: Urls, transport: TransportRules): Access {
  const { db, monotonic } = platform;
  return {
    ...platform,
    urls,
    transport,
    keys: new Cache((keyId) => findKey(db, keyId), KEYS_MAX),
    companies: new Cache((companyId) => findCompany(db, companyId), COMPANIES_MAX),
    contracts: new Cache((key) => {
      const [gatewayId = '', companyId = ''] = key.split(':', 2);
      return findContract(db, companyId, Number(gatewayId));
    }, CONTRACTS_MAX),
    contractCounts: new Cache((companyId) => countContracts(db, companyId), COMPANIES_MAX),
    consentVersions: new Cache(() => listConsentVersions(db), 1),
    companyBuckets: new TokenBuckets(monotonic),
    addressBuckets: new TokenBuckets(monotonic),
  };
}
