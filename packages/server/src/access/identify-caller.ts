import type { IncomingMessage } from 'node:http';
import type { Language, ProblemCode } from '@hearthgate/wire';
import { AppError } from '../platform/app-error.ts';
import { callerAddress, isListed, isSecure, parseAddress } from '../platform/http/caller-address.ts';
import { takeTokens } from '../platform/limits/limits.ts';
import type { BucketPolicy } from '../platform/limits/token-buckets.ts';
import type { Access } from './access.ts';
import { hashApiKey, keyIdOf, sameHash } from './keys/api-key.ts';
import type { Plan } from './plan.ts';
import type { ApiKeyRow } from './tables.ts';

/** The company behind a request, after TLS, key, address and suspension were checked. */
export interface Caller {
  readonly companyId: string;
  readonly companyName: string;
  readonly keyId: string;
  readonly keyExpiresAt: Date;
  readonly languages: readonly Language[];
  readonly ipAllowList: readonly string[];
  readonly redirectUris: readonly string[];
  readonly plan: Plan;
}

/** Requests without a valid key, per address. */
const FLOOD: BucketPolicy = { name: 'unauthenticated', burst: 20, refillMs: 50 };

/** The first checks of every partner request, in their documented order: TLS, flood, key, address, suspension. */
export async function identifyCaller(access: Access, request: IncomingMessage): Promise<Caller> {
  const address = callerAddress(request, access.transport.trustProxy);
  if (
    !isSecure(request, access.transport.trustProxy) &&
    !isListed(address, access.transport.plainHttpCallers)
  ) {
    throw new AppError('https-required');
  }
  const key = await validKey(access, request.headers['x-api-key'], addressGroup(address));
  const company = await access.companies.get(key.company_id);
  if (!company) throw new AppError('api-key-unknown', {}, AUTHENTICATE);
  if (!isListed(address, company.ip_allow_list)) throw new AppError('ip-not-allowed', { address });
  if (company.status === 'SUSPENDED') throw new AppError('company-suspended');
  access.lastUsed.note(company.company_id, key.key_id);
  return {
    companyId: company.company_id,
    companyName: company.name,
    keyId: key.key_id,
    keyExpiresAt: key.expires_at,
    languages: company.languages,
    ipAllowList: company.ip_allow_list,
    redirectUris: company.redirect_uris,
    plan: await access.plans.get(company.plan),
  };
}

const AUTHENTICATE = { 'www-authenticate': 'ApiKey' };

/** `expired` and `removed` are told only to who holds the right secret. What is not a valid key costs a token of the address. */
async function validKey(
  access: Access,
  header: string | string[] | undefined,
  addresses: string,
): Promise<ApiKeyRow> {
  let isCounted = false;
  const count = async () => {
    if (isCounted) return;
    isCounted = true;
    await takeTokens(access.addressLimits, [{ key: addresses, policy: FLOOD }]);
  };
  const refuse = async (code: ProblemCode): Promise<never> => {
    await count();
    throw new AppError(code, {}, AUTHENTICATE);
  };
  if (header === undefined || header === '') return refuse('api-key-missing');
  const keyId = typeof header === 'string' ? keyIdOf(header) : undefined;
  if (keyId === undefined || typeof header !== 'string') return refuse('api-key-malformed');
  // Invented keys are well-formed at no cost, so a flood of them must not reach the database.
  if (!access.keys.has(keyId)) await count();
  const key = await access.keys.get(keyId);
  if (!key || !sameHash(hashApiKey(header), key.hash)) return refuse('api-key-unknown');
  if (key.removed_at) return refuse('api-key-removed');
  if (key.expires_at.getTime() <= access.clock.now()) return refuse('api-key-expired');
  return key;
}

/** One household or host has a whole IPv6 /64, so that is what counts as one address. */
function addressGroup(address: string): string {
  const parsed = parseAddress(address);
  return parsed?.kind() === 'ipv6' ? parsed.toByteArray().slice(0, 8).join('.') : address;
}
