import type { Brand } from '@hearthgate/wire';
import type { Db } from '../platform/database/database.ts';
import type { SharedCache } from '../platform/database/shared-caches.ts';
import { loadTogether } from '../platform/load-together.ts';
import type { Limits } from '../platform/limits/limits.ts';
import type { MemberRow } from './members/tables.ts';
import { findMember } from './members/store.ts';
import type { PortalSessions } from './persons/sessions.ts';
import { AccessReads } from './access-record/access-reads.ts';
import { RefusedAddresses } from './companies/refused-addresses.ts';
import { LastUsed } from './keys/last-used.ts';
import { findTokenByHash, type KnownToken } from './owner-tokens/store.ts';
import { findClaim, findOwner } from './owners/store.ts';
import type { Claim, OwnerRow } from './owners/tables.ts';
import type { Platform } from '../platform/platform.ts';
import type { Ledger } from './consent-ledger/ledger.ts';
import { planOf, type Plan } from './plan.ts';
import {
  countContracts,
  findCompany,
  findContracts,
  findKeyByHash,
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

/** The access domain: a verb that changes a cached row says so with `unit.changed`. */
export interface Access extends Platform, ConsentRules {
  readonly urls: Urls;
  readonly transport: TransportRules;
  /** By the hash of the whole key, hexadecimal. */
  readonly keysByHash: SharedCache<ApiKeyRow | undefined>;
  readonly companies: SharedCache<CompanyRow | undefined>;
  /** By `contractKey`. */
  readonly contracts: SharedCache<ContractRow | undefined>;
  readonly contractCounts: SharedCache<number>;
  readonly lastUsed: LastUsed;
  /** Gateways and who has them, by gateway. */
  readonly claims: SharedCache<Claim | undefined>;
  readonly owners: SharedCache<OwnerRow | undefined>;
  /** Hashes that are being counted against the limit of strangers. */
  readonly keysAsked: Map<string, Promise<void>>;
  readonly ownerTokensByHash: SharedCache<KnownToken | undefined>;
  readonly members: SharedCache<MemberRow | undefined>;
  readonly sessions: PortalSessions;
  readonly reads: AccessReads;
  readonly refusedAddresses: RefusedAddresses;
  /** Under the one key `all`. */
  readonly consentVersions: SharedCache<ConsentVersionRow[]>;
  /** By name. */
  readonly plans: SharedCache<Plan>;
  readonly companyLimits: Limits;
  readonly addressLimits: Limits;
  readonly personLimits: Limits;
  readonly offerLimits: Limits;
}

const KEYS_MAX = 10_000;
const COMPANIES_MAX = 2_000;
const CONTRACTS_MAX = 200_000;
const PLANS_MAX = 1_000;
const CLAIMS_MAX = 200_000;
const OWNERS_MAX = 20_000;
const OWNER_TOKENS_MAX = 20_000;
const MEMBERS_MAX = 20_000;

export function contractKey(companyId: string, gatewayId: number): string {
  return `${gatewayId}:${companyId}`;
}

/** By `contractKey`, in their order: one statement for each company that asks in the same moment. */
async function loadContracts(db: Db, keys: readonly string[]): Promise<(ContractRow | undefined)[]> {
  const asked = keys.map((key) => {
    const [gatewayId = '', companyId = ''] = key.split(':', 2);
    return { companyId, gatewayId: Number(gatewayId) };
  });
  const found = new Map<string, ContractRow>();
  for (const [companyId, some] of Map.groupBy(asked, (one) => one.companyId)) {
    const gatewayIds = some.map(({ gatewayId }) => gatewayId);
    for (const row of await findContracts(db, companyId, gatewayIds))
      found.set(contractKey(companyId, row.gateway_id), row);
  }
  return keys.map((key) => found.get(key));
}

export function createAccess(
  platform: Platform,
  urls: Urls,
  transport: TransportRules,
  consents: ConsentRules,
  sessions: PortalSessions,
): Access {
  const { db, limitsOf, caches } = platform;
  return {
    ...platform,
    ...consents,
    urls,
    transport,
    sessions,
    keysByHash: caches.add('keys', (hash) => findKeyByHash(db, Buffer.from(hash, 'hex')), KEYS_MAX),
    keysAsked: new Map(),
    companies: caches.add('companies', (companyId) => findCompany(db, companyId), COMPANIES_MAX),
    contracts: caches.add(
      'contracts',
      loadTogether((keys) => loadContracts(db, keys)),
      CONTRACTS_MAX,
    ),
    lastUsed: new LastUsed(platform),
    claims: caches.add('claims', (gatewayId) => findClaim(db, Number(gatewayId)), CLAIMS_MAX),
    owners: caches.add('owners', (ownerId) => findOwner(db, ownerId), OWNERS_MAX),
    ownerTokensByHash: caches.add(
      'owner-tokens',
      (hash) => findTokenByHash(db, Buffer.from(hash, 'hex')),
      OWNER_TOKENS_MAX,
    ),
    members: caches.add('members', (memberId) => findMember(db, memberId), MEMBERS_MAX),
    reads: new AccessReads(platform),
    refusedAddresses: new RefusedAddresses(platform),
    contractCounts: caches.add(
      'contract-counts',
      (companyId) => countContracts(db, companyId),
      COMPANIES_MAX,
    ),
    consentVersions: caches.add('consent-versions', () => listConsentVersions(db), 1),
    plans: caches.add(
      'plans',
      async (name) => {
        const row = await findPlan(db, name);
        if (!row) throw new Error(`there is no plan ${name}`);
        return planOf(row);
      },
      PLANS_MAX,
    ),
    companyLimits: limitsOf('company'),
    addressLimits: limitsOf('address'),
    personLimits: limitsOf('person'),
    offerLimits: limitsOf('offers'),
  };
}
