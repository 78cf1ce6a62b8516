import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { MemberRole } from '@hearthgate/wire';
import {
  memberContext,
  requireOwnPage,
  requireRole,
  secureAddress,
  strangerAt,
  takePersonToken,
  type MemberContext,
} from '../../access/index.ts';
import { AppError } from '../../platform/app-error.ts';
import { soonHook } from '../../platform/http/soon-hook.ts';
import type { Portals } from '../portals.ts';
import type { Session } from '../sign-in/context.ts';

/** What a route of the pro portal declares. */
export interface ProRoute {
  /** Nobody need be signed in. */
  readonly isOpen?: boolean;
  /** The least role; anybody's when left out. */
  readonly role?: MemberRole;
}

/** A member who is signed in. */
export interface SignedInMember extends MemberContext {
  readonly session: Session;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    member?: ProRoute;
  }
  interface FastifyRequest {
    member: SignedInMember | null;
  }
}

/**
 * Before the body is read: TLS (403), own page (400), session and member (401), limit (429), role (403). What the state of the
 * company forbids is said by the verbs, so that members of a suspended one still see that it is.
 */
export function addProGate(app: FastifyInstance, { access, members }: Portals): void {
  app.decorateRequest('member', null);
  const check = async (request: FastifyRequest, reply: FastifyReply, route: ProRoute) => {
    const address = secureAddress(access, request.raw);
    requireOwnPage(access, request);
    if (route.isOpen === true) return strangerAt(access, address).count();
    const session = await members.sessionOf(request);
    const context = session && (await memberContext(access, session.userId));
    if (!session || !context) {
      await strangerAt(access, address).count();
      throw new AppError('sign-in-required');
    }
    request.member = { ...context, session };
    reply.headers(await takePersonToken(access, context.memberId));
    requireRole(context.role, route.role ?? 'VIEWER');
  };
  app.addHook(
    'onRequest',
    soonHook((request, reply) => {
      const route = request.routeOptions.config.member;
      return route && check(request, reply, route);
    }),
  );
}

/** The member that the gate let through. */
export function memberOf(request: FastifyRequest): SignedInMember {
  if (!request.member) throw new Error('the route is not behind the gate of the pro portal');
  return request.member;
}
