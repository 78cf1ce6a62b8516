import { pause, realNow } from '../real-time.ts';

/** A move of the clock may take as long as the sandbox lets a caller wait. */
const TIMEOUT_MS = 300_000;

/** A rate limit is waited for so often, and so long, as a good client does. */
const LIMITED_MAX = 10;
const LIMIT_WAIT_MAX_S = 30;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON, else text. */
  readonly body: unknown;
  readonly tookMs: number;
}

export interface Call {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** One call; every status is an answer. */
export async function call(url: string, method: string, { headers, body }: Call = {}): Promise<Answer> {
  const startedAt = realNow();
  const answer = await fetch(url, {
    method,
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  }).catch((error: unknown) => {
    throw new Error(`${method} ${url} was not answered: ${reasonOf(error)}`, { cause: error });
  });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.includes('json') === true && text !== '';
  const parsed: unknown = isJson ? JSON.parse(text) : text;
  return { status: answer.status, headers: answer.headers, body: parsed, tookMs: realNow() - startedAt };
}

/** For calls that have to succeed: what was refused is an error with the server's own words. */
export async function callOrThrow<T>(url: string, method: string, options?: Call): Promise<T> {
  const { status, body } = await patiently(() => call(url, method, options));
  if (status < 300) return body as T;
  const { code, detail, errors } = Object(body) as { code?: string; detail?: string; errors?: unknown };
  const why = [code, detail, errors && JSON.stringify(errors)].filter(Boolean).join(', ');
  throw new Error(`${method} ${new URL(url).pathname} was refused with ${status}${why && `: ${why}`}`);
}

/** Sends again what a rate limit refused, when `Retry-After` says so. */
export async function patiently(send: () => Promise<Answer>): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    const answer = await send();
    if (answer.status !== 429 || tries === LIMITED_MAX) return answer;
    const seconds = Number(answer.headers.get('retry-after') ?? 1);
    await pause(1_000 * Math.min(seconds, LIMIT_WAIT_MAX_S));
  }
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause ? error.cause : error;
  return cause instanceof Error && cause.message !== '' ? cause.message : String(cause);
}
