import { newId, type IdKind } from '../../platform/ids.ts';
import type { Db } from '../../platform/database/database.ts';
import type { Log } from '../../platform/log.ts';
import type { MasterKey } from '../../platform/master-key.ts';
import { OIDC, type OidcClient } from './oidc/oidc-client.ts';

export const AUDIENCE_NAMES = ['operator', 'owner', 'member'] as const;
export type AudienceName = (typeof AUDIENCE_NAMES)[number];

interface Audience {
  readonly idKind: IdKind;
  readonly passwordMin: number;
  /** Sessions end after this, used or not: a working day, and a month. */
  readonly sessionSeconds: number;
  readonly sameSite: 'strict' | 'lax';
}

/** Each audience has tables, ids and cookies of its own. */
export const AUDIENCES: Readonly<Record<AudienceName, Audience>> = {
  operator: { idKind: 'opr', passwordMin: 12, sessionSeconds: 12 * 3600, sameSite: 'strict' },
  member: { idKind: 'mbr', passwordMin: 12, sessionSeconds: 12 * 3600, sameSite: 'strict' },
  owner: { idKind: 'own', passwordMin: 10, sessionSeconds: 30 * 86_400, sameSite: 'lax' },
};

/** Longer texts would only cost time to hash. */
export const PASSWORD_MAX = 128;
/** A session that a right code began, or an outside account, is marked; the library itself keeps sessions from before the enrolment. */
const PROVING_PATHS = ['/two-factor/verify-totp', '/two-factor/verify-backup-code', '/callback/:id'];
/** Nothing is asked of a provider later, so its tokens are not kept. */
const NO_TOKENS = { accessToken: null, refreshToken: null, idToken: null };

export interface AuthOptions {
  readonly audience: AudienceName;
  readonly baseUrl: string;
  readonly masterKey: MasterKey;
  readonly log: Log;
  /** Of an instance for outside accounts alone: the library asks the provider when it starts. */
  readonly oidc?: OidcClient & { readonly redirectUri: string };
}

/** Signs with the newest key, decrypts with all: a new master key ends the sessions once and costs no second factor. */
export function authSecrets(
  masterKey: MasterKey,
  audience: AudienceName,
): { version: number; value: string }[] {
  const keys = masterKey.derive(`sign-in of ${audience}s`);
  return keys.map(({ id, key }) => ({ version: id, value: key.toString('base64') }));
}

export type Auth = Awaited<ReturnType<typeof openAuth>>;

