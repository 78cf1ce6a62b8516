import { ApiProblem, problemOf } from './problem.ts';
import type { PortalName } from './portal-name.ts';

/** Longer than any answer that is not waited for on purpose. */
const TIMEOUT_MS = 20_000;

export interface CallOptions {
  /** Sent as JSON; a `Blob`, such as a file, as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The same key makes a repeated change happen once; `newKey()` makes one for each thing that a person does. */
  readonly idempotencyKey?: string;
  /** For calls that wait on purpose (`Prefer: wait`). */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** What every call says of this page; set once at start, the language again whenever it changes. */
const page: { portal: PortalName; language: string } = { portal: 'owner', language: 'en' };
let onSignedOut: () => void = () => undefined;

export function setPage(values: Partial<typeof page>): void {
  Object.assign(page, values);
}

/** Called when the server says that nobody is signed in any more. */
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

export function callHeaders(): Record<string, string> {
  return {
    'accept-language': page.language,
    ...(page.portal !== 'operator' && { 'x-hearthgate-portal': page.portal }),
  };
}

/** One call of the API. Throws an `ApiProblem` for whatever is not a success. */
export async function call<T>(method: string, path: string, options: CallOptions = {}): Promise<T> {
  const answer = await send(method, path, options);
  if (answer.status === 204) return undefined as T;
  return (await answer.json().catch(() => {
    throw new ApiProblem('unreadable', { status: answer.status });
  })) as T;
}

/** As `call`, for answers that are not JSON. */
export async function send(method: string, path: string, options: CallOptions = {}): Promise<Response> {
  const { body, headers, idempotencyKey, timeoutMs = TIMEOUT_MS, signal } = options;
  const timeout = AbortSignal.timeout(timeoutMs);
  const answer = await fetch(path, {
    method,
    credentials: 'same-origin',
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    headers: {
      ...callHeaders(),
      ...(body !== undefined && { 'content-type': body instanceof Blob ? body.type : 'application/json' }),
      ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
      ...headers,
    },
    ...(body !== undefined && { body: body instanceof Blob ? body : JSON.stringify(body) }),
  }).catch((error: unknown) => {
    if (signal?.aborted === true) throw error;
    throw new ApiProblem(timeout.aborted ? 'timeout' : 'offline');
  });
  if (answer.ok) return answer;
  throw await refusalOf(answer);
}

/** The problem of an answer; that nobody is signed in any more is everybody's concern. */
export async function refusalOf(answer: Response): Promise<ApiProblem> {
  const problem = await problemOf(answer);
  if (problem.code === 'sign-in-required') onSignedOut();
  return problem;
}

/** `randomUUID` would be missing where a sandbox is called by plain HTTP. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('');
}
