import { connect, type MqttClient } from 'mqtt';
import type { VirtualHouse } from '../house/virtual-house.ts';
import { LinkFaults, type Sender } from '../gateway/link-faults.ts';
import { Waiters } from '../gateway/waiters.ts';
import { CommandTopics } from './command-topics.ts';
import { dataOf, discoveryOf, entitiesAnswer, heartbeatOf, type EmsPublish } from './ems-payloads.ts';
import { FaultMemory } from './fault-memory.ts';
import { DEFAULT_SETTINGS, OLD_FIRMWARE, type EmsEspSettings } from './settings.ts';

/** Without back-off or jitter, as the firmware does it. */
const RECONNECT_MS = 2_000;
const CONNECT_TIMEOUT_MS = 20_000;
const KEEPALIVE_SECONDS = 60;
/** Intervals of a device that runs by itself. */
const DATA_EVERY_MS = 10_000;
const HEARTBEAT_EVERY_MS = 60_000;

export interface VirtualEmsEspOptions {
  readonly brokerUrl: string;
  readonly gatewayId: string;
  readonly password: string;
  /** Of the authority that signed the broker's certificate, PEM; without it those of the system. */
  readonly ca?: string;
  readonly house: VirtualHouse;
  readonly settings?: Partial<EmsEspSettings>;
  /** Base topic; the one that our guide gives when left out. */
  readonly base?: string;
}

/** An EMS-ESP board with a boiler and a thermostat behind it, as the firmware behaves towards its broker (facts: gateways, section 1). */
export class VirtualEmsEsp {
  readonly settings: EmsEspSettings;
  readonly #options: VirtualEmsEspOptions;
  readonly #base: string;
  readonly #commands: CommandTopics;
  readonly #faults = new FaultMemory();
  readonly #waiters = new Waiters();
  readonly #startedMs = performance.now();
  #client: MqttClient | undefined;
  #timers: NodeJS.Timeout[] = [];
  #unacknowledged = 0;
  /** Of values, heartbeats and answers on their way. */
  readonly lineFaults = new LinkFaults();
  readonly #line: Sender;
  /** Writes are taken and nothing happens. */
  ignoresWrites = false;
  refusesWrites = false;
  /** When a write is carried out; at once if nobody says otherwise. */
  inTime: (write: () => void) => void = (write) => write();
  /** State of the bus that the heartbeat tells. */
  bus = 'connected';

