import { HearthgateError } from '../error.ts';
import { noAnswer, problemOf } from './problem.ts';
import { Limits, type ApplianceLimit } from '../limits/limits.ts';
import { systemClock, type Clock } from './clock.ts';
import { retryDelayMs } from './retry.ts';
import type {
  AnswerOf,
  BodyOf,
  CallOptions,
  Method,
  Operation,
  PathVariables,
  PathWith,
  QueryOf,
} from '../types.ts';

export interface ClientOptions {
  /** Address of the server, such as `https://api.example.com`; a path of a proxy in front of it may follow. */
  readonly baseUrl: string | URL;
  /** The company's key, or what gives it for each call. Calls of `registrations` need none. */
  readonly apiKey?: string | (() => string | Promise<string>) | undefined;
  /** Language of `detail` in errors, such as `de`; the company's first one when left out. */
  readonly language?: string | undefined;
  /** For each attempt until its answer has come as a whole; 45 s when left out, above the 30 s that a change may wait. */
  readonly timeoutMs?: number | undefined;
  /** How often a call is tried again; 3 when left out. */
  readonly maxRetries?: number | undefined;
  /**
   * The limit of commands to one appliance in your company's plan, of which a company may use half; answers do not tell it.
   * 60 an hour in bursts of 10 when left out, as the plan `reference` has it.
   */
  readonly applianceLimit?: ApplianceLimit | undefined;
  /** In place of the platform's own: for proxies, tracing, tests. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** In place of the system's: for tests. */
  readonly clock?: Clock | undefined;
}

/** Changes wait 30 s at most; what has not answered then for as long again is gone. */
const TIMEOUT_MS = 45_000;
const MAX_RETRIES = 3;
/** The largest page that lists have: the fewest calls. */
export const PAGE_SIZE = 500;

interface Request {
  readonly path?: Readonly<Record<string, string | number>> | undefined;
  readonly query?: object | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}
export type Input<O> = {
  readonly path: PathVariables<O>;
  readonly query?: QueryOf<O>;
  readonly headers?: Readonly<Record<string, string>> | undefined;
} & (BodyOf<O> extends undefined ? { readonly body?: undefined } : { readonly body: BodyOf<O> });

export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

/** The one place from which requests leave: address, key, time-out, limits, retries, and errors of what comes back. */
export class Transport {
  readonly clock: Clock;
  readonly baseUrl: string;
  apiKey: ClientOptions['apiKey'];
  readonly #language: string | undefined;
  readonly #timeoutMs: number;
  readonly #maxRetries: number;
  readonly #fetch: typeof globalThis.fetch;
  readonly #limits: Limits;

  constructor(options: ClientOptions) {
    this.baseUrl = String(options.baseUrl).replace(/\/+$/, '');
    if (!URL.canParse(this.baseUrl)) throw new TypeError(`baseUrl is not an address: ${this.baseUrl}`);
    this.apiKey = options.apiKey;
    this.#language = options.language;
    this.#timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
    this.#maxRetries = options.maxRetries ?? MAX_RETRIES;
    this.#fetch = options.fetch ?? ((...parameters) => globalThis.fetch(...parameters));
    this.clock = options.clock ?? systemClock;
    this.#limits = new Limits(this.clock, options.applianceLimit);
  }

  /** The key that calls go with now. */
  async key(): Promise<string | undefined> {
    return typeof this.apiKey === 'function' ? this.apiKey() : this.apiKey;
  }

