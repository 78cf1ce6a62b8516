import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { recordClaim, registerOwner, type Access } from '../../src/access/index.ts';
import { AppError } from '../../src/platform/app-error.ts';
import type { NewOwner, OwnerAccounts } from '../../src/portals/index.ts';

const COOKIE = 'test-session';

/** Accounts in memory, passwords in the clear: what the pages need of a sign-in, and nothing that protects. */
export class TestAccounts {
  readonly #accounts = new Map<string, NewOwner & { userId: string }>();
  readonly #sessions = new Map<string, string>();
  /** Label passwords by gateway: what may be claimed. */
  readonly labels = new Map<string, string>();
  isLimited = false;

  open(access: Access): OwnerAccounts {
    const create = async (owner: NewOwner) => {
      const { ownerId } = await registerOwner(access, owner);
      this.#accounts.set(owner.email, { ...owner, userId: ownerId });
      return { ownerId };
    };
    return {
      create,
      claim: async ({ ownerId }, { gatewayId, labelPassword }) => {
        if (this.labels.get(String(gatewayId)) !== labelPassword) throw new AppError('not-found');
        await access.transact((unit) => recordClaim(access, unit, { ownerId, gatewayId, brand: 'BOSCH' }));
      },
      signIn: {
        sessionOf: (request) => Promise.resolve(this.#sessionOf(request)),
        signIn: (_request, reply, { email, password }) => {
          if (this.isLimited) return Promise.resolve('limited');
          if (this.#accounts.get(email)?.password !== password) return Promise.resolve('refused');
          this.#begin(reply, email);
          return Promise.resolve('ok');
        },
        signUp: async (_request, reply, owner) => {
          if (this.isLimited) return 'limited';
          if (owner.password.length < 10) return 'weak';
          if (this.#accounts.has(owner.email)) return 'taken';
          await create(owner);
          this.#begin(reply, owner.email);
          return 'ok';
        },
        signOut: (request, reply) => {
          this.#sessions.delete(idIn(request));
          reply.header('set-cookie', `${COOKIE}=; Path=/; Max-Age=0`);
          return Promise.resolve();
        },
      },
    };
  }

  #begin(reply: FastifyReply, email: string): void {
    const sessionId = randomBytes(9).toString('hex');
    this.#sessions.set(sessionId, email);
    reply.header('set-cookie', `${COOKIE}=${sessionId}; Path=/; HttpOnly; SameSite=Lax`);
  }

  #sessionOf(request: FastifyRequest) {
    const sessionId = idIn(request);
    const account = this.#accounts.get(this.#sessions.get(sessionId) ?? '');
    return account ? { ...account, sessionId } : null;
  }
}

function idIn(request: FastifyRequest): string {
  return new RegExp(`${COOKIE}=(\\w+)`).exec(request.headers.cookie ?? '')?.[1] ?? '';
}
