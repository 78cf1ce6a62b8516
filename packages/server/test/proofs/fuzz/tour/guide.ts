import type { TestSandbox } from '../../../harness/sandbox.ts';
import { jsonBody, type Body } from '../broken.ts';
import type { Callers, HeadersOf } from '../callers.ts';
import { parsed } from '../judge.ts';
import type { Attack } from '../routes.ts';
import type { Run } from '../run.ts';
import type { Caller, Target } from '../targets.ts';

/** Real time for the rate limits. */
const PASS_MS = 3_600_000;

export interface Wish {
  readonly as?: Caller | HeadersOf;
  /** In place of what earlier answers named last. */
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly json?: unknown;
  readonly bytes?: Body;
  readonly headers?: HeadersOf;
}

export interface Answered {
  readonly status: number;
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Headers;
}

/** Calls routes as they are meant to be called; whatever is refused is a fault of the run. */
export class Guide {
  readonly #targets: ReadonlyMap<string, Target>;

  readonly sandbox: TestSandbox;
  readonly run: Run;
  readonly targets: readonly Target[];
  readonly #callers: Callers;

  constructor({ sandbox, run, targets, callers }: Attack) {
    this.sandbox = sandbox;
    this.run = run;
    this.targets = targets;
    this.#callers = callers;
    // Of two servers with the same route the first.
    this.#targets = new Map(targets.toReversed().map((target) => [target.name, target]));
  }

  go(name: string, wish: Wish = {}): Promise<Answered> {
    const target = this.#targets.get(name);
    if (!target) throw new Error(`there is no ${name}`);
    return this.visit(target, wish);
  }

  async visit(
    target: Target,
    { as, params = {}, query = '', json, bytes, headers }: Wish = {},
  ): Promise<Answered> {
    const { name } = target;
    const path = target.url.replaceAll(/:(\w+)/g, (_, param: string) => {
      const value = params[param] ?? this.run.pool.newest(param);
      if (value === undefined) throw new Error(`${name}: nothing has named a ${param}`);
      return encodeURIComponent(value);
    });
    const own = typeof as === 'object' ? as : await this.#callers.headers(as ?? target.fit);
    const body = bytes ?? (json === undefined ? undefined : jsonBody(json));
    this.sandbox.passTime(PASS_MS);
    const sent = {
      method: target.method,
      path: path.replace('*', params['*'] ?? '') + query,
      headers: { ...own, ...headers },
      ...(body && { body }),
    };
    const reply = await this.run.ask(target, sent, 'as it is meant:');
    if (!reply || reply.status >= 400)
      this.run.fault(`${name} as it is meant: ${reply?.status} ${reply?.text.slice(0, 400)}`);
    else if (json !== undefined) this.run.examples.set(target, json);
    const head = this.targets.find(
      ({ method, url, base }) =>
        method === 'HEAD' && target.method === 'GET' && url === target.url && base === target.base,
    );
    if (head) await this.run.ask(head, { ...sent, method: 'HEAD' }, 'as it is meant:');
    return {
      status: reply?.status ?? 0,
      text: reply?.text ?? '',
      body: parsed(reply?.text ?? '') ?? {},
      headers: reply?.headers ?? new Headers(),
    };
  }

  /** The routes that nothing was taken by yet. */
  left(): Target[] {
    return this.targets.filter((target) => !this.run.taken.has(target));
  }
}
