import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Language } from '@hearthgate/wire';

/** Who is signed in; `userId` is the owner's `ownerId`. */
export interface OwnerSession {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly sessionId: string;
}

export interface NewOwner {
  readonly email: string;
  readonly password: string;
  readonly name: string;
  readonly language: Language;
}

/** The accounts of owners, as far as their pages need them; how a password is kept or checked is no matter here. */
export interface OwnerSignIn {
  sessionOf(request: FastifyRequest): Promise<OwnerSession | null>;
  signIn(
    request: FastifyRequest,
    reply: FastifyReply,
    input: { readonly email: string; readonly password: string },
  ): Promise<'ok' | 'refused' | 'limited'>;
  signUp(
    request: FastifyRequest,
    reply: FastifyReply,
    input: NewOwner,
  ): Promise<'ok' | 'taken' | 'weak' | 'limited'>;
  signOut(request: FastifyRequest, reply: FastifyReply): Promise<void>;
}

/** Adds a gateway to an owner's account; refuses with an `AppError` when id and label password do not fit. */
export type ClaimGateway = (
  owner: { readonly ownerId: string; readonly address: string },
  input: { readonly gatewayId: number; readonly labelPassword: string },
) => Promise<unknown>;

export interface OwnerAccounts {
  readonly signIn: OwnerSignIn;
  readonly claim: ClaimGateway;
  /** An account made by the server itself, as the sandbox does for its owner. */
  create(owner: NewOwner): Promise<{ ownerId: string }>;
}
