import type { ProblemCode } from '@hearthgate/wire';

/** What no answer of the server says: there was none, it took too long, or it was not one of ours. */
export type LocalCode = 'offline' | 'timeout' | 'unreadable';

/** A call that failed: the server's problem document (RFC 9457), or why there is none. */
export class ApiProblem extends Error {
  readonly code: ProblemCode | LocalCode;
  readonly status: number;
  /** Why and how to get out of it, in the language of the page; empty for local codes. */
  readonly detail: string;
  readonly requestId: string | undefined;
  /** What the code brings along, such as `errors` or `updateUrl`. */
  readonly members: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ProblemCode | LocalCode,
    given: {
      status?: number;
      detail?: string;
      requestId?: string | undefined;
      members?: Record<string, unknown>;
      retryAfterSeconds?: number | undefined;
    } = {},
  ) {
    super(code);
    this.code = code;
    this.status = given.status ?? 0;
    this.detail = given.detail ?? '';
    this.requestId = given.requestId;
    this.members = given.members ?? {};
    this.retryAfterSeconds = given.retryAfterSeconds;
  }

  /** Worth another try without changing anything. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status === 503;
  }

  /** What is wrong with each part of the request, by JSON pointer. */
  get errors(): readonly { pointer: string; message: string }[] {
    const { errors } = this.members;
    return Array.isArray(errors) ? (errors as { pointer: string; message: string }[]) : [];
  }
}

export async function problemOf(answer: Response): Promise<ApiProblem> {
  const { status, headers } = answer;
  const requestId = headers.get('x-request-id') ?? undefined;
  const retryAfter = Number(headers.get('retry-after') ?? Number.NaN);
  const retryAfterSeconds = Number.isFinite(retryAfter) ? retryAfter : undefined;
  const body = (await answer.json().catch(() => null)) as Record<string, unknown> | null;
  if (typeof body?.['code'] !== 'string')
    return new ApiProblem('unreadable', { status, requestId, retryAfterSeconds });
  return new ApiProblem(body['code'] as ProblemCode, {
    status,
    detail: typeof body['detail'] === 'string' ? body['detail'] : '',
    requestId,
    members: body,
    retryAfterSeconds,
  });
}

/** Whatever was thrown, as a problem that a page can show. */
export function asProblem(error: unknown): ApiProblem {
  return error instanceof ApiProblem ? error : new ApiProblem('unreadable', { detail: String(error) });
}
