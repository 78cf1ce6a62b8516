import type { ErrorCode } from './types.ts';

/**
 * Why there is no answer of the API: `unreachable` (no connection, or it broke), `timeout` (the call's time is over), or
 * `unexpected-answer` (what came is not of this API: a proxy's page, a wrong address).
 */
export type ClientErrorCode = 'unreachable' | 'timeout' | 'unexpected-answer';

/** What problem documents say beyond the common fields, by code. */
export interface ErrorMembers {
  /** 451 `consent-outdated`: where the owner accepts the new text. Give it to them. */
  readonly updateUrl?: string;
  readonly givenVersion?: string;
  readonly requiredVersion?: string;
  /** 400 `request-invalid`: each fault with its place in path, query or body. */
  readonly errors?: readonly { readonly pointer: string; readonly message: string }[];
  /** 403 `access-not-granted`: there is a contract, but it is not active. */
  readonly contractStatus?: string;
  readonly scope?: string;
  /** 403 `ip-not-allowed`: your address as the server sees it. */
  readonly address?: string;
  /** 409 `transition-not-allowed`. */
  readonly from?: string;
  readonly action?: string;
  /** What would be allowed: transitions (409) or values (422). */
  readonly allowed?: readonly string[];
  /** 410 `cursor-expired`: a cursor at the oldest event that is kept. */
  readonly oldest?: string;
  /** 422 `value-out-of-range`. */
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  readonly capability?: string;
  /** 422 `firmware-outdated`. */
  readonly minimum?: string;
  /** 422 `protected`: the rule that protects the appliance, and when the change would be allowed. */
  readonly rule?: string;
  readonly allowedAt?: string;
  /** 429: the limit that is used up. */
  readonly policy?: string;
  /** 503 `gateway-offline`. */
  readonly lastSeen?: string;
  readonly commandId?: string;
  /** 409 `secret-already-shown`: of what was made. */
  readonly id?: string;
  readonly [member: string]: unknown;
}

export interface ErrorFacts {
  readonly status: number;
  readonly code: ErrorCode | ClientErrorCode;
  readonly title: string;
  readonly detail: string;
  readonly requestId?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly members?: ErrorMembers;
  readonly cause?: unknown;
}

/** The same call may succeed in a moment, without anybody doing anything. */
const RETRYABLE_STATUSES: readonly number[] = [408, 429, 500, 502, 503, 504];

/** Every call that fails throws this one. The page of a code is at `/docs/errors/<code>` of the server. */
export class HearthgateError extends Error {
  override readonly name = 'HearthgateError';
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  readonly code: ErrorCode | ClientErrorCode;
  readonly title: string;
  /** What happened, in the language of `language` or of the company. */
  readonly detail: string;
  /** Name it when you ask the operator. */
  readonly requestId: string | undefined;
  /** How long the server asks to wait. */
  readonly retryAfterMs: number | undefined;
  readonly members: ErrorMembers;

  constructor({ status, code, title, detail, requestId, retryAfterMs, members = {}, cause }: ErrorFacts) {
    super(`${status === 0 ? '' : `${status} `}${code}: ${detail}`, cause === undefined ? {} : { cause });
    this.status = status;
    this.code = code;
    this.title = title;
    this.detail = detail;
    this.requestId = requestId;
    this.retryAfterMs = retryAfterMs;
    this.members = members;
  }

  /** The client has tried again already, as far as it may; later the same call may work. */
  get isRetryable(): boolean {
    if (this.code === 'unreachable' || this.code === 'timeout' || this.code === 'idempotency-in-progress')
      return true;
    // A gateway is away for minutes or days; see the option `expiresAt` of changes.
    return this.code !== 'gateway-offline' && RETRYABLE_STATUSES.includes(this.status);
  }
}
