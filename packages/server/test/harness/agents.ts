import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Agent,
  type Driver,
  EmsAppliance,
  HoleBook,
  k40Driver,
  km200Driver,
  openRing,
  pair,
  renewRing,
  type Teller,
} from '@hearthgate/device/agent';
import { type History, K40Double, Km200Double, selfSigned, startTlsFront } from '@hearthgate/device/doubles';
import { createHouse, VirtualEmsEsp } from '@hearthgate/device';
import { Aedes } from 'aedes';
import type { TestSandbox } from './sandbox.ts';

const KEY = '00112233445566778899aabbccddeeff'.repeat(2);
const LABEL = { login: '101000901', password: 'ab12-cd34-ef56-gh78' };
/** A double shows a written value at once or never. */
const PATIENCE = { readBackMs: 500, lookEveryMs: 10 };

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;

/** A tree of this repository, as its gateway would serve it. */
export async function ownTree(name: 'icom-boiler' | 'k40-heat-pump'): Promise<unknown> {
  const file = new URL(`../../../device/trees/${name}.json`, import.meta.url);
  return JSON.parse(await readFile(file, 'utf8'));
}

/** A double of the gateway, and how an agent in any process reaches it. */
export async function km200Place(tree: unknown, now: () => number, history?: History) {
  const double = await Km200Double.start({ tree, key: KEY, now, ...(history && { history }) });
  const address = { host: '127.0.0.1', port: double.port, key: KEY, pauseMs: 0 };
  return { double, gateway: { kind: 'km200' as const, address } };
}

export async function km200(tree: unknown, now: () => number, history?: History) {
  const { double, gateway } = await km200Place(tree, now, history);
  return { double, driver: km200Driver(gateway.address, 'Europe/Berlin', PATIENCE) };
}

/** Paired already. */
export async function k40rfPlace(tree: unknown, now: () => number, history?: History) {
  const double = await K40Double.start({ tree, ...LABEL, now, ...(history && { history }) });
  double.tokens.pressButtons();
  const { port, tokenPort } = double;
  const place = { host: '127.0.0.1', port, tokenPort };
  const address = await pair({
    ...place,
    label: LABEL,
    clientName: 'test',
    now,
    pressButtons: () => undefined,
  });
  return { double, gateway: { kind: 'k40rf' as const, address } };
}

export async function k40rf(tree: unknown, now: () => number, history?: History) {
  const { double, gateway } = await k40rfPlace(tree, now, history);
  return { double, driver: k40Driver(gateway.address) };
}

