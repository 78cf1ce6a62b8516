import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  timingSafeEqual,
  verify,
} from 'node:crypto';

/** Standard Webhooks: a receiver refuses messages whose timestamp is further away than this. */
export const SIGNATURE_TOLERANCE_SECONDS = 300;
/** Prefixes of Standard Webhooks: a shared secret (HMAC-SHA256), and the two halves of an Ed25519 key pair. */
const SECRET = 'whsec_';
const PRIVATE_KEY = 'whsk_';
const PUBLIC_KEY = 'whpk_';
/** Bytes of an Ed25519 seed and of a public key; a private key is written as both, one after the other. */
const ED25519_BYTES = 32;

export interface SignatureHeaders {
  'webhook-id': string;
  /** Unix seconds. */
  'webhook-timestamp': string;
  'webhook-signature': string;
}

/** A new secret in the form `whsec_<base64 of 32 bytes>`. */
export function newWebhookSecret(): string {
  return SECRET + randomBytes(32).toString('base64');
}

/** A new Ed25519 key in the form `whsk_<base64 of seed and public key>`. */
export function newWebhookPrivateKey(): string {
  const { d = '', x = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  return PRIVATE_KEY + Buffer.concat([fromBase64(d), fromBase64(x)]).toString('base64');
}

/** What receivers check with, `whpk_<base64 of 32 bytes>`; undefined for a shared secret, which has no public half. */
export function webhookPublicKey(secret: string): string | undefined {
  if (!secret.startsWith(PRIVATE_KEY)) return undefined;
  return PUBLIC_KEY + bytesOf(secret).subarray(ED25519_BYTES).toString('base64');
}

/** Signs one message after the other; the keys are read once. */
export type WebhookSigner = (id: string, atMs: number, body: string) => SignatureHeaders;

/**
 * Signs as Standard Webhooks over `id.timestamp.body`: `v1` (HMAC-SHA256) with a `whsec_...`, `v1a` (Ed25519) with a
 * `whsk_...`. Several secrets give a signature each, so that receivers can change from one to the other.
 */
export function webhookSigner(secrets: readonly string[]): WebhookSigner {
  const signers = secrets.map(signerOf);
  return (id, atMs, body) => {
    const timestamp = String(Math.floor(atMs / 1000));
    const content = `${id}.${timestamp}.${body}`;
    return {
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signers.map((one) => one(content)).join(' '),
    };
  };
}

/** Signs one message. */
export function signWebhook(secret: string, id: string, atMs: number, body: string): SignatureHeaders {
  return webhookSigner([secret])(id, atMs, body);
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
  const { version, isRight } = verifierOf(key, `${id}.${timestamp}.${body}`);
  return signatures.split(' ').some((entry) => {
    const [given, value] = entry.split(',', 2);
    return given === version && value !== undefined && value !== '' && isRight(Buffer.from(value, 'base64'));
  });
}

function signerOf(secret: string): (content: string) => string {
  if (!secret.startsWith(PRIVATE_KEY)) {
    const key = bytesOf(secret);
    return (content) => `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
  }
  const bytes = bytesOf(secret);
  const d = bytes.subarray(0, ED25519_BYTES).toString('base64url');
  const x = bytes.subarray(ED25519_BYTES).toString('base64url');
  const key = createPrivateKey({ key: { kty: 'OKP', crv: 'Ed25519', d, x }, format: 'jwk' });
  return (content) => `v1a,${sign(null, Buffer.from(content), key).toString('base64')}`;
}

function verifierOf(
  key: string,
  content: string,
): { version: 'v1' | 'v1a'; isRight: (signature: Buffer) => boolean } {
  if (key.startsWith(PUBLIC_KEY)) {
    const x = bytesOf(key).toString('base64url');
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    return {
      version: 'v1a',
      isRight: (signature) => verify(null, Buffer.from(content), publicKey, signature),
    };
  }
  const expected = createHmac('sha256', bytesOf(key)).update(content).digest();
  return {
    version: 'v1',
    isRight: (signature) => signature.length === expected.length && timingSafeEqual(signature, expected),
  };
}

/** What stands behind the prefix. */
function bytesOf(text: string): Buffer {
  return Buffer.from(text.slice(text.indexOf('_') + 1), 'base64');
}

function fromBase64(text: string): Buffer {
  return Buffer.from(text, 'base64url');
}
