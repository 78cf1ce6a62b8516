import type { IncomingMessage } from 'node:http';
import type { ProblemCode } from '@hearthgate/wire';
import { AppError } from '../platform/app-error.ts';
import { callerAddress, isListed, isSecure } from '../platform/http/caller-address.ts';
import { andThen, type Soon } from '../platform/soon.ts';
import type { Access } from './access.ts';
import type { Caller, CompanyCaller } from './caller.ts';
import { requireInService } from './companies/company-machine.ts';
import { hashOfKey } from './keys/hash-of-key.ts';
import { identifyOwner, ownerTokenOf } from './owner-tokens/identify-owner.ts';
import { identifyPerson } from './persons/identify-person.ts';
import { audienceOf } from './persons/sessions.ts';
import type { Plan } from './plan.ts';
import { strangerAt, type Stranger } from './stranger.ts';
import type { ApiKeyRow, CompanyRow } from './tables.ts';

/**
 * The first checks of every partner request, in their documented order: TLS, flood, key, address, suspension. Without key
 * and token a portal may name its session in their place.
 */
export function identifyCaller(access: Access, request: IncomingMessage): Soon<Caller> {
  const address = secureAddress(access, request);
  const stranger = strangerAt(access, address);
  const token = ownerTokenOf(request.headers);
  if (token !== undefined) return identifyOwner(access, token, stranger);
  const audience = audienceOf(request);
  if (audience) return identifyPerson(access, audience, request, stranger);
  return identifyCompany(access, request, address, stranger);
}

/** The caller's address; plain HTTP is refused unless the address may use it. */
export function secureAddress({ transport }: Pick<Access, 'transport'>, request: IncomingMessage): string {
  const address = callerAddress(request, transport.trustProxy);
  if (!isSecure(request, transport.trustProxy) && !isListed(address, transport.plainHttpCallers)) {
    throw new AppError('https-required');
  }
  return address;
}

function identifyCompany(
  access: Access,
  request: IncomingMessage,
  address: string,
  stranger: Stranger,
): Soon<CompanyCaller> {
  return andThen(validKey(access, request, stranger), (key) =>
    andThen(access.companies.soon(key.company_id), (found) => {
      const company = admitted(access, found, address);
      access.lastUsed.note(company.company_id, key.key_id);
      return andThen(access.plans.soon(company.plan), (plan) => callerBy(key, company, plan));
    }),
  );
}

/** The company behind a valid key, when it may call from this address, now. */
function admitted(access: Access, company: CompanyRow | undefined, address: string): CompanyRow {
  if (!company) throw new AppError('api-key-unknown', {}, { 'www-authenticate': 'ApiKey' });
  // A company that left has no keys, and the key comes before the address.
  if (company.status === 'OFFBOARDED') requireInService(company);
  if (!isListed(address, company.ip_allow_list)) {
    const isEnforced = company.ip_mode === 'ENFORCE';
    access.refusedAddresses.note(company.company_id, address, isEnforced);
    if (isEnforced) throw new AppError('ip-not-allowed', { address });
  }
  requireInService(company);
  return company;
}

function callerBy(key: ApiKeyRow, company: CompanyRow, plan: Plan): CompanyCaller {
  return {
    kind: 'COMPANY',
    companyId: company.company_id,
    companyName: company.name,
    key: {
      keyId: key.key_id,
      expiresAt: key.expires_at,
      ipAllowList: company.ip_allow_list,
      redirectUris: company.redirect_uris,
    },
    languages: company.languages,
    plan,
  };
}

/**
 * A key is found by the hash of its whole text, so an unknown id and a known one with a wrong secret are the same work and
 * the same answer, and nobody can find out ids by the time it takes. `expired` and `removed` are told only to who holds the
 * right secret.
 */
function validKey(access: Access, { socket, headers }: IncomingMessage, stranger: Stranger): Soon<ApiKeyRow> {
  const refuse = (code: ProblemCode) => stranger.refuse(code, 'ApiKey');
  const header = headers['x-api-key'];
  if (header === undefined || header === '') return refuse('api-key-missing');
  const hash = typeof header === 'string' ? hashOfKey(socket, header) : undefined;
  if (hash === undefined) return refuse('api-key-malformed');
  const known = access.keysByHash.peek(hash);
  return known ? usable(access, known, stranger) : lookedUp(access, hash, stranger);
}

async function lookedUp(access: Access, hash: string, stranger: Stranger): Promise<ApiKeyRow> {
  // Invented keys are well-formed at no cost, so a flood of them must not reach the database.
  if (!access.keysByHash.has(hash)) await countOnce(access, hash, stranger);
  const key = await access.keysByHash.get(hash);
  return key ? usable(access, key, stranger) : stranger.refuse('api-key-unknown', 'ApiKey');
}

function usable(access: Access, key: ApiKeyRow, stranger: Stranger): Soon<ApiKeyRow> {
  const refuse = (code: ProblemCode) => stranger.refuse(code, 'ApiKey');
  if (key.removed_at) return refuse('api-key-removed');
  if (key.expires_at.getTime() <= access.clock.now()) return refuse('api-key-expired');
  return key;
}

/**
 * Calls that show the same key at the same moment count as one, since they are looked up as one: a company may have many under
 * way when a node starts. If the key is invented, each is counted when it is refused.
 */
async function countOnce(access: Access, hash: string, stranger: Stranger): Promise<void> {
  const { keysAsked } = access;
  const asked = keysAsked.get(hash) ?? stranger.count().finally(() => keysAsked.delete(hash));
  keysAsked.set(hash, asked);
  await asked;
}
