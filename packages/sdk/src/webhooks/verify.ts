import type { HearthgateEvent } from '../generated/api.ts';

/** Standard Webhooks: older messages may be somebody's repetition. */
const TOLERANCE_SECONDS = 300;
const HMAC_KEY = 'whsec_';
const ED25519_KEY = 'whpk_';

/**
 * Why a request is not believed. `header-missing`: not a webhook, or a proxy dropped headers. `timestamp-out-of-tolerance`:
 * too old or from the future; is your clock right? `signature-wrong`: another secret, or not the bytes that were sent.
 * `body-unreadable`: signed, but no JSON.
 */
export type WebhookFault =
  | 'header-missing'
  | 'timestamp-out-of-tolerance'
  | 'signature-wrong'
  | 'body-unreadable';

export class WebhookVerificationError extends Error {
  override readonly name = 'WebhookVerificationError';
  readonly code: WebhookFault;
  constructor(code: WebhookFault, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

export interface VerifyOptions {
  /** The secret (`whsec_...`) or public key (`whpk_...`) of the endpoint; both, the new and the old one, while it is changed. */
  readonly keys: string | readonly string[];
  /** How far the timestamp may be away; 300 s when left out, as Standard Webhooks has it. */
  readonly toleranceSeconds?: number | undefined;
  /** In place of the clock: for tests. */
  readonly nowMs?: number | undefined;
}

export interface WebhookRequest {
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** As it came. Parsed and written anew it is another one. */
  readonly body: Uint8Array | string;
}

/** A message that is genuine. */
export interface WebhookMessage {
  /** The same again when it is sent again: of the event, or of the batch. */
  readonly id: string;
  readonly sentAt: Date;
  /** One, or those of a batch, in the order in which they happened for each gateway. */
  readonly events: readonly HearthgateEvent[];
}

/** Checks a request as Standard Webhooks has it, and reads it. Throws a `WebhookVerificationError`. */
export async function verifyWebhook(
  { headers, body }: WebhookRequest,
  { keys, toleranceSeconds = TOLERANCE_SECONDS, nowMs = Date.now() }: VerifyOptions,
): Promise<WebhookMessage> {
  const checks = (typeof keys === 'string' ? [keys] : keys).map(checkOf);
  const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map((name) => {
    const value = headerOf(headers, `webhook-${name}`);
    if (value === undefined || value === '')
      throw new WebhookVerificationError('header-missing', `there is no webhook-${name}`);
    return value;
  }) as [string, string, string];
  const seconds = /^\d+$/.test(timestamp) ? Number(timestamp) : Number.NaN;
  // Written so that a number that is none fails too.
  if (!(Math.abs(nowMs / 1000 - seconds) <= toleranceSeconds))
    throw new WebhookVerificationError(
      'timestamp-out-of-tolerance',
      `webhook-timestamp ${timestamp} is more than ${toleranceSeconds} s away`,
    );
  const text = new TextEncoder();
  const bytes = typeof body === 'string' ? text.encode(body) : body;
  const content = joined(text.encode(`${id}.${timestamp}.`), bytes);
  for (const entry of signatures.split(' ')) {
    const [version, value = ''] = entry.split(',');
    const signature = bytesOf(value);
    if (signature === undefined) continue;
    for (const check of checks)
      if (check.version === version && (await check.fits(signature, content)))
        return { id, sentAt: new Date(seconds * 1000), events: eventsOf(bytes) };
  }
  throw new WebhookVerificationError(
    'signature-wrong',
    'no signature fits: another secret, or the body is not the bytes that came',
  );
}

type Bytes = Uint8Array<ArrayBuffer>;
interface Check {
  readonly version: 'v1' | 'v1a';
  /** Compared by the platform, in constant time. */
  readonly fits: (signature: Bytes, content: Bytes) => Promise<boolean>;
}

function checkOf(key: string): Check {
  const isHmac = key.startsWith(HMAC_KEY);
  const bytes = isHmac || key.startsWith(ED25519_KEY) ? bytesOf(key.slice(key.indexOf('_') + 1)) : undefined;
  if (bytes === undefined || bytes.length === 0)
    throw new TypeError(`a key of an endpoint is ${HMAC_KEY}... or ${ED25519_KEY}... with base64 behind it`);
  const algorithm = isHmac ? { name: 'HMAC', hash: 'SHA-256' } : { name: 'Ed25519' };
  return {
    version: isHmac ? 'v1' : 'v1a',
    fits: async (signature, content) => {
      const imported = await crypto.subtle.importKey('raw', bytes, algorithm, false, ['verify']);
      return crypto.subtle.verify(algorithm.name, imported, signature, content);
    },
  };
}

function eventsOf(body: Uint8Array): HearthgateEvent[] {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    return (Array.isArray(value) ? value : [value]) as HearthgateEvent[];
  } catch {
    throw new WebhookVerificationError('body-unreadable', 'the body is signed, but no JSON');
  }
}

function headerOf(headers: WebhookRequest['headers'], name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  const found = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  return typeof found === 'object' ? found[0] : found;
}

function bytesOf(base64: string): Bytes | undefined {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

function joined(head: Uint8Array, tail: Uint8Array): Bytes {
  const whole = new Uint8Array(head.length + tail.length);
  whole.set(head);
  whole.set(tail, head.length);
  return whole;
}
