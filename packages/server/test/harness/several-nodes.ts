import type pg from 'pg';
import { startApp, type App, type Overrides } from '../../src/app.ts';
import type { Config } from '../../src/config/index.ts';
import { mqttServerOf } from '../../src/platform/broker/mqtt-server.ts';
import { SandboxNodes, type SandboxBroker } from '../../src/sandbox/index.ts';
import { HAS_MOSQUITTO, startMosquitto } from './mosquitto.ts';
import { REDIS_PROGRAM, startRedis } from './redis.ts';

/** On how many nodes a sandbox of a test runs: on several with a Mosquitto and a Redis of its own. */
export const NODES = Number(process.env['HEARTHGATE_TEST_NODES'] ?? 1);

const SLICES = 64;
const SLICES_MOVE_MS = 30_000;
const LOOK_EVERY_MS = 10;

export interface Engines {
  readonly config: Partial<Config>;
  readonly broker: SandboxBroker;
  stop(): Promise<void>;
}

/** What several nodes share beside the database. */
export async function startEngines(databaseUrl: string): Promise<Engines> {
  if (!HAS_MOSQUITTO || REDIS_PROGRAM === undefined)
    throw new Error(
      'HEARTHGATE_TEST_NODES needs mosquitto and redis-server: apt-get install mosquitto redis-server',
    );
  const [mosquitto, redis] = await Promise.all([startMosquitto(databaseUrl), startRedis()]);
  const brokerUrl = `mqtt://127.0.0.1:${mosquitto.port}`;
  const [mqttServer, mqttPublic] = [mqttServerOf(mosquitto.url), mqttServerOf(brokerUrl)];
  return {
    // Past the check of the environment: for operators a sandbox is one node.
    config: { mqttServer, mqttPublic, redisUrl: redis.url, drainMs: 0 },
    broker: { url: brokerUrl, knowsAll: () => mosquitto.knowsAll() },
    stop: async () => {
      await mosquitto.stop();
      await redis.kill('SIGKILL');
    },
  };
}

/** The nodes of one sandbox; the first has the world. */
export class StartedNodes {
  readonly first: App;
  readonly #all: readonly App[];
  readonly #shared: SandboxNodes;
  #calls = 0;

  private constructor(first: App, others: readonly App[], shared: SandboxNodes) {
    this.first = first;
    this.#all = [first, ...others];
    this.#shared = shared;
  }

  static async start(
    config: Config,
    overrides: Overrides,
    { engines, pool }: { engines: Engines | undefined; pool: pg.Pool },
  ): Promise<StartedNodes> {
    const shared = new SandboxNodes(engines?.broker);
    const options = { ...overrides, sandboxNodes: shared };
    const settings = { ...config, ...engines?.config };
    const first = await startApp(settings, options);
    const others: App[] = [];
    // Links lead to one address, as through a proxy.
    const ofOthers = { ...settings, port: 0, adminPort: 0, publicUrl: config.publicUrl ?? first.url };
    const count = engines ? NODES : 1;
    const started = () => new StartedNodes(first, others, shared);
    try {
      while (others.length < count - 1) {
        others.push(await startApp(ofOthers, options));
        await sharedBy(pool, 1 + others.length);
      }
    } catch (error) {
      await started().stop();
      throw error;
    }
    return started();
  }

  /** One after the other; what is the sandbox's own is at the first alone. */
  forCall(path: string): App {
    if (path.startsWith('/sandbox')) return this.first;
    return this.#all[this.#calls++ % this.#all.length] ?? this.first;
  }

  /**
   * What gateways said, and what one node changed, is known to all within moments, here before the next call: a test shows what
   * follows from what was said, and not who was faster.
   */
  heard(): Promise<void> {
    return this.#shared.heard();
  }

  async stop(): Promise<void> {
    for (const app of this.#all.toReversed()) await app.stop();
  }
}

/** Resolves when so many nodes have their slices. */
async function sharedBy(pool: pg.Pool, nodes: number): Promise<void> {
  const deadline = performance.now() + SLICES_MOVE_MS;
  for (;;) {
    const { rows } = await pool.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM shard_leases WHERE lease_until > now() GROUP BY holder ORDER BY 1',
    );
    const [fewest = 0] = rows.map(({ count }) => count);
    if (rows.length === nodes && fewest >= Math.floor(SLICES / nodes)) return;
    if (performance.now() > deadline) throw new Error(`${nodes} nodes do not share the slices`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
