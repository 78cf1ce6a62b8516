import { createHmac, createPrivateKey, createSecretKey, sign, type KeyObject } from 'node:crypto';

/** What comes before the base64 of a secret of 32 bytes, by kind of signature. */
export const HMAC_SECRET = 'whsec_';
export const ED25519_SECRET = 'whsk_';
/** PKCS #8 of an Ed25519 private key, up to its 32 bytes (RFC 8410). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Signs one message after the other with one secret: one entry of the header `webhook-signature`. */
export type MessageSigner = (id: string, unixSeconds: string, body: string) => string;

/** Standard Webhooks: `whsec_...` signs as `v1` (HMAC-SHA256), `whsk_...` as `v1a` (Ed25519), over `id.timestamp.body`. */
export function messageSigner(secret: string): MessageSigner {
  if (secret.startsWith(ED25519_SECRET)) {
    const key = ed25519Key(secret);
    return (id, at, body) => `v1a,${sign(null, Buffer.from(`${id}.${at}.${body}`), key).toString('base64')}`;
  }
  const key = createSecretKey(Buffer.from(secret.slice(HMAC_SECRET.length), 'base64'));
  return (id, at, body) => `v1,${createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64')}`;
}

/** The private key in a secret `whsk_<base64 of 32 bytes>`. */
export function ed25519Key(secret: string): KeyObject {
  const seed = Buffer.from(secret.slice(ED25519_SECRET.length), 'base64');
  return createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' });
}
