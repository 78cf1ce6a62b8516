import { sql } from 'kysely';
import { callerAddress } from '../../platform/http/caller-address.ts';
import type { MasterKey } from '../../platform/master-key.ts';
import type { Platform } from '../../platform/platform.ts';
import { countAttempt } from './attempts.ts';
import { authSecrets, openAuth, type Auth, type AudienceName, type AuthOptions } from './auth.ts';
import { credentialsOf, type SignIn, type SignInContext, type SignInOptions } from './context.ts';
import { addLinkRoutes } from './link-routes.ts';
import { forgetLinks } from './one-time-links.ts';
import { forgetChallenges } from './passkeys/challenges.ts';
import { translated } from './refusal.ts';
import { removeUser } from './remove-user.ts';
import { createUser } from './sign-up.ts';
import { addSignInRoutes } from './sign-in-routes.ts';

export function createSignIn(platform: Platform, options: SignInOptions): SignIn {
  const { db, masterKey, log } = platform;
  const { audience, trustProxy } = options;
  const limits = platform.limitsOf(`sign-in-${audience}`);
  const open = (on: typeof db, more?: Pick<AuthOptions, 'oidc'>) =>
    openAuth(on, { audience, masterKey, log, baseUrl: options.baseUrl(), ...more });
  const main = sinceRotation(masterKey, audience, () => open(db));
  const outside = sinceRotation(masterKey, audience, () => {
    if (!options.oidc) throw new Error('there is no provider of outside accounts');
    const redirectUri = `${options.baseUrl()}${options.basePath}/oidc/callback`;
    return open(db, { oidc: { ...options.oidc, redirectUri } });
  });
  const context: SignInContext = {
    ...options,
    platform,
    auth: main,
    oidcAuth: outside,
    authIn: ({ tx }) => open(tx),
    countAttempt: (request, email) => countAttempt(limits, callerAddress(request.raw, trustProxy), email),
    sessionOf: async (request) => {
      const { api } = await context.auth();
      const found = await translated(api.getSession({ headers: credentialsOf(request) }));
      if (!found) return null;
      const { user, session } = found;
      const passed = session.secondFactor;
      if (user.twoFactorEnabled === true && !passed) return null;
      return {
        userId: user.id,
        email: user.email,
        emailConfirmed: user.emailVerified,
        name: user.name,
        sessionId: session.id,
        secondFactor: passed,
        expiresAt: session.expiresAt,
      };
    },
  };
  return {
    audience,
    languageOf: options.links?.languageOf,
    addRoutes: (app) => addSignInRoutes(app, context),
    addLinkRoutes: (app) => {
      if (options.links) addLinkRoutes(app, context, options.links);
    },
    sessionOf: context.sessionOf,
    countAttempt: context.countAttempt,
    createUser: (unit, input, device) => createUser(context, unit, input, device),
    removeUser: (unit, userId) => removeUser(unit, audience, userId),
    forgetExpired: async () => {
      for (const table of [`${audience}_sessions`, `${audience}_verifications`])
        await sql`DELETE FROM ${sql.table(table)} WHERE expires_at < now()`.execute(db);
      if (options.links) await forgetLinks(db, options.links.audience);
      await forgetChallenges(db);
    },
  };
}

/** Opened at first use, and anew when the master key was rotated, so that nothing is encrypted with one that may be removed. */
function sinceRotation(
  masterKey: MasterKey,
  audience: AudienceName,
  open: () => Promise<Auth>,
): () => Promise<Auth> {
  let opened: { readonly version: number | undefined; readonly auth: Promise<Auth> } | undefined;
  return () => {
    const version = authSecrets(masterKey, audience)[0]?.version;
    opened = opened && opened.version === version ? opened : { version, auth: open() };
    return opened.auth;
  };
}
