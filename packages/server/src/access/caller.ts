import type { Language, MemberRole } from '@hearthgate/wire';
import { AppError } from '../platform/app-error.ts';
import type { Actor } from './access-record/actor.ts';
import type { Plan } from './plan.ts';

/** The company behind a request, by one of its keys or by a member who is signed in; it is in service. */
export interface CompanyCaller {
  readonly kind: 'COMPANY';
  readonly companyId: string;
  readonly companyName: string;
  /** The key in use, and what is told about it; a member has none. */
  readonly key?: KeyInUse;
  /** Who is signed in for the company. */
  readonly member?: { readonly memberId: string; readonly role: MemberRole };
  readonly languages: readonly Language[];
  readonly plan: Plan;
}

export interface KeyInUse {
  readonly keyId: string;
  readonly expiresAt: Date;
  readonly ipAllowList: readonly string[];
  readonly redirectUris: readonly string[];
}

interface Owner {
  readonly kind: 'OWNER';
  readonly ownerId: string;
  readonly languages: readonly Language[];
  readonly plan: Plan;
}

/** The owner behind an access token: may read what stands behind the own gateways, and nothing else. */
interface TokenOwner extends Owner {
  readonly tokenId: string;
}

/** The owner who is signed in: may change it, too. */
export interface SignedInOwner extends Owner {
  readonly tokenId: null;
}

export type OwnerCaller = TokenOwner | SignedInOwner;
export type Caller = CompanyCaller | OwnerCaller;
/** Who may change a system. */
export type ChangingCaller = CompanyCaller | SignedInOwner;

/** Who asked for a change that is carried out later. */
export interface Issuer extends Actor {
  readonly kind: 'COMPANY' | 'OWNER';
}

/** For what only a company may do; the gate refuses owners there before. */
export function requireCompany(caller: Caller): CompanyCaller {
  if (caller.kind === 'OWNER') throw new AppError('read-only-token');
  return caller;
}

/** For what changes a system; the gate refuses tokens there before. */
export function requireChanging(caller: Caller): ChangingCaller {
  if (caller.kind === 'OWNER' && caller.tokenId !== null) throw new AppError('read-only-token');
  return caller;
}

/** Whose rate limits and idempotency keys these are. */
export function accountOf(caller: Caller): string {
  return caller.kind === 'OWNER' ? caller.ownerId : caller.companyId;
}

/** The person who is signed in; undefined for keys and tokens. */
export function personOf(caller: Caller): string | undefined {
  if (caller.kind === 'COMPANY') return caller.member?.memberId;
  return caller.tokenId === null ? caller.ownerId : undefined;
}

export function actorOf(caller: Caller): Actor {
  if (caller.kind === 'OWNER' && caller.tokenId !== null) return { kind: 'OWNER_TOKEN', id: caller.tokenId };
  return issuerOf(requireChanging(caller));
}

export function issuerOf(caller: ChangingCaller): Issuer {
  if (caller.kind === 'OWNER') return { kind: 'OWNER', id: caller.ownerId };
  return companyActor(caller);
}

export function companyActor({ companyId, member }: Pick<CompanyCaller, 'companyId' | 'member'>): Issuer {
  return { kind: 'COMPANY', id: companyId, ...(member && { memberId: member.memberId }) };
}

/** Whose access is looked at again when the change is carried out. */
export function partyOf({ kind, id }: Issuer): { companyId: string } | { kind: 'OWNER'; ownerId: string } {
  return kind === 'OWNER' ? { kind, ownerId: id } : { companyId: id };
}
