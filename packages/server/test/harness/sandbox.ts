import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import type { WorldSecrets } from '../../src/sandbox/world-file.ts';
import type { App, Overrides } from '../../src/app.ts';
import { readConfig } from '../../src/config/index.ts';
import { openDatabase, openPool } from '../../src/platform/database/database.ts';
import { saveClock } from '../../src/platform/database/installation.ts';
import { createLog } from '../../src/platform/log.ts';
import { createDatabase } from './database.ts';
import { NODES, StartedNodes, startEngines } from './several-nodes.ts';

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
  /** For commands that are run beside it. */
  readonly databaseUrl: string;
  readonly dataDir: string;
  /** Real time passes for the rate limits. */
  passTime(ms: number): void;
  /** From now on it passes by `passTime` alone, however slow this machine is. */
  stopTime(): void;
  call<T = Record<string, unknown>>(method: string, path: string, options?: CallOptions): Promise<Answer<T>>;
  /** Moves the clock of platform and houses, everything settled. */
  advance(duration: string): Promise<void>;
  /** Houses that a test is not about: their reports take long while the clock moves. */
  unplugHouses(except?: string): Promise<void>;
  /** What gateways have published and the broker acknowledged is taken over; an embedded broker says so itself. */
  heard(): Promise<void>;
  /** Waits until what happened so far has had its consequences. */
  settle(): Promise<void>;
  inbox(): Promise<InboxItem[]>;
  /** Stops the application and starts it again on the same data, at another address; `app` and `world` are then the new ones. */
  restart(env?: NodeJS.ProcessEnv): Promise<void>;
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

/** A Tuesday, when houses are awake: what a test sees does not depend on the hour and the day it runs at. */
const MIDDAY = '2026-11-24T10:00:00Z';
/** In place of a time: the clock of this machine, for what is checked against it outside the sandbox. */
export const REAL_TIME = 'real';

/**
 * Its clock starts at a fixed mid-day and runs; with `frozenAt` it stands still there from the beginning, so that the same
 * seed gives the same world.
 */
export async function startSandbox(
  env: NodeJS.ProcessEnv = {},
  overrides: Overrides = {},
  frozenAt?: string,
  nodeCount = NODES,
): Promise<TestSandbox> {
  const database = await createDatabase();
  const pool = openPool({ connectionString: database.url }, createLog('silent'));
  if (frozenAt !== REAL_TIME) {
    const anchorMs = Date.parse(frozenAt ?? MIDDAY);
    const state = { anchorRealMs: Date.now(), anchorMs, speed: 1, frozen: frozenAt !== undefined };
    await saveClock(openDatabase(pool), state);
  }
  const dataDir = await mkdtemp(join(tmpdir(), 'hg-sandbox-'));
  const variables = {
    HEARTHGATE_MODE: 'sandbox',
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    PORT: '0',
    ADMIN_PORT: '0',
    MQTT_PORT: '0',
    LOG_LEVEL: 'error',
    FLAP_WINDOW_SECONDS: '60',
    ...env,
  };
  let passedMs = 0;
  let stoppedAt: number | undefined;
  const monotonic = () => (stoppedAt ?? performance.now()) + passedMs;
  const engines = nodeCount > 1 ? await startEngines(database.url) : undefined;
  const start = async (more: NodeJS.ProcessEnv = {}) => {
    const config = readConfig({ ...variables, ...more });
    const started = await StartedNodes.start(config, { monotonic, ...overrides }, { engines, pool });
    const { body } = await caller(started.first.url)<TestSandbox['world']>('GET', '/sandbox', { key: null });
    return { nodes: started, world: body };
  };
  const end = async () => {
    await engines?.stop();
    await pool.end();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  };
  // What was started would keep the tests' process alive.
  let { nodes, world } = await start().catch(async (error: unknown) => {
    await end();
    throw error;
  });
  const call = async <T>(method: string, path: string, options: CallOptions): Promise<Answer<T>> => {
    await nodes.heard();
    const answer = await caller(nodes.forCall(path).url)<T>(method, path, options);
    if (method !== 'GET') await nodes.heard();
    return answer;
  };
  return {
    get app() {
      return nodes.first;
    },
    get world() {
      return world;
    },
    pool,
    databaseUrl: database.url,
    dataDir,
    passTime: (ms) => (passedMs += ms),
    stopTime: () => (stoppedAt = performance.now()),
    call: (method, path, options = {}) => call(method, path, { key: world.keys?.ok, ...options }),
    advance: async (duration) => {
      const { status } = await call('POST', '/sandbox/clock', {
        key: null,
        body: { advance: duration },
        headers: { prefer: 'wait=60' },
      });
      if (status !== 200) throw new Error(`the clock was not moved: ${status}`);
    },
    unplugHouses: async (except) => {
      for (const { gatewayId, profile } of world.gateways) {
        if (profile === 'none' || gatewayId === except) continue;
        await call('POST', `/sandbox/gateways/${gatewayId}/connection`, {
          key: null,
          body: { state: 'offline' },
        });
      }
    },
    heard: () => nodes.heard(),
    settle: async () => nodes.first.sandbox?.settle(),
    inbox: async () =>
      (await call<{ items: InboxItem[] }>('GET', '/sandbox/inbox', { key: null })).body.items,
    restart: async (more) => {
      await nodes.stop();
      ({ nodes, world } = await start(more));
    },
    stop: async () => {
      await nodes.stop();
      await end();
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
    const type = answer.headers.get('content-type') ?? '';
    // It would not end by itself.
    const isStream = type.startsWith('text/event-stream');
    if (isStream) await answer.body?.cancel();
    const text = isStream ? '' : await answer.text();
    const isJson = type.includes('json');
    return { status: answer.status, headers: answer.headers, body: (isJson ? JSON.parse(text) : text) as T };
  };
}
