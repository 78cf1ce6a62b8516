import { HearthgateError, type ClientErrorCode } from '../error.ts';
import type { ErrorCode } from '../types.ts';

/** Enough of a foreign page to see what it is. */
const EXCERPT_LENGTH = 200;

/** What a refusal says. A body that is no problem document comes from something between here and the API. */
export function problemOf(status: number, headers: Headers, text: string): HearthgateError {
  const requestId = headers.get('x-request-id') ?? undefined;
  const wait = retryAfterMs(headers.get('retry-after'), Date.now());
  const document = (headers.get('content-type') ?? '').includes('json') ? recordOf(text) : undefined;
  if (document === undefined || typeof document['code'] !== 'string') {
    const detail = `the answer is not one of this API; is baseUrl right? ${text.slice(0, EXCERPT_LENGTH)}`;
    return new HearthgateError({
      status,
      code: 'unexpected-answer',
      title: 'Not an answer of the API',
      detail,
      requestId,
      retryAfterMs: wait,
    });
  }
  const { type: _type, instance: _instance, status: _status, code, title, detail, ...members } = document;
  return new HearthgateError({
    status,
    code: code as ErrorCode,
    title: String(title),
    detail: String(detail),
    requestId: requestId ?? (members['requestId'] as string | undefined),
    retryAfterMs: wait,
    members,
  });
}

export function noAnswer(code: ClientErrorCode, detail: string, cause?: unknown): HearthgateError {
  return new HearthgateError({ status: 0, code, title: 'No answer', detail, cause });
}

/** Seconds or a date (RFC 9110). */
export function retryAfterMs(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs);
}

export function recordOf(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
