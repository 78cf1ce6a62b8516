import type { FastifyRequest } from 'fastify';
import { claimGateway } from '../../gateways/index.ts';
import { AppError } from '../../platform/app-error.ts';
import { callerAddress } from '../../platform/http/caller-address.ts';
import { createHttpServer } from '../../platform/http/server.ts';
import type { Portals } from '../portals.ts';
import { markConfirmed } from '../sign-in/mailed-links.ts';
import type { OwnerAccounts } from './owner-sign-in.ts';

/** Who makes an account for the server itself calls from here. */
const INSIDE = '127.0.0.1';

/**
 * The accounts of owners. The routes of the sign-in are called from inside, with the cookies and the address of the
 * browser; nobody reaches them directly, so that every form stands behind its token.
 */
export function ownerAccounts({ db, log, transport, gateways, owners }: Portals): OwnerAccounts {
  const inside = createHttpServer(log);
  owners.addRoutes(inside);
  const call = async (path: string, payload: object, from?: FastifyRequest) => {
    const answer = await inside.inject({
      method: 'POST',
      url: `/owner/account${path}`,
      payload,
      remoteAddress: from ? callerAddress(from.raw, transport.trustProxy) : INSIDE,
      headers: {
        cookie: from?.headers.cookie ?? '',
        'user-agent': from?.headers['user-agent'] ?? '',
      },
    });
    return { status: answer.statusCode, cookies: [answer.headers['set-cookie'] ?? []].flat(), answer };
  };
  return {
    claim: (owner, input) => claimGateway(gateways, owner, input),
    create: async (owner) => {
      const { status, answer } = await call('/sign-up', owner);
      if (status !== 201) throw new Error(`the owner was not made: ${answer.body}`);
      const { userId: ownerId } = answer.json<{ userId: string }>();
      await markConfirmed(db, 'owner', ownerId);
      return { ownerId };
    },
    signIn: {
      sessionOf: (request) => owners.sessionOf(request),
      signIn: async (request, reply, { email, password }) => {
        const { status, cookies } = await call('/sign-in', { email, password }, request);
        if (status === 200) reply.header('set-cookie', cookies);
        return status === 200 ? 'ok' : refusalOf(status, 'refused');
      },
      signUp: async (request, reply, owner) => {
        const { status, cookies } = await call('/sign-up', owner, request);
        if (status === 201) reply.header('set-cookie', cookies);
        return status === 201 ? 'ok' : status === 409 ? 'taken' : refusalOf(status, 'weak');
      },
      signOut: async (request, reply) => {
        const { cookies } = await call('/sign-out', {}, request);
        reply.header('set-cookie', cookies);
      },
    },
  };
}

/** A form that was refused; a server that cannot answer now says so itself. */
function refusalOf<T extends string>(status: number, refused: T): T | 'limited' {
  if (status === 429) return 'limited';
  if (status >= 500) throw new AppError('overloaded', {}, { 'retry-after': '2' });
  return refused;
}
