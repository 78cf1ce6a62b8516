import type { FastifyContextConfig, FastifyInstance, FastifyRequest } from 'fastify';
import type { Language } from '@hearthgate/wire';
import type { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Auth, AudienceName } from './auth.ts';
import type { LinkOptions } from './mailed-links.ts';
import type { OidcClient } from './oidc/oidc-client.ts';

export type SignInAction =
  | 'sign-in'
  | 'sign-in-code'
  | 'sign-in-passkey'
  | 'sign-out'
  | 'sign-up'
  | 'enrol-second-factor'
  | 'password-reset'
  | 'confirm-second-factor';

/** All that is looked at of a request to know who is signed in. */
export type Headed = Pick<FastifyRequest, 'headers'>;

/** Somebody who is signed in. */
export interface Session {
  readonly userId: string;
  readonly email: string;
  readonly emailConfirmed: boolean;
  readonly name: string;
  readonly sessionId: string;
  /** False: the account has no second factor yet. */
  readonly secondFactor: boolean;
  readonly expiresAt: Date;
}

export interface NewUser {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly language: Language;
}

/** An account that was made: the headers carry the cookies of its session. */
export interface Entered {
  readonly userId: string;
  readonly headers: Headers;
}

export interface SignInOptions {
  readonly audience: AudienceName;
  /** Cookies are `Secure` when it is https; asked at the first sign-in, when the server listens. */
  readonly baseUrl: () => string;
  /** Where the routes are added, such as `/operator`. */
  readonly basePath: string;
  readonly secondFactor: 'required' | 'optional';
  /** May people sign in with a passkey in place of password and code? */
  readonly passkeys: boolean;
  /** An outside account opens one here. */
  readonly oidc?: OidcClient | undefined;
  /** May strangers make an account? */
  readonly signUp: boolean;
  readonly trustProxy: readonly string[];
  /** What each route declares to a gate. */
  readonly configOf?: (action: SignInAction) => FastifyContextConfig;
  /** Without it nothing goes to the address of an account. */
  readonly links?: LinkOptions;
  /** In the transaction that makes the account: both come to be, or neither. May run again, in another transaction. */
  readonly onUserCreated?: (user: NewUser, unit: UnitOfWork) => Promise<void>;
}

/** Accounts with e-mail, password and TOTP for one audience, by the library better-auth. */
export interface SignIn {
  readonly audience: AudienceName;
  /** In which language somebody is written to; undefined: nobody of this audience is. */
  readonly languageOf: LinkOptions['languageOf'] | undefined;
  addRoutes(app: FastifyInstance): void;
  /** Forgotten passwords, and addresses of those who signed up; for an audience with `links`, on the public server. */
  addLinkRoutes(app: FastifyInstance): void;
  /** By cookie or `Authorization: Bearer`; null also for a session that never passed the account's second factor. */
  sessionOf(request: Headed): Promise<Session | null>;
  /** Refuses with 429 when too much was tried from the caller's address or for the account. */
  countAttempt(request: FastifyRequest, email?: string): Promise<void>;
  /** Makes an account in the caller's transaction, and its first session; 409 `email-in-use` when there is one. */
  createUser(
    unit: UnitOfWork,
    input: { email: string; name: string; password: string },
    device?: Headers,
  ): Promise<Entered>;
  /** Removes an account with its sessions, in the caller's transaction. */
  removeUser(unit: UnitOfWork, userId: string): Promise<void>;
  /** Deletes what has ended; once an hour is enough. */
  forgetExpired(): Promise<void>;
}

/** What the routes stand on. */
export interface SignInContext extends SignInOptions, Pick<SignIn, 'sessionOf' | 'countAttempt'> {
  readonly platform: Platform;
  auth(): Promise<Auth>;
  /** The library with the provider of outside accounts; only where `oidc` is set. */
  oidcAuth(): Promise<Auth>;
  /** The library inside a transaction. */
  authIn(unit: UnitOfWork): Promise<Auth>;
}

/** What a browser calls itself, cut to a length that a list shows: people tell their sessions apart by it. */
const USER_AGENT_MAX = 200;

/** What is kept of the browser with the session it begins. */
export function deviceOf({ headers }: Headed): Headers {
  return new Headers({ 'user-agent': (headers['user-agent'] ?? '').slice(0, USER_AGENT_MAX) });
}

/** The library sees nothing else of a request. */
export function credentialsOf({ headers }: Headed): Headers {
  const { cookie, authorization } = headers;
  return new Headers({ ...(cookie && { cookie }), ...(authorization && { authorization }) });
}