/** A board that publishes to a broker in its house, under the base topic that it has from the factory. */
export async function emsEspPlace(startMs: number) {
  const aedes = await Aedes.createBroker();
  const server = createServer((socket) => aedes.handle(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const broker = `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const house = createHouse('ems-boiler', { seed: 7, startMs, brand: 'BUDERUS' });
  const options = { brokerUrl: broker, gatewayId: 'board', password: 'any', base: 'ems-esp', house };
  const board = new VirtualEmsEsp(options);
  await board.connect();
  const stop = async () => {
    board.unplug();
    await new Promise<void>((resolve) => aedes.close(resolve));
    server.close();
  };
  return { board, house, broker, stop };
}

export async function emsEsp(startMs: number) {
  const place = await emsEspPlace(startMs);
  const patience = { firstWordMs: 1_000, answerMs: 2_000 };
  const appliance = new EmsAppliance({ broker: place.broker, base: 'ems-esp' }, patience);
  let said = 0;
  /** Resolves when the appliance has heard all that the board has to tell; who it is it hears last. */
  const told = async () => {
    const giveUpAt = performance.now() + 10_000;
    for (;;) {
      place.board.publish();
      said += 1;
      const version = `3.8.1-test.${said}`;
      await place.board.say('info', JSON.stringify({ version }));
      for (let looks = 0; looks < 20; looks += 1) {
        if (appliance.identity.firmware === version) return;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      if (performance.now() > giveUpAt) throw new Error('the appliance does not hear the board');
    }
  };
  return { ...place, told, driver: { gatewayType: 'EMS_ESP', appliance } satisfies Teller };
}

/** A house with an agent, behind an Internet line of its own that speaks TLS and can be cut. */
export class AgentHouse {
  readonly gatewayId: string;
  readonly #sandbox: TestSandbox;
  readonly #driver: Driver | Teller;
  readonly #folder: string;
  readonly #line: Awaited<ReturnType<typeof startTlsFront>>;
  readonly #broker: { url: string; gatewayId: string; password: string; ca: string };
  readonly log: string[] = [];
  #agent: Agent | undefined;

  private constructor(
    sandbox: TestSandbox,
    driver: Driver | Teller,
    folder: string,
    line: Awaited<ReturnType<typeof startTlsFront>>,
    broker: { url: string; gatewayId: string; password: string; ca: string },
  ) {
    this.#sandbox = sandbox;
    this.#driver = driver;
    this.#folder = folder;
    this.#line = line;
    this.#broker = broker;
    this.gatewayId = broker.gatewayId;
  }

  /** Registers a gateway that the first company may read and control. */
  static async build(sandbox: TestSandbox, driver: Driver | Teller): Promise<AgentHouse> {
    const { body } = await sandbox.call<{ gatewayId: string; mqttPassword: string }>(
      'POST',
      '/sandbox/gateways',
      {
        body: { profile: 'none', gatewayType: driver.gatewayType, brand: 'BUDERUS' },
      },
    );
    const certificate = selfSigned('platform');
    const { hostname, port } = new URL(sandbox.world.mqttUrl);
    const line = await startTlsFront(certificate, { host: hostname, port: Number(port) });
    const { gatewayId, mqttPassword: password } = body;
    const folder = await mkdtemp(join(tmpdir(), 'hg-agent-house-'));
    const broker = { url: line.url, gatewayId, password, ca: certificate.cert };
    return new AgentHouse(sandbox, driver, folder, line, broker);
  }

  get agent(): Agent {
    if (!this.#agent) throw new Error('the agent is switched off');
    return this.#agent;
  }

  switchOn(): void {
    const ring = join(this.#folder, 'ring');
    this.#agent = new Agent({
      driver: this.#driver,
      broker: this.#broker,
      openRing: () => openRing(ring),
      renewRing: (old) => renewRing(ring, old),
      holes: new HoleBook(join(this.#folder, 'holes.json')),
      now: () => this.#sandbox.app.domains.access.clock.now(),
      log: (line) => this.log.push(line),
    });
  }

  /** As when its plug is pulled: nothing is said and nothing is closed. */
  async switchOff(): Promise<void> {
    this.#line.cut(true);
    await this.#agent?.end();
    this.#agent = undefined;
    this.#line.cut(false);
  }

  /** A turn, and everything taken over by the platform where that can be reached. */
  async turn(): Promise<void> {
    await this.agent.turn();
    await this.settled();
  }

  async settled(): Promise<void> {
    this.#sandbox.passTime(60_000);
    await this.agent.gateway.settled(10_000);
    await this.#sandbox.settle();
  }

  /** Waits until it is; the agent tries again after a minute at most. */
  async isConnected(wanted: boolean): Promise<void> {
    const giveUpAt = performance.now() + 70_000;
    while (this.agent.gateway.connected !== wanted) {
      if (performance.now() > giveUpAt) throw new Error(`the agent is ${wanted ? 'not' : 'still'} connected`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  cut(isCut: boolean): void {
    this.#line.cut(isCut);
  }

  async tearDown(): Promise<void> {
    await this.#agent?.end();
    await this.#line.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** What the platform has recorded of one data point, in order of time. */
export async function recorded(
  sandbox: TestSandbox,
  gatewayId: string,
  point: number,
): Promise<{ atMs: number; value: number }[]> {
  const { rows } = await sandbox.pool.query<{ measured_at: Date; value: number }>(
    'SELECT measured_at, value FROM recordings WHERE gateway_id = $1 AND point = $2 ORDER BY measured_at',
    [Number(gatewayId), point],
  );
  return rows.map(({ measured_at, value }) => ({ atMs: measured_at.getTime(), value }));
}

/** The longest time between two recordings, milliseconds. */
export function longestHole(recordings: readonly { atMs: number }[]): number {
  return Math.max(
    0,
    ...recordings.slice(1).map(({ atMs }, index) => atMs - (recordings[index]?.atMs ?? atMs)),
  );
}
