/** An item of `GET /api-keys`. */
export interface ApiKey {
  readonly keyId: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly lastUsedAt?: string;
}
