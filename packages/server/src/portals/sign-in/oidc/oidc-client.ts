/** What the provider of an outside account knows this server by. */
export interface OidcClient {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The name under which the library keeps the accounts of the one provider. */
export const OIDC = 'oidc';
