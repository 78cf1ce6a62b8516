import { addressOf } from './address.ts';

/** Longest wait for an answer of the sandbox; longer work is asked for as a run. */
const TIMEOUT_MS = 60_000;

/** What `GET /sandbox` tells, as far as commands use it. */
export interface World {
  readonly baseUrl: string;
  readonly mqttUrl: string;
  readonly docs: string;
  readonly clock: SandboxClock;
  readonly companies: readonly { companyId: string; name: string; apiKey: string }[];
  readonly gateways: readonly SandboxGateway[];
}

export interface SandboxClock {
  readonly now: string;
  readonly frozen: boolean;
  readonly speed: number;
}

export interface SandboxGateway {
  readonly gatewayId: string;
  readonly gatewayType: string;
  readonly brand: string;
  readonly profile: string;
  readonly situation: string;
}

/** The control routes of a sandbox; they need no key, but the same machine. */
export class Sandbox {
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  world(): Promise<World> {
    return this.call<World>('GET', '');
  }

  /** Undefined where the platform is none, or does not run. */
  async find(): Promise<World | undefined> {
    const answer = await fetch(`${this.url}/sandbox`, {
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch(() => undefined);
    return answer?.ok === true ? ((await answer.json()) as World) : undefined;
  }

  /** A refusal is an error that says the cure. */
  async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${this.url}/sandbox${path}`, {
      method,
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(body !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    }).catch((error: unknown) => {
      throw new Error(
        `no sandbox answers at ${this.url}: start one with "hearthgate start", or name its address with --url`,
        { cause: error },
      );
    });
    const text = await answer.text();
    const content: unknown = text === '' ? undefined : JSON.parse(text);
    if (answer.ok) return content as T;
    const { code, detail, errors = [] } = content as Problem;
    if (answer.status === 404 && (path === '' || code !== 'not-found'))
      throw new Error(`${this.url} is no sandbox, or this machine may not control it`);
    const places = errors.map(({ pointer, message }) => `${pointer} ${message}`);
    throw new Error([detail, ...places].join(' '));
  }
}

interface Problem {
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly { pointer: string; message: string }[];
}

export function openSandbox(url: string | undefined, env: NodeJS.ProcessEnv): Sandbox {
  return new Sandbox(addressOf(url, env));
}
