import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { NativeGateway } from '@hearthgate/device';
import { freePort } from '../../harness/free-port.ts';
import type { Answer } from '../../harness/sandbox.ts';
import { startServerProcess, type ServerProcess } from '../../harness/server-process.ts';
import { Thermometer } from '../../harness/thermometer.ts';
import type { Taken } from './moody-receiver.ts';

const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 50;

export interface Source {
  readonly gatewayId: string;
  readonly gateway: NativeGateway;
  readonly thermometer: Thermometer;
}

interface LogPage {
  readonly items: readonly Taken[];
  readonly nextCursor: string;
  readonly hasMore: boolean;
}

/** The server as a process with the PostgreSQL that it starts itself, and gateways that report to it over MQTT. */
export class ChaosWorld {
  readonly #dataDir: string;
  readonly #env: Record<string, string>;
  readonly #key: string;
  #server: ServerProcess;
  /** What the platform's clock showed last. */
  #clock = { realMs: 0, ms: 0, speed: 1 };
  #latestMs = 0;

  private constructor(dataDir: string, env: Record<string, string>, server: ServerProcess, key: string) {
    this.#dataDir = dataDir;
    this.#env = env;
    this.#server = server;
    this.#key = key;
  }

  static async start(): Promise<ChaosWorld> {
    const dataDir = await mkdtemp(join(tmpdir(), 'hg-chaos-'));
    const [port, mqttPort] = [await freePort(), await freePort()];
    const env = { DATA_DIR: dataDir, PORT: String(port), MQTT_PORT: String(mqttPort) };
    const server = await startServerProcess(env);
    const { body } = await server.call<{ keys: { ok: string } }>('GET', '/sandbox');
    return new ChaosWorld(dataDir, env, server, body.keys.ok);
  }

  async stop(): Promise<void> {
    await this.#server.kill('SIGTERM');
    await rm(this.#dataDir, { recursive: true, force: true });
  }

  async addEndpoint(url: string): Promise<void> {
    const body = { url, eventTypes: ['CONNECTIVITY_STATUS', 'CONTRACT_STATUS', 'DATA_POINT'] };
    const { status } = await this.#server.call('POST', '/webhooks', { key: this.#key, body });
    if (status !== 201) throw new Error(`no endpoint was made: ${status}`);
  }

  async addGateway(): Promise<Source> {
    const { body } = await this.#server.call<{ gatewayId: string; mqttPassword: string }>(
      'POST',
      '/sandbox/gateways',
      { body: { profile: 'none' } },
    );
    const thermometer = new Thermometer();
    const gateway = new NativeGateway({
      brokerUrl: `mqtt://127.0.0.1:${this.#env['MQTT_PORT']}`,
      gatewayId: body.gatewayId,
      password: body.mqttPassword,
      appliance: thermometer,
      now: () => this.#now(),
      resendMs: 1_000,
    });
    await gateway.connect();
    return { gatewayId: body.gatewayId, gateway, thermometer };
  }

  /** SIGKILL. Afterwards everything answers again; answers how long that took. */
  async kill(victim: 'SERVER' | 'POSTGRES' | 'BOTH'): Promise<number> {
    const startedAt = performance.now();
    const pid = victim === 'SERVER' ? undefined : await this.#postmaster();
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
    if (victim !== 'POSTGRES') {
      await this.#server.kill('SIGKILL');
      this.#server = await startServerProcess(this.#env);
      await this.unplugHouses();
    }
    // What a killed PostgreSQL has started lives on for a moment, and still answers.
    if (pid !== undefined) await this.#until(async () => (await this.#postmaster().catch(() => pid)) !== pid);
    await this.#until(async () => (await this.#get('/contracts'))?.status === 200);
    return performance.now() - startedAt;
  }

  /** At least by so much: a run that met a broken connection is tried again. */
  advance(minutes: number): Promise<void> {
    return this.#setClock({ advance: `PT${minutes}M` });
  }

  /** How fast the platform's clock goes. */
  speed(speed: number): Promise<void> {
    return this.#setClock({ speed });
  }

  async #setClock(change: object): Promise<void> {
    await this.#until(async () => {
      const { status, body } = await this.#server.call<{ now: string; speed: number }>(
        'POST',
        '/sandbox/clock',
        { body: change, headers: { prefer: 'wait=60' } },
      );
      if (status === 200) this.#clock = { realMs: Date.now(), ms: Date.parse(body.now), speed: body.speed };
      return status === 200;
    });
  }

  #now(): number {
    const { realMs, ms, speed } = this.#clock;
    // Never back: a value that is older than one before it is another matter.
    this.#latestMs = Math.max(this.#latestMs + 1, Math.round(ms + (Date.now() - realMs) * speed));
    return this.#latestMs;
  }

  /** Virtual houses have nothing to say any more. */
  async unplugHouses(): Promise<void> {
    const { body } = await this.#server.call<{ gateways: { gatewayId: string; profile: string }[] }>(
      'GET',
      '/sandbox',
    );
    for (const { gatewayId, profile } of body.gateways) {
      if (profile === 'none') continue;
      const path = `/sandbox/gateways/${gatewayId}/connection`;
      await this.#server.call('POST', path, { body: { state: 'offline' } });
    }
  }

  /** A page of the log; undefined when the server cannot answer now. */
  async read(cursor: string | undefined): Promise<LogPage | undefined> {
    const query = cursor === undefined ? '' : `&cursor=${cursor}`;
    const { status = 503, body } = (await this.#get<LogPage>(`/events?limit=500${query}`)) ?? {};
    if (status >= 400 && status < 500 && status !== 429) throw new Error(`the log answered ${status}`);
    return status === 200 ? body : undefined;
  }

  /** The whole log. */
  async readAll(): Promise<Taken[]> {
    const items: Taken[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await this.read(cursor);
      if (!page) {
        await wait(LOOK_EVERY_MS);
        continue;
      }
      items.push(...page.items);
      cursor = page.nextCursor;
      if (!page.hasMore) return items;
    }
  }

  /** Undefined: it did not answer at all. */
  #get<T>(path: string): Promise<Answer<T> | undefined> {
    return this.#server.call<T>('GET', path, { key: this.#key }).catch(() => undefined);
  }

  async #postmaster(): Promise<number> {
    return Number((await readFile(join(this.#dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n', 1)[0]);
  }

  async #until(condition: () => Promise<boolean>): Promise<void> {
    const deadline = performance.now() + PATIENCE_MS;
    while (!(await condition())) {
      if (performance.now() > deadline)
        throw new Error(`the server did not come back: ${this.#server.output()}`);
      await wait(LOOK_EVERY_MS);
    }
  }
}
