import { connect, type Socket } from 'node:net';
import { generate, parser, type Packet } from 'mqtt-packet';
import { boilerData, ENTITIES, thermostatData } from './payloads.ts';

/** Fixed and without jitter, as the firmware does it. */
const RECONNECT_MS = 2_000;
const KEEPALIVE_SECONDS = 60;

export interface FleetOptions {
  readonly host: string;
  readonly port: number;
  readonly password: string;
}

/** A board on a bare socket: default settings, QoS 0, both device types, and answers to questions. */
export class LightDevice {
  readonly gatewayId: string;
  readonly #options: FleetOptions;
  #socket: Socket | undefined;
  #isWanted = false;
  isConnected = false;
  /** Connections that the broker accepted. */
  connections = 0;
  refused = 0;
  /** Number of the last `boiler_data`; it stands in its payload as a counter. */
  published = 0;
  asked = 0;

  constructor(gatewayId: string, options: FleetOptions) {
    this.gatewayId = gatewayId;
    this.#options = options;
  }

  connect(): void {
    this.#isWanted = true;
    const { host, port, password } = this.#options;
    const socket = connect({ host, port, noDelay: true });
    this.#socket = socket;
    const read = parser({ protocolVersion: 4 });
    read.on('packet', (packet: Packet) => this.#receive(packet));
    socket.on('data', (chunk) => read.parse(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => this.#closed());
    this.#send({
      cmd: 'connect',
      protocolId: 'MQTT',
      protocolVersion: 4,
      clean: false,
      keepalive: KEEPALIVE_SECONDS,
      clientId: `esp32-${this.gatewayId}`,
      username: this.gatewayId,
      password: Buffer.from(password),
      will: { topic: this.#topic('status'), payload: Buffer.from('offline'), qos: 1, retain: true },
    });
  }

  /** Values of both devices, the boiler's with the next number. */
  publish(): void {
    if (!this.isConnected) return;
    this.published += 1;
    this.#publish('boiler_data', boilerData(this.published));
    this.#publish('thermostat_data', thermostatData(this.published));
  }

  heartbeat(): void {
    if (this.isConnected) this.#publish('heartbeat', '{"bus_status":"connected","uptime_sec":60}');
  }

  /** What keeps a connection alive that says nothing else. */
  ping(): void {
    if (this.isConnected) this.#send({ cmd: 'pingreq' });
  }

  /** The network is gone; the device tries again by itself. */
  cut(): void {
    // Its end is told a moment later; until then nothing more may count as said.
    this.isConnected = false;
    this.#socket?.destroy();
  }

  stop(): void {
    this.#isWanted = false;
    this.#socket?.destroy();
  }

  #receive(packet: Packet): void {
    if (packet.cmd === 'connack') {
      if (packet.returnCode === 0) this.#greet();
      else {
        this.refused += 1;
        this.#socket?.destroy();
      }
    }
    if (packet.cmd !== 'publish' || !packet.topic.endsWith('/entities')) return;
    this.asked += 1;
    const device = packet.topic.split('/').at(-2) ?? '';
    this.#publish('response', ENTITIES[device] ?? '{}');
  }

  #greet(): void {
    this.isConnected = true;
    this.connections += 1;
    this.#publish('status', 'online', true);
    this.#publish('info', '{"version":"3.8.1","network":"wifi","hostname":"ems-esp"}', true);
    for (const [index, device] of ['boiler', 'thermostat', 'system', 'custom'].entries()) {
      const subscriptions = [{ topic: this.#topic(`${device}/#`), qos: 0 as const }];
      this.#send({ cmd: 'subscribe', messageId: index + 1, subscriptions });
    }
  }

  #closed(): void {
    this.isConnected = false;
    if (this.#isWanted) setTimeout(() => this.#isWanted && this.connect(), RECONNECT_MS);
  }

  #publish(name: string, payload: string, retain = false): void {
    this.#send({ cmd: 'publish', topic: this.#topic(name), payload, qos: 0, dup: false, retain });
  }

  #send(packet: Packet): void {
    this.#socket?.write(generate(packet, { protocolVersion: 4 }));
  }

  #topic(name: string): string {
    return `gw/${this.gatewayId}/ems/${name}`;
  }
}