  /** A call and its whole answer. */
  async send<M extends Method, P extends PathWith<M>>(
    method: M,
    path: P,
    input: Input<Operation<M, P>>,
    options: CallOptions & { readonly idempotencyKey?: string | undefined } = {},
  ): Promise<Answer<AnswerOf<Operation<M, P>>>> {
    const { idempotencyKey = crypto.randomUUID() } = options;
    const key = method === 'get' ? undefined : { 'idempotency-key': idempotencyKey };
    const request = { ...input, headers: { ...key, ...input.headers } } as Request;
    return this.#withRetries(options.signal, () =>
      this.#attempt(method, path, request, options, async (answer) => {
        const text = await answer.text();
        if (!answer.ok) throw problemOf(answer.status, answer.headers, text);
        return { status: answer.status, headers: answer.headers, body: bodyOf(answer, text) as never };
      }),
    );
  }

  /** Of a call, what it answers. */
  async call<M extends Method, P extends PathWith<M>>(
    method: M,
    path: P,
    input: Input<Operation<M, P>>,
    options: CallOptions & { readonly idempotencyKey?: string | undefined } = {},
  ): Promise<AnswerOf<Operation<M, P>>> {
    return (await this.send(method, path, input, options)).body;
  }

  /** An answer that has no end of its own: the time-out is for its beginning alone, the signal for all of it. */
  open(
    path: PathWith<'get'>,
    request: Request,
    options: CallOptions & { readonly signal: AbortSignal },
  ): Promise<Response> {
    const read = async (answer: Response) => {
      if (!answer.ok) throw problemOf(answer.status, answer.headers, await answer.text());
      return answer;
    };
    return this.#attempt('get', path, request, options, read, true);
  }

  /** Every call may be repeated: what writes carries an idempotency key. */
  async #withRetries<T>(signal: AbortSignal | undefined, attempt: () => Promise<T>): Promise<T> {
    for (let failures = 0; ; failures += 1) {
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof HearthgateError) || failures >= this.#maxRetries) throw error;
        const delayMs = retryDelayMs(error, failures);
        if (delayMs === undefined) throw error;
        await this.clock.sleep(delayMs, signal);
      }
    }
  }

  async #attempt<T>(
    method: Method,
    template: string,
    { path = {}, query = {}, body, headers }: Request,
    { signal, timeoutMs = this.#timeoutMs }: CallOptions,
    read: (answer: Response) => Promise<T>,
    staysOpen = false,
  ): Promise<T> {
    const tokens = await this.#limits.take(method, template, path, signal);
    // After the wait: it may have been renewed meanwhile.
    const apiKey = await this.key().catch((error: unknown) => {
      tokens.settle();
      throw error;
    });
    const abort = new AbortController();
    const end = () => abort.abort();
    signal?.addEventListener('abort', end);
    const timer = setTimeout(end, timeoutMs);
    let answer: Response | undefined;
    try {
      answer = await this.#fetch(this.baseUrl + addressOf(template, path, query), {
        method: method.toUpperCase(),
        // The API redirects nobody; a key is not sent after one.
        redirect: 'manual',
        signal: abort.signal,
        headers: {
          accept: 'application/json',
          'x-api-version': '1',
          ...(apiKey !== undefined && { 'x-api-key': apiKey }),
          ...(this.#language !== undefined && { 'accept-language': this.#language }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      tokens.settle(answer);
      return await read(answer);
    } catch (error) {
      if (!answer) tokens.settle();
      if (error instanceof HearthgateError) throw error;
      signal?.throwIfAborted();
      if (abort.signal.aborted) throw noAnswer('timeout', `no answer within ${timeoutMs} ms`, error);
      throw noAnswer('unreachable', `${this.baseUrl} cannot be reached`, error);
    } finally {
      clearTimeout(timer);
      if (!staysOpen) signal?.removeEventListener('abort', end);
    }
  }
}

type QueryValue = string | number | readonly string[] | undefined;

function addressOf(template: string, path: Readonly<Record<string, string | number>>, query: object): string {
  const filled = template.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(path[name])),
  );
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query) as [string, QueryValue][])
    if (value !== undefined)
      parameters.set(name, typeof value === 'object' ? value.join(',') : String(value));
  return parameters.size === 0 ? filled : `${filled}?${parameters.toString()}`;
}

function bodyOf({ status, headers }: Response, text: string): unknown {
  if (text === '') return undefined;
  const type = headers.get('content-type') ?? '';
  if (type.includes('json')) return JSON.parse(text);
  if (type.startsWith('text/csv')) return text;
  throw problemOf(status, headers, text);
}
