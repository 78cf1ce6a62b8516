import { readFile, rm } from 'node:fs/promises';
import { configFile, writePrivate } from '../shell/config-file.ts';
import { UsageError } from '../shell/errors.ts';

/** Longest wait for an answer; no call of an operator works longer. */
const TIMEOUT_MS = 30_000;

/** What `hearthgate operator sign-in` keeps. */
export interface OperatorSession {
  readonly url: string;
  readonly email: string;
  readonly token: string;
}

interface CallOptions {
  readonly body?: unknown;
  readonly reason?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface OperatorClient {
  readonly url: string;
  readonly email: string;
  /** The body of the answer. `reason` is needed where an owner's data is shown; the owner reads it. */
  call(method: string, path: string, options?: CallOptions): Promise<unknown>;
}

/** Calls as the operator who is signed in. A refusal is an error whose message says the cure. */
export async function operatorClient(env: NodeJS.ProcessEnv = process.env): Promise<OperatorClient> {
  const { url, email, token } = await readSession(env);
  return {
    url,
    email,
    call: async (method, path, { body, reason, headers: further } = {}) => {
      const headers = {
        ...further,
        authorization: `Bearer ${token}`,
        ...(reason !== undefined && { 'x-reason': encodeURIComponent(reason) }),
      };
      return (await request(url, method, path, { body, headers })).body;
    },
  };
}

export async function request(
  url: string,
  method: string,
  path: string,
  { body, headers = {} }: { body?: unknown; headers?: Readonly<Record<string, string>> } = {},
): Promise<{ body: unknown; cookie: string }> {
  const answer = await fetch(url + path, {
    method,
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }).catch((error: unknown) => {
    throw new Error(
      `${url} does not answer: ${causeOf(error)}. Is it the operators' address of a server that runs?`,
    );
  });
  const text = await answer.text();
  const content: unknown =
    answer.headers.get('content-type')?.includes('json') === true ? JSON.parse(text) : text;
  if (!answer.ok) throw new Error(refusalOf(answer.status, content));
  const cookie = answer.headers.getSetCookie().map((each) => each.split(';', 1)[0] ?? '');
  return { body: content, cookie: cookie.join('; ') };
}

/** For the commands that follow. */
export async function saveSession(session: OperatorSession, env: NodeJS.ProcessEnv): Promise<string> {
  const file = sessionFile(env);
  await writePrivate(file, `${JSON.stringify(session, undefined, 2)}\n`);
  return file;
}

export async function forgetSession(env: NodeJS.ProcessEnv): Promise<void> {
  await rm(sessionFile(env), { force: true });
}

async function readSession(env: NodeJS.ProcessEnv): Promise<OperatorSession> {
  const text = await readFile(sessionFile(env), 'utf8').catch(() => '{}');
  const { url, email, token } = JSON.parse(text) as Partial<OperatorSession>;
  if (url === undefined || email === undefined || token === undefined)
    throw new UsageError('nobody is signed in: "hearthgate operator sign-in --email you@example.org"');
  return { url, email, token };
}

function sessionFile(env: NodeJS.ProcessEnv): string {
  return configFile(env, 'operator.json');
}

/** One line of a problem document: what, where, and the number under which the operator of the server finds it. */
function refusalOf(status: number, content: unknown): string {
  const isProblem = typeof content === 'object' && content !== null && 'code' in content;
  if (!isProblem) return `the server answered ${status}`;
  const { detail, errors = [], code, requestId } = content as Problem;
  const places = errors.map(({ pointer, message }) => `${pointer} ${message}`.trim());
  const cure = code === 'sign-in-required' ? ['"hearthgate operator sign-in"'] : [];
  return [detail, ...places, ...cure, `(${code}, ${requestId})`].join(' ');
}

interface Problem {
  readonly detail: string;
  readonly code: string;
  readonly requestId: string;
  readonly errors?: readonly { pointer: string; message: string }[];
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error ? cause.message : String(cause);
}
