import { randomUUID } from 'node:crypto';
import { connect, type MqttClient } from 'mqtt';

const CONNECT_TIMEOUT_MS = 10_000;
const RECONNECT_MS = 5_000;

/** Where a board publishes in the house. */
export interface LocalAddress {
  /** `mqtt://192.168.1.5:1883`, or `mqtts://`. */
  readonly broker: string;
  readonly username?: string;
  readonly password?: string;
  /** Base topic of the board, `ems-esp` unless it was changed. */
  readonly base: string;
}

export interface LocalMessage {
  /** Below the base. */
  readonly name: string;
  readonly payload: string;
  /** Kept by the broker, from whenever. */
  readonly isOld: boolean;
}

/** The broker in the house, as long as it is wanted; it is tried again whenever it is away. */
export class LocalBroker {
  readonly #address: LocalAddress;
  readonly #heard: (message: LocalMessage) => void;
  readonly #listening: () => void;
  #client: MqttClient | undefined;
  #trouble = 'no connection yet';

  constructor(address: LocalAddress, heard: (message: LocalMessage) => void, listening: () => void) {
    this.#address = address;
    this.#heard = heard;
    this.#listening = listening;
  }

  get isConnected(): boolean {
    return this.#client?.connected ?? false;
  }

  /** Why it is not connected. */
  get trouble(): string {
    return this.#trouble;
  }

  open(): void {
    if (this.#client) return;
    const { broker, username, password, base } = this.#address;
    const client = connect(broker, {
      clientId: `hearthgate-${randomUUID().slice(0, 8)}`,
      ...(username !== undefined && { username }),
      ...(password !== undefined && { password }),
      protocolVersion: 4,
      clean: true,
      connectTimeout: CONNECT_TIMEOUT_MS,
      reconnectPeriod: RECONNECT_MS,
    });
    this.#client = client;
    client.on('error', (error) => (this.#trouble = troubleOf(error)));
    client.on('connect', () => {
      client.subscribe(`${base}/#`, { qos: 0 }, (error) => {
        if (error) this.#trouble = `it lets nobody listen below ${base}: ${error.message}`;
        else this.#listening();
      });
    });
    client.on('message', (topic, payload, packet) => {
      if (topic.startsWith(`${base}/`))
        this.#heard({
          name: topic.slice(base.length + 1),
          payload: payload.toString('utf8'),
          isOld: packet.retain,
        });
    });
  }

  /** QoS 0 and never retained: what does not arrive now must not arrive later. */
  send(name: string, payload: string): void {
    if (this.isConnected) this.#client?.publish(`${this.#address.base}/${name}`, payload, { qos: 0 });
  }

  async close(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.endAsync(true);
  }
}

/** CONNACK codes of MQTT 3.1.1, section 3.2.2.3. */
const REFUSED = new Set<unknown>([4, 5]);

function troubleOf(error: Error): string {
  const code: unknown = 'code' in error ? error.code : undefined;
  if (REFUSED.has(code)) return 'it refuses user name or password';
  if (code === 'ECONNREFUSED') return 'nothing listens there';
  return error.message || String(code);
}
