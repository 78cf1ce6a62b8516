import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Who has an account at the provider. */
export interface OidcUser {
  readonly sub: string;
  readonly email: string;
  readonly email_verified: boolean;
  readonly name: string;
}

interface Granted {
  readonly user: OidcUser;
  readonly query: URLSearchParams;
}

/** A small OpenID Connect provider over real HTTP: codes with PKCE, tokens signed with RS256. */
export interface OidcProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What the provider put into its last token; a test may change it before it is signed. */
  twist: (claims: Record<string, unknown>) => Record<string, unknown>;
  /** The user agrees on the provider's page; answers where the browser is sent. */
  agree(authorizationUrl: string, user: OidcUser): string;
  close(): Promise<void>;
}

export async function startOidcProvider(): Promise<OidcProvider> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const [clientId, clientSecret] = ['hearthgate', randomBytes(12).toString('hex')];
  const granted = new Map<string, Granted>();
  const text = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

  const exchange = (form: URLSearchParams, authorization: string): object | undefined => {
    const grant = granted.get(form.get('code') ?? '');
    granted.delete(form.get('code') ?? '');
    const basic = Buffer.from(authorization.replace(/^Basic /, ''), 'base64').toString();
    const isClient = form.get('client_secret') === clientSecret || basic === `${clientId}:${clientSecret}`;
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (!grant || !isClient || challenge !== grant.query.get('code_challenge')) return undefined;
    if (form.get('redirect_uri') !== grant.query.get('redirect_uri')) return undefined;
    const iat = Math.floor(Date.now() / 1000);
    const nonce = grant.query.get('nonce');
    const claims = { iss: provider.issuer, aud: clientId, iat, exp: iat + 300, nonce, ...grant.user };
    const body = `${text({ alg: 'RS256', kid: 'one' })}.${text(provider.twist(claims))}`;
    const signature = sign('sha256', Buffer.from(body), privateKey).toString('base64url');
    return {
      access_token: 'opaque-access',
      token_type: 'Bearer',
      expires_in: 300,
      id_token: `${body}.${signature}`,
    };
  };

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const send = (status: number, value: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (request.url === '/.well-known/openid-configuration')
      return send(200, {
        issuer: provider.issuer,
        authorization_endpoint: `${provider.issuer}/authorize`,
        token_endpoint: `${provider.issuer}/token`,
        jwks_uri: `${provider.issuer}/jwks`,
        id_token_signing_alg_values_supported: ['RS256'],
      });
    if (request.url === '/jwks')
      return send(200, {
        keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }],
      });
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const tokens = exchange(
      new URLSearchParams(Buffer.concat(parts).toString()),
      request.headers.authorization ?? '',
    );
    return tokens ? send(200, tokens) : send(400, { error: 'invalid_grant' });
  };

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const provider: OidcProvider = {
    issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    clientId,
    clientSecret,
    twist: (claims) => claims,
    agree: (authorizationUrl, user) => {
      const { searchParams: query } = new URL(authorizationUrl);
      const code = randomBytes(12).toString('hex');
      granted.set(code, { user, query });
      const back = new URL(query.get('redirect_uri') ?? '');
      back.searchParams.set('code', code);
      back.searchParams.set('state', query.get('state') ?? '');
      return back.href;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return provider;
}
