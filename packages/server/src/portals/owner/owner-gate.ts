import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  secureAddress,
  strangerAt,
  type Access,
  type OwnerContext,
  type OwnerRow,
} from '../../access/index.ts';
import { AppError } from '../../platform/app-error.ts';
import { isSameOrigin } from '../../platform/http/same-origin.ts';
import { takeTokens } from '../../platform/limits/limits.ts';
import type { BucketPolicy } from '../../platform/limits/token-buckets.ts';

/** Who is signed in to the owner portal. */
export interface OwnerSession {
  /** Also the id of the owner. */
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly sessionId: string;
}

export interface OwnerSessions {
  sessionOf(request: FastifyRequest): Promise<OwnerSession | null>;
}

/** Far more than a person clicks, far less than a script could do harm with. */
const PER_OWNER: BucketPolicy = { name: 'owner', burst: 60, refillMs: 200 };

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
  const limits = access.limitsOf('owner');
  app.decorateRequest('signedIn', null);
  app.addHook('onRequest', async (request, reply) => {
    if (!request.routeOptions.config.owner) return;
    const address = secureAddress(access, request.raw);
    if (request.method !== 'GET' && request.method !== 'HEAD') requireOwnPage(access, request);
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
    reply.headers(await takeTokens(limits, [{ key: ownerId, policy: PER_OWNER }]));
  });
}

/** The owner that the gate let through. */
export function ownerOf(request: FastifyRequest): SignedIn {
  if (!request.signedIn) throw new Error('the route is not behind the owner gate');
  return request.signedIn;
}

/** The session travels by itself, so what changes something must come from a page of ours; browsers always say from where. */
export function requireOwnPage({ urls }: Access, request: FastifyRequest): void {
  const { origin, host } = request.headers;
  const brands = ['BOSCH', 'BUDERUS', 'IVT'] as const;
  const ours = [urls.publicUrl(), ...brands.map((brand) => urls.portalUrl(brand))];
  if (origin !== undefined && isSameOrigin(origin, host, ours)) return;
  const message = `"${origin ?? ''}" is not an address of this server; change things in the owner portal`;
  throw new AppError('request-invalid', { errors: [{ pointer: '/headers/origin', message }] });
}
