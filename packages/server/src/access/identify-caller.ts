import type { IncomingMessage } from 'node:http';
import type { Language } from '@hearthgate/wire';
import { AppError } from '../platform/app-error.ts';
import { callerAddress, isListed, isSecure, parseAddress } from '../platform/http/caller-address.ts';
import { rateLimitHeaders, type BucketPolicy, type BucketState } from '../platform/limits/token-buckets.ts';
import type { Access } from './access.ts';
import { hashApiKey, keyIdOf, sameHash } from './api-key.ts';
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
  const key = await validKey(access, request.headers['x-api-key'], address).catch((error: unknown) => {
    if (error instanceof AppError) takeFloodToken(access, address);
    throw error;
  });
  const company = await access.companies.get(key.company_id);
  if (!company) throw new AppError('api-key-unknown', {}, AUTHENTICATE);
  if (!isListed(address, company.ip_allow_list)) throw new AppError('ip-not-allowed', { address });
  if (company.status === 'SUSPENDED') throw new AppError('company-suspended');
  return {
    companyId: company.company_id,
    companyName: company.name,
    keyId: key.key_id,
    keyExpiresAt: key.expires_at,
    languages: company.languages,
    ipAllowList: company.ip_allow_list,
    redirectUris: company.redirect_uris,
  };
}

const AUTHENTICATE = { 'www-authenticate': 'ApiKey' };

/** `expired` and `removed` are told only to who holds the right secret. */
async function validKey(
  access: Access,
  header: string | string[] | undefined,
  address: string,
): Promise<ApiKeyRow> {
  if (header === undefined || header === '') throw new AppError('api-key-missing', {}, AUTHENTICATE);
  const keyId = typeof header === 'string' ? keyIdOf(header) : undefined;
  if (keyId === undefined || typeof header !== 'string')
    throw new AppError('api-key-malformed', {}, AUTHENTICATE);
  // Invented keys are well-formed at no cost, so a flood of them must not reach the database.
  if (!access.keys.has(keyId)) requireFloodToken(access, address);
  const key = await access.keys.get(keyId);
  if (!key || !sameHash(hashApiKey(header), key.hash))
    throw new AppError('api-key-unknown', {}, AUTHENTICATE);
  if (key.removed_at) throw new AppError('api-key-removed', {}, AUTHENTICATE);
  if (key.expires_at.getTime() <= access.clock.now()) throw new AppError('api-key-expired', {}, AUTHENTICATE);
  return key;
}

function takeFloodToken(access: Access, address: string): void {
  const left = access.addressBuckets.take(addressGroup(address), FLOOD);
  if (!left.allowed) throw tooMany(left);
}

function requireFloodToken(access: Access, address: string): void {
  const left = access.addressBuckets.peek(addressGroup(address), FLOOD);
  if (!left.allowed) throw tooMany(left);
}

function tooMany(left: BucketState): AppError {
  return new AppError(
    'rate-limit-exceeded',
    { policy: FLOOD.name },
    { ...rateLimitHeaders(FLOOD, left), 'retry-after': String(Math.ceil(left.nextMs / 1000)) },
  );
}

/** One household or host has a whole IPv6 /64, so that is what counts as one address. */
function addressGroup(address: string): string {
  const parsed = parseAddress(address);
  return parsed?.kind() === 'ipv6' ? parsed.toByteArray().slice(0, 8).join('.') : address;
}
