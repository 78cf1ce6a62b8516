import type { FastifyContextConfig, FastifyRequest } from 'fastify';
import type { Session } from './context.ts';

type AccountAction =
  | 'sessions'
  | 'end-session'
  | 'end-sessions'
  | 'change-password'
  | 'passkeys'
  | 'passkey-options'
  | 'add-passkey'
  | 'remove-passkey';

/** The gate of each audience stands before the routes about an account, and says who it let in. */
export interface AccountGate {
  /** `/owner`, `/pro` or `/operator`. */
  readonly basePath: string;
  readonly configOf: (action: AccountAction) => FastifyContextConfig;
  readonly who: (request: FastifyRequest) => Pick<Session, 'userId' | 'sessionId' | 'email'>;
}
