import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  requireOwnPage,
  secureAddress,
  strangerAt,
  takePersonToken,
  type Access,
  type OwnerContext,
  type OwnerRow,
} from '../../access/index.ts';
import { AppError } from '../../platform/app-error.ts';
import { soonHook } from '../../platform/http/soon-hook.ts';
import type { Headed } from '../sign-in/context.ts';

/** Who is signed in to the owner portal. */
export interface OwnerSession {
  /** Also the id of the owner. */
  readonly userId: string;
  readonly email: string;
  readonly emailConfirmed?: boolean;
  readonly name: string;
  readonly sessionId: string;
}

export interface OwnerSessions {
  sessionOf(request: Headed): Promise<OwnerSession | null>;
}

interface SignedIn extends OwnerContext {
  readonly account: OwnerRow;
  readonly session: OwnerSession;
  readonly address: string;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route is an owner's, behind the sign-in. */
    owner?: object;
  }
  interface FastifyRequest {
    signedIn: SignedIn | null;
  }
}

/** Before the body of an owner's request is read: TLS (403), own page (400), session and account (401), limit (429). */
export function addOwnerGate(app: FastifyInstance, access: Access, sessions: OwnerSessions): void {
  app.decorateRequest('signedIn', null);
  const check = async (request: FastifyRequest, reply: FastifyReply) => {
    const address = secureAddress(access, request.raw);
    requireOwnPage(access, request);
    const session = await sessions.sessionOf(request);
    // A session may outlive its account.
    const account = session && (await access.owners.get(session.userId));
    if (!session || !account) {
      await strangerAt(access, address).count();
      throw new AppError('sign-in-required');
    }
    const ownerId = account.owner_id;
    request.signedIn = { access, ownerId, account, session, address };
    request.companyLanguages = [account.language];
    reply.headers(await takePersonToken(access, ownerId));
  };
  app.addHook(
    'onRequest',
    soonHook((request, reply) => (request.routeOptions.config.owner ? check(request, reply) : undefined)),
  );
}

/** The owner that the gate let through. */
export function ownerOf(request: FastifyRequest): SignedIn {
  if (!request.signedIn) throw new Error('the route is not behind the owner gate');
  return request.signedIn;
}