/** The library better-auth, set up for one audience; `db` may be a transaction. Loaded at first use: it takes 0.3 s. */
export async function openAuth(db: Db, { audience, baseUrl, masterKey, log, oidc }: AuthOptions) {
  const [{ betterAuth }, { bearer }, { twoFactor }, { createAuthEndpoint }, { setSessionCookie }] =
    await Promise.all([
      import('better-auth'),
      import('better-auth/plugins/bearer'),
      import('better-auth/plugins/two-factor'),
      import('better-auth/api'),
      import('better-auth/cookies'),
    ]);
  const { idKind, passwordMin, sessionSeconds, sameSite } = AUDIENCES[audience];
  const times = { createdAt: 'created_at', updatedAt: 'updated_at' };
  /** Whom a sign-in between password and code is for. */
  const challenged = createAuthEndpoint.serverOnly({ method: 'GET', requireHeaders: true }, async (ctx) => {
    const { context } = ctx;
    const cookie = context.createAuthCookie('two_factor').name;
    const challenge = await ctx.getSignedCookie(cookie, context.secret);
    const found = challenge ? await context.internalAdapter.findVerificationValue(challenge) : null;
    return found ? await context.internalAdapter.findUserById(found.value) : null;
  });
  /** A session for who has proved by a passkey who it is. */
  const enter = createAuthEndpoint.serverOnly(
    { method: 'POST', requireHeaders: true, metadata: { $Infer: { body: {} as { userId: string } } } },
    async (ctx) => {
      const { internalAdapter } = ctx.context;
      const { userId } = ctx.body;
      const user = await internalAdapter.findUserById(userId);
      if (!user) throw new Error('a passkey without its user');
      const session = await internalAdapter.createSession(userId, false, { secondFactor: true }, true);
      await setSessionCookie(ctx, { session, user });
      return {};
    },
  );
  return betterAuth({
    appName: 'Hearthgate',
    baseURL: baseUrl,
    database: { db, type: 'postgres' },
    secrets: authSecrets(masterKey, audience),
    user: { modelName: `${audience}_users`, fields: { emailVerified: 'email_verified', ...times } },
    session: {
      modelName: `${audience}_sessions`,
      fields: {
        userId: 'user_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        ...times,
      },
      additionalFields: {
        secondFactor: { type: 'boolean', fieldName: 'second_factor', defaultValue: false, input: false },
      },
      expiresIn: sessionSeconds,
      disableSessionRefresh: true,
    },
    account: {
      modelName: `${audience}_accounts`,
      // Whoever has an account here says by its password that it is theirs.
      accountLinking: { disableImplicitLinking: true },
      fields: {
        userId: 'user_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        ...times,
      },
    },
    verification: {
      modelName: `${audience}_verifications`,
      fields: { expiresAt: 'expires_at', ...times },
    },
    emailAndPassword: { enabled: true, minPasswordLength: passwordMin, maxPasswordLength: PASSWORD_MAX },
    plugins: [
      // A token without its signature, as it stands in the database, opens nothing.
      bearer({ requireSignature: true }),
      twoFactor({
        issuer: 'Hearthgate',
        schema: {
          user: { fields: { twoFactorEnabled: 'two_factor_enabled' } },
          twoFactor: {
            modelName: `${audience}_two_factors`,
            fields: {
              userId: 'user_id',
              backupCodes: 'backup_codes',
              failedVerificationCount: 'failed_verification_count',
              lockedUntil: 'locked_until',
            },
          },
        },
      }),
      { id: 'hearthgate', endpoints: { challenged, enter } },
      ...(await oidcPlugins(oidc)),
    ],
    databaseHooks: {
      account: {
        create: { before: (account) => Promise.resolve({ data: { ...account, ...NO_TOKENS } }) },
        update: { before: (account) => Promise.resolve({ data: { ...account, ...NO_TOKENS } }) },
      },
      session: {
        create: {
          before: (session, context) =>
            Promise.resolve({
              data: {
                ...session,
                secondFactor: session['secondFactor'] === true || PROVING_PATHS.includes(context?.path ?? ''),
              },
            }),
        },
      },
    },
    advanced: {
      cookiePrefix: `hearthgate-${audience}`,
      useSecureCookies: baseUrl.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite, path: '/' },
      // Addresses stand in the record of the audience, if anywhere.
      ipAddress: { disableIpTracking: true },
      database: {
        validateSchema: false,
        generateId: ({ model }: { model: string }) => newId(model === 'user' ? idKind : 'sgn'),
      },
    },
    // We count attempts ourselves, in `attempts.ts`.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    // What strangers bring from elsewhere is no fault of this server.
    logger: {
      level: 'error',
      log: (_level, message) => log[oidc ? 'warn' : 'error']({ audience }, `sign-in: ${message}`),
    },
  });
}

/** The one provider, whose tokens are signed by a key it publishes; an account here is never linked to one of the same e-mail. */
async function oidcPlugins(oidc: AuthOptions['oidc']) {
  if (!oidc) return [];
  const { genericOAuth } = await import('better-auth/plugins/generic-oauth');
  const { issuer, clientId, clientSecret, redirectUri: redirectURI } = oidc;
  const discoveryUrl = `${issuer}/.well-known/openid-configuration`;
  const scopes = ['openid', 'email', 'profile'];
  const client = { providerId: OIDC, discoveryUrl, clientId, clientSecret, redirectURI, scopes };
  return [genericOAuth({ config: [{ ...client, requireIdTokenVerification: true }] })];
}
