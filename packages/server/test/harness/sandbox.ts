import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import type { WorldSecrets } from '../../src/sandbox/world-file.ts';
import { startApp, type App } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { openPool } from '../../src/platform/database/database.ts';
import { createLog } from '../../src/platform/log.ts';
import { createDatabase } from './database.ts';

export interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

/** The real application as a sandbox, on a database of its own; limits run on a time source that tests move. */
export interface TestSandbox {
  readonly app: App;
  readonly world: WorldSecrets & { baseUrl: string; mqttUrl: string };
  readonly pool: pg.Pool;
  readonly dataDir: string;
  /** Real time passes for the rate limits. */
  passTime(ms: number): void;
  call<T = Record<string, unknown>>(method: string, path: string, options?: CallOptions): Promise<Answer<T>>;
  /** Moves the clock of platform and houses, everything settled. */
  advance(duration: string): Promise<void>;
  /** Waits until what happened so far has had its consequences. */
  settle(): Promise<void>;
  inbox(): Promise<InboxItem[]>;
  stop(): Promise<void>;
}

export interface CallOptions {
  readonly key?: string | null;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface InboxItem {
  readonly signatureValid: boolean;
  readonly headers: Record<string, string>;
  readonly body: {
    id: string;
    type: string;
    gatewayid?: string;
    gatewayseq?: number;
    data: Record<string, unknown>;
  };
}

export async function startSandbox(env: NodeJS.ProcessEnv = {}): Promise<TestSandbox> {
  const database = await createDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'hg-sandbox-'));
  const config = readConfig({
    HEARTHGATE_MODE: 'sandbox',
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    PORT: '0',
    MQTT_PORT: '0',
    LOG_LEVEL: 'error',
    FLAP_WINDOW_SECONDS: '60',
    ...env,
  });
  let passedMs = 0;
  const app = await startApp(config, { monotonic: () => performance.now() + passedMs });
  const pool = openPool({ connectionString: database.url }, createLog('silent'));
  const call = caller(app.url);
  const world = (await call<TestSandbox['world']>('GET', '/sandbox', { key: null })).body;
  return {
    app,
    world,
    pool,
    dataDir,
    passTime: (ms) => (passedMs += ms),
    call: (method, path, options = {}) => call(method, path, { key: world.keys?.ok, ...options }),
    advance: async (duration) => {
      const { status } = await call('POST', '/sandbox/clock', {
        key: null,
        body: { advance: duration },
        headers: { prefer: 'wait=60' },
      });
      if (status !== 200) throw new Error(`the clock was not moved: ${status}`);
    },
    settle: async () => app.sandbox?.settle(),
    inbox: async () =>
      (await call<{ items: InboxItem[] }>('GET', '/sandbox/inbox', { key: null })).body.items,
    stop: async () => {
      await app.stop();
      await pool.end();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Calls over real HTTP; bodies that are not text are sent as JSON. */
export function caller(baseUrl: string) {
  return async <T = Record<string, unknown>>(
    method: string,
    path: string,
    { key, body, headers = {} }: CallOptions = {},
  ): Promise<Answer<T>> => {
    const answer = await fetch(baseUrl + path, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(60_000),
      headers: {
        ...(typeof key === 'string' && { 'x-api-key': key }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json') === true;
    return { status: answer.status, headers: answer.headers, body: (isJson ? JSON.parse(text) : text) as T };
  };
}
