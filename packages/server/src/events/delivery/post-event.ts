import type { IncomingHttpHeaders } from 'node:http';
import { Agent, type Dispatcher } from 'undici';
import { guardedLookup, targetFault, type TargetRules } from './target-guard.ts';

/** Any 2xx within this counts as taken over. */
const ANSWER_TIMEOUT_MS = 15_000;
/** What a receiver answers is not read beyond this, and its connection is closed. */
const ANSWER_MAX_BYTES = 4_096;
/** So much of it is kept to find out what went wrong. */
const ANSWER_KEPT_CHARACTERS = 300;
/** Connections to one receiver, as many as an endpoint has lanes. */
const CONNECTIONS_MAX = 32;
/** Endpoints whose address is remembered in its parts. */
const TARGETS_MAX = 5_000;
/** How often requests are looked at that take too long. */
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
  answerTimeoutMs = ANSWER_TIMEOUT_MS,
): { post: PostEvent; close(): Promise<void> } {
  const agent = new Agent({
    connections: CONNECTIONS_MAX,
    pipelining: 1,
    connect: { timeout: answerTimeoutMs, lookup: guardedLookup(rules) },
    headersTimeout: answerTimeoutMs,
    bodyTimeout: answerTimeoutMs,
  });
  const deadlines = new Deadlines(answerTimeoutMs);
  const userAgent = `Hearthgate/${version}`;
  const targets = new Map<string, HttpTarget>();
  const targetOf = (url: string) => {
    const known = targets.get(url);
    if (known) return known;
    if (targets.size >= TARGETS_MAX) targets.clear();
    const target = parse(url, rules);
    targets.set(url, target);
    return target;
  };
  const post: PostEvent = (url, headers, body) => {
    const { fault, origin, path } = targetOf(url);
    if (fault !== undefined) return Promise.resolve(notSent(fault));
    return new Promise((resolve) => {
      const answer = new Answer(resolve, deadlines);
      const all = { ...headers, 'user-agent': userAgent };
      agent.dispatch({ origin, path, method: 'POST', headers: all, body }, answer);
    });
  };
  return {
    post,
    close: () => {
      deadlines.stop();
      return agent.destroy();
    },
  };
}

interface HttpTarget {
  readonly fault: string | undefined;
  readonly origin: string;
  readonly path: string;
}

function parse(url: string, rules: TargetRules): HttpTarget {
  const fault = targetFault(url, rules);
  if (fault !== undefined) return { fault, origin: '', path: '' };
  const { origin, pathname, search } = new URL(url);
  return { fault, origin, path: pathname + search };
}

/** One request's answer, as far as it is kept. */
class Answer implements Dispatcher.DispatchHandler {
  readonly #resolve: (result: PostResult) => void;
  readonly #deadlines: Deadlines;
  readonly #startedAt = performance.now();
  readonly #chunks: Buffer[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #httpStatus: number | null = null;
  #retryAfterMs: number | undefined;
  #bytes = 0;
  #isDone = false;

  constructor(resolve: (result: PostResult) => void, deadlines: Deadlines) {
    this.#resolve = resolve;
    this.#deadlines = deadlines;
    deadlines.begin(this, this.#startedAt);
  }

  /** It takes too long, wherever it is. */
  expire(timeoutMs: number): void {
    const error = new Error(`no answer within ${timeoutMs / 1_000} s`);
    this.#end(error.message);
    this.#controller?.abort(error);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#isDone) controller.abort(new Error('too late'));
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    httpStatus: number,
    headers: IncomingHttpHeaders,
  ): void {
    this.#httpStatus = httpStatus;
    this.#retryAfterMs = retryAfterMs(headers['retry-after']);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes <= ANSWER_MAX_BYTES) this.#chunks.push(chunk);
    // The status is known; the rest is not waited for.
    else {
      this.#end(null);
      controller.abort(new Error('the answer is too long'));
    }
  }

  onResponseEnd(): void {
    this.#end(null);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#end(error.message === '' ? error.name : error.message);
  }

  #end(error: string | null): void {
    if (this.#isDone) return;
    this.#isDone = true;
    this.#deadlines.end(this);
    const latencyMs = Math.round(performance.now() - this.#startedAt);
    if (error !== null) return this.#resolve({ ...notSent(storable(error)), latencyMs });
    const status = this.#httpStatus ?? 0;
    this.#resolve({
      ok: status >= 200 && status < 300,
      httpStatus: this.#httpStatus,
      error,
      latencyMs,
      answer: firstCharacters(this.#chunks),
      retryAfterMs: this.#retryAfterMs,
    });
  }
}

/** Ends requests that take too long, those that trickle included: one timer for all. */
class Deadlines {
  readonly #open = new Map<Answer, number>();
  readonly #timeoutMs: number;
  readonly #timer: NodeJS.Timeout;

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
    this.#timer = setInterval(() => this.#sweep(), Math.min(SWEEP_EVERY_MS, timeoutMs / 2)).unref();
  }

  begin(answer: Answer, startedAt: number): void {
    this.#open.set(answer, startedAt + this.#timeoutMs);
  }

  end(answer: Answer): void {
    this.#open.delete(answer);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #sweep(): void {
    const now = performance.now();
    for (const [answer, deadline] of this.#open) {
      // In order of their beginning.
      if (deadline > now) return;
      answer.expire(this.#timeoutMs);
    }
  }
}

function firstCharacters(chunks: readonly Buffer[]): string | null {
  if (chunks.length === 0) return null;
  return storable(Buffer.concat(chunks).toString('utf8'));
}

/** Names in a certificate, for one, may be long; NUL cannot be stored as text. */
function storable(text: string): string {
  return text.slice(0, ANSWER_KEPT_CHARACTERS).replaceAll('\0', '');
}

/** Seconds or a date. */
function retryAfterMs(header: string | string[] | undefined): number | undefined {
  if (typeof header !== 'string') return undefined;
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return ms > 0 ? ms : undefined;
}
