import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Standard Webhooks: a receiver refuses messages whose timestamp is further away than this. */
export const SIGNATURE_TOLERANCE_SECONDS = 300;
const SECRET_PREFIX = 'whsec_';

export interface SignatureHeaders {
  'webhook-id': string;
  /** Unix seconds. */
  'webhook-timestamp': string;
  'webhook-signature': string;
}

/** A new secret in the form `whsec_<base64 of 32 bytes>`. */
export function newWebhookSecret(): string {
  return SECRET_PREFIX + randomBytes(32).toString('base64');
}

/** Signs as Standard Webhooks v1 (HMAC-SHA256 over `id.timestamp.body`). */
export function signWebhook(secret: string, id: string, atMs: number, body: string): SignatureHeaders {
  const timestamp = String(Math.floor(atMs / 1000));
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${digest(secret, id, timestamp, body).toString('base64')}`,
  };
}

/** True when one of the listed signatures is right and the timestamp is near `nowMs`. */
export function verifyWebhook(
  secret: string,
  headers: Readonly<Record<string, string | undefined>>,
  body: string,
  nowMs: number,
): boolean {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = headers;
  if (!id || !timestamp || !signatures) return false;
  const age = Math.abs(nowMs / 1000 - Number(timestamp));
  if (!(age <= SIGNATURE_TOLERANCE_SECONDS)) return false;
  const expected = digest(secret, id, timestamp, body);
  return signatures.split(' ').some((entry) => {
    const [version, value] = entry.split(',', 2);
    if (version !== 'v1' || !value) return false;
    const given = Buffer.from(value, 'base64');
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

function digest(secret: string, id: string, timestamp: string, body: string): Buffer {
  const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');
  return createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest();
}
