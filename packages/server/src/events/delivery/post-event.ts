import { Agent, request, type Dispatcher } from 'undici';
import { guardedLookup, targetFault, type TargetRules } from './target-guard.ts';

/** Any 2xx within this counts as taken over. */
const ANSWER_TIMEOUT_MS = 15_000;
/** What a receiver answers is not read beyond this, and its connection is closed. */
const ANSWER_MAX_BYTES = 4_096;
/** So much of it is kept to find out what went wrong. */
const ANSWER_KEPT_CHARACTERS = 300;
/** Connections to one receiver, as many as an endpoint has lanes. */
const CONNECTIONS_MAX = 32;
/** How often requests are looked at that take too long: one timer for all of them. */
const SWEEP_EVERY_MS = 1_000;

export interface PostResult {
  readonly ok: boolean;
  readonly httpStatus: number | null;
  readonly error: string | null;
  readonly latencyMs: number;
  /** The first characters of the answer; null: none came. */
  readonly answer: string | null;
  /** The receiver asked not to be called before. */
  readonly retryAfterMs?: number | undefined;
}

export type PostEvent = (
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
) => Promise<PostResult>;

/** What was not sent at all. */
export function notSent(error: string): PostResult {
  return { ok: false, httpStatus: null, error, latencyMs: 0, answer: null };
}

/** Sends signed messages: TLS verified, no redirects, private addresses refused at connect time, answers bounded in time and size. */
export function createPostEvent(
  rules: TargetRules,
  version: string,
): { post: PostEvent; close(): Promise<void> } {
  const agent = new Agent({
    connections: CONNECTIONS_MAX,
    pipelining: 1,
    connect: { timeout: ANSWER_TIMEOUT_MS, lookup: guardedLookup(rules) },
    headersTimeout: ANSWER_TIMEOUT_MS,
    bodyTimeout: ANSWER_TIMEOUT_MS,
  });
  const deadlines = new Deadlines();
  const userAgent = `Hearthgate/${version}`;
  const post: PostEvent = async (url, headers, body) => {
    const startedAt = performance.now();
    const fault = targetFault(url, rules);
    if (fault !== undefined) return notSent(fault);
    const abort = deadlines.begin(startedAt);
    const latencyMs = () => Math.round(performance.now() - startedAt);
    try {
      const answer = await request(url, {
        method: 'POST',
        dispatcher: agent,
        headers: { ...headers, 'user-agent': userAgent },
        body,
        signal: abort.signal,
      });
      const text = await firstCharacters(answer.body);
      const { statusCode: httpStatus } = answer;
      return {
        ok: httpStatus >= 200 && httpStatus < 300,
        httpStatus,
        error: null,
        latencyMs: latencyMs(),
        answer: text === '' ? null : text,
        retryAfterMs: retryAfterMs(answer.headers['retry-after']),
      };
    } catch (error) {
      return { ...notSent(reasonOf(error)), latencyMs: latencyMs() };
    } finally {
      deadlines.end(abort);
    }
  };
  return {
    post,
    close: () => {
      deadlines.stop();
      return agent.destroy();
    },
  };
}

/** Ends requests that take too long, those that trickle included. */
class Deadlines {
  readonly #open = new Map<AbortController, number>();
  readonly #timer = setInterval(() => this.#sweep(), SWEEP_EVERY_MS).unref();

  begin(startedAt: number): AbortController {
    const abort = new AbortController();
    this.#open.set(abort, startedAt + ANSWER_TIMEOUT_MS);
    return abort;
  }

  end(abort: AbortController): void {
    this.#open.delete(abort);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #sweep(): void {
    const now = performance.now();
    for (const [abort, deadline] of this.#open) {
      // In order of their beginning.
      if (deadline > now) return;
      abort.abort(new Error(`no answer within ${ANSWER_TIMEOUT_MS / 1000} s`));
    }
  }
}

async function firstCharacters(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > ANSWER_MAX_BYTES) break;
  }
  if (bytes === 0) return '';
  // NUL cannot be stored as text.
  return Buffer.concat(chunks).toString('utf8').slice(0, ANSWER_KEPT_CHARACTERS).replaceAll('\0', '');
}

/** Seconds or a date. */
function retryAfterMs(header: string | string[] | undefined): number | undefined {
  if (typeof header !== 'string') return undefined;
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return ms > 0 ? ms : undefined;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'the request failed';
  return error.message === '' ? error.name : error.message;
}
