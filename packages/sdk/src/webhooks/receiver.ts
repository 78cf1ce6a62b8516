import type { HearthgateEvent } from '../generated/api.ts';
import {
  verifyWebhook,
  WebhookVerificationError,
  type VerifyOptions,
  type WebhookMessage,
  type WebhookRequest,
} from './verify.ts';

/** A hundred events of a batch are far below; whoever sends more is somebody else. */
export const BODY_MAX_BYTES = 16 * 1024 * 1024;

/** Remembers ids of events that are done, for as long as one may come again: seven days. */
export interface SeenEvents {
  has(eventId: string): Promise<boolean> | boolean;
  add(eventId: string): Promise<void> | void;
}

export interface ReceiverOptions extends Omit<VerifyOptions, 'keys' | 'nowMs'> {
  /** As of `verifyWebhook`, or what gives them for each request, so that a rotated secret needs no restart. */
  readonly keys: VerifyOptions['keys'] | (() => VerifyOptions['keys'] | Promise<VerifyOptions['keys']>);
  /**
   * Takes one event over. When it has resolved for all events of a request, the answer is 204; when it throws, 500, and the
   * request comes again. There are 15 s.
   */
  readonly onEvent: (event: HearthgateEvent, message: WebhookMessage) => Promise<void> | void;
  /** What it has is answered with 204 without `onEvent`. */
  readonly seen?: SeenEvents | undefined;
  /** Told of requests that are not believed, and of what `onEvent` threw; `console.error` when left out. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** What is answered, and nothing more: a body would only tell strangers things. */
export type WebhookStatus = 204 | 401 | 413 | 500;

/** Verifies a request, hands its events over one by one, and says what to answer. */
export async function receiveWebhook(
  request: WebhookRequest,
  { keys, onEvent, seen, onError = console.error, toleranceSeconds }: ReceiverOptions,
): Promise<WebhookStatus> {
  try {
    const present = typeof keys === 'function' ? await keys() : keys;
    const message = await verifyWebhook(request, { keys: present, toleranceSeconds });
    for (const event of message.events) {
      if (await seen?.has(event.id)) continue;
      await onEvent(event, message);
      await seen?.add(event.id);
    }
    return 204;
  } catch (error) {
    onError(error);
    return error instanceof WebhookVerificationError ? 401 : 500;
  }
}

/** The bytes of a body that comes in pieces; undefined when they are too many. */
export async function bytesOfBody(
  pieces: AsyncIterable<Uint8Array | string>,
): Promise<Uint8Array | undefined> {
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const piece of pieces) {
    const part = typeof piece === 'string' ? encoder.encode(piece) : piece;
    length += part.length;
    if (length > BODY_MAX_BYTES) return undefined;
    parts.push(part);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
