import { createHmac, createPublicKey, randomBytes, timingSafeEqual, verify } from 'node:crypto';
import { ED25519_SECRET, HMAC_SECRET, ed25519Key, messageSigner } from './webhook-signer.ts';

/** Standard Webhooks: a receiver refuses messages whose timestamp is further away than this. */
export const SIGNATURE_TOLERANCE_SECONDS = 300;
const PUBLIC_KEY = 'whpk_';

export interface SignatureHeaders {
  'webhook-id': string;
  /** Unix seconds. */
  'webhook-timestamp': string;
  'webhook-signature': string;
}

/** A new secret in the form `whsec_<base64 of 32 bytes>`. */
export function newWebhookSecret(): string {
  return HMAC_SECRET + randomBytes(32).toString('base64');
}

/** A new Ed25519 private key in the form `whsk_<base64 of 32 bytes>`. */
export function newWebhookPrivateKey(): string {
  return ED25519_SECRET + randomBytes(32).toString('base64');
}

/** What receivers check with, `whpk_<base64 of 32 bytes>`; undefined for a shared secret, which has no public half. */
export function webhookPublicKey(secret: string): string | undefined {
  if (!secret.startsWith(ED25519_SECRET)) return undefined;
  const { x = '' } = createPublicKey(ed25519Key(secret)).export({ format: 'jwk' });
  return PUBLIC_KEY + Buffer.from(x, 'base64url').toString('base64');
}

/** Signs as Standard Webhooks: `v1` (HMAC-SHA256) with a `whsec_...`, `v1a` (Ed25519) with a `whsk_...`. */
export function signWebhook(secret: string, id: string, atMs: number, body: string): SignatureHeaders {
  const timestamp = String(Math.floor(atMs / 1000));
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': messageSigner(secret)(id, timestamp, body),
  };
}

/**
 * True when one of the listed signatures is right and the timestamp is near `nowMs`. `key` is the secret (`whsec_...`) or
 * the public key (`whpk_...`) of the endpoint.
 */
export function verifyWebhook(
  key: string,
  headers: Readonly<Record<string, string | undefined>>,
  body: string,
  nowMs: number,
): boolean {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = headers;
  if (!id || !timestamp || !signatures) return false;
  const age = Math.abs(nowMs / 1000 - Number(timestamp));
  if (!(age <= SIGNATURE_TOLERANCE_SECONDS)) return false;
  const { version, isRight } = signatureCheck(key);
  const content = `${id}.${timestamp}.${body}`;
  return signatures.split(' ').some((entry) => {
    const [given, value] = entry.split(',', 2);
    return (
      given === version &&
      value !== undefined &&
      value !== '' &&
      isRight(content, Buffer.from(value, 'base64'))
    );
  });
}

export interface SignatureCheck {
  /** Of the entries of `webhook-signature` that this key is for. */
  readonly version: 'v1' | 'v1a';
  /** Was `content` (`id.timestamp.body`) signed with this key? Takes the same time whatever the answer. */
  readonly isRight: (content: string | Uint8Array, signature: Uint8Array) => boolean;
}

/** What checks signatures of a shared secret (`whsec_...`), a public key (`whpk_...`), or a private key (`whsk_...`). */
export function signatureCheck(key: string): SignatureCheck {
  const publicHalf = key.startsWith(PUBLIC_KEY) ? key : webhookPublicKey(key);
  if (publicHalf !== undefined) {
    const x = bytesOf(publicHalf).toString('base64url');
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    return {
      version: 'v1a',
      isRight: (content, signature) => verify(null, Buffer.from(content), publicKey, signature),
    };
  }
  return {
    version: 'v1',
    isRight: (content, signature) => {
      const expected = createHmac('sha256', bytesOf(key)).update(content).digest();
      return signature.length === expected.length && timingSafeEqual(signature, expected);
    },
  };
}

/** What stands behind the prefix. */
function bytesOf(text: string): Buffer {
  return Buffer.from(text.slice(text.indexOf('_') + 1), 'base64');
}