  constructor(options: VirtualEmsEspOptions) {
    this.#options = options;
    this.settings = { ...DEFAULT_SETTINGS, ...options.settings };
    this.#base = options.base ?? `gw/${options.gatewayId}/ems`;
    this.#commands = new CommandTopics(options.house, this.settings, {
      respond: (text) => void this.#publish({ topic: 'response', payload: text }),
      changed: () => this.publish(),
      ignores: () => this.ignoresWrites,
      refuses: () => this.refusesWrites,
      inTime: (write) => this.inTime(write),
    });
    const isOpen = () => this.connected;
    this.#line = this.lineFaults.over({
      get isOpen() {
        return isOpen();
      },
      publish: (topic, payload) => this.#send(topic, payload, false),
    });
  }

  get connected(): boolean {
    return this.#client?.connected ?? false;
  }

  /** Everything that came to one of its topics, in order. */
  get received(): readonly EmsPublish[] {
    return this.#commands.received;
  }

  /** Resolves when it has greeted the broker and listens; values are published by `publish`, or by themselves after `run`. */
  async connect(): Promise<void> {
    if (this.#client) return;
    const { brokerUrl, gatewayId, password, ca } = this.#options;
    const client = connect(brokerUrl, {
      clientId: `esp32-${gatewayId}`,
      username: gatewayId,
      password,
      ...(ca !== undefined && { ca }),
      protocolVersion: 4,
      clean: false,
      keepalive: KEEPALIVE_SECONDS,
      reconnectPeriod: RECONNECT_MS,
      connectTimeout: CONNECT_TIMEOUT_MS,
      will: { topic: `${this.#base}/status`, payload: 'offline', qos: 1, retain: true },
    });
    this.#client = client;
    client.on('error', () => undefined);
    client.on('message', (topic, payload) => {
      if (topic.startsWith(`${this.#base}/`))
        this.#commands.receive(topic.slice(this.#base.length + 1), payload.toString('utf8'));
    });
    const greeted = Promise.withResolvers<void>();
    client.on('connect', () => void this.#greet(client).then(greeted.resolve, greeted.reject));
    client.once('close', () => greeted.reject(new Error(`no connection of ${gatewayId} to ${brokerUrl}`)));
    try {
      await greeted.promise;
    } catch (error) {
      this.unplug();
      throw error;
    }
  }

  /** Lives by itself in real time: values every ten seconds, a heartbeat every minute. */
  run(): void {
    this.#timers = [
      setInterval(() => this.publish(), DATA_EVERY_MS),
      setInterval(() => this.heartbeat(), HEARTBEAT_EVERY_MS),
    ];
  }

  /** All values as they are now. */
  publish(): void {
    const { house } = this.#options;
    this.#faults.take(house.notifications(), house.nowMs);
    for (const message of dataOf(house, this.settings, this.#faults.lastCodes)) void this.#publish(message);
  }

  /** What it would publish now, and its answers to `<device>/entities`. */
  dump(): { data: EmsPublish[]; answers: Record<string, string> } {
    const { house } = this.#options;
    const answer = (device: string) => JSON.stringify(entitiesAnswer(device, house, this.settings));
    return {
      data: dataOf(house, this.settings, this.#faults.lastCodes),
      answers: { boiler: answer('boiler'), thermostat: answer('thermostat') },
    };
  }

  heartbeat(): void {
    const uptimeSec = Math.round((performance.now() - this.#startedMs) / 1_000);
    void this.#publish(heartbeatOf(uptimeSec, this.bus));
  }

  /** One message of any content, as a broken or a foreign device might send it. */
  say(topic: string, payload: string): Promise<void> {
    return this.#publish({ topic, payload });
  }

  /** All that was published is acknowledged (with QoS 1), at once when offline. */
  settled(timeoutMs: number): Promise<void> {
    return this.#waiters.wait(
      () => !this.connected || this.#unacknowledged === 0,
      timeoutMs,
      () => `EMS-ESP ${this.#options.gatewayId}: ${this.#unacknowledged} messages not acknowledged`,
    );
  }

  /** Resolves when the platform has asked for this device's entities. */
  asked(timeoutMs: number): Promise<void> {
    return this.#commands.asked(timeoutMs);
  }

  /** Cuts the socket, so that the broker publishes the will. */
  unplug(): void {
    for (const timer of this.#timers) clearInterval(timer);
    const client = this.#client;
    this.#client = undefined;
    this.#unacknowledged = 0;
    client?.stream.destroy();
    client?.end(true);
    this.#waiters.check();
  }

  async #greet(client: MqttClient): Promise<void> {
    const { gatewayId, house } = this.#options;
    await this.#publish({ topic: 'status', payload: 'online' }, true);
    const info = {
      version: this.settings.olderNames ? OLD_FIRMWARE : house.identity.firmware,
      bootTime: new Date(house.nowMs).toISOString(),
      network: 'wifi',
      hostname: 'ems-esp',
      SSID: 'home',
      IPv4: '192.0.2.7',
    };
    await this.#publish({ topic: 'info', payload: JSON.stringify(info) }, true);
    const { qos } = this.settings;
    const own = [
      'boiler',
      'thermostat',
      'system',
      'custom',
      'scheduler',
      'temperaturesensor',
      'analogsensor',
    ];
    await client.subscribeAsync(
      own.map((device) => `${this.#base}/${device}/#`),
      { qos },
    );
    // Even with discovery off, to clean up.
    await client.subscribeAsync(`homeassistant/+/${this.#base}/#`, { qos });
    if (this.settings.discovery) {
      for (const { topic, payload } of discoveryOf(gatewayId, this.settings))
        await client.publishAsync(topic, payload, { qos, retain: true });
    }
    this.heartbeat();
  }

  async #publish({ topic, payload }: EmsPublish, retain = false): Promise<void> {
    const client = this.#client;
    if (!client?.connected) return;
    this.#unacknowledged += 1;
    await (retain ? this.#send(topic, payload, true) : this.#line.publish(topic, payload));
    if (this.#client === client) this.#unacknowledged -= 1;
    this.#waiters.check();
  }

  /** True when it went out, with QoS 1 when it is acknowledged. */
  #send(topic: string, payload: string, retain: boolean): Promise<boolean> {
    const client = this.#client;
    if (!client?.connected) return Promise.resolve(false);
    const { qos } = this.settings;
    return new Promise((resolve) => {
      client.publish(`${this.#base}/${topic}`, payload, { qos, retain }, (error) => resolve(!error));
    });
  }
}
