import type { Language } from '@hearthgate/wire';
import { AppError } from '../platform/app-error.ts';
import type { Actor } from './access-record/actor.ts';
import type { Plan } from './plan.ts';

/** The company behind a request, after TLS, key, address and suspension were checked. */
export interface CompanyCaller {
  readonly kind: 'COMPANY';
  readonly companyId: string;
  readonly companyName: string;
  readonly keyId: string;
  readonly keyExpiresAt: Date;
  readonly languages: readonly Language[];
  readonly ipAllowList: readonly string[];
  readonly redirectUris: readonly string[];
  readonly plan: Plan;
}

/** The owner behind a request with an access token: may read what stands behind the own gateways, and nothing else. */
export interface OwnerCaller {
  readonly kind: 'OWNER';
  readonly ownerId: string;
  readonly tokenId: string;
  readonly languages: readonly Language[];
  readonly plan: Plan;
}

export type Caller = CompanyCaller | OwnerCaller;

/** For what only a company may do; the gate refuses owners there before. */
export function requireCompany(caller: Caller): CompanyCaller {
  if (caller.kind === 'OWNER') throw new AppError('read-only-token');
  return caller;
}

/** Whose rate limits these are. */
export function accountOf(caller: Caller): string {
  return caller.kind === 'OWNER' ? caller.ownerId : caller.companyId;
}

export function actorOf(caller: Caller): Actor {
  return caller.kind === 'OWNER'
    ? { kind: 'OWNER_TOKEN', id: caller.tokenId }
    : { kind: 'COMPANY', id: caller.companyId };
}
