import { connect, type MqttClient } from 'mqtt';
import { topics } from '@hearthgate/wire';
import { keepLengthsTogether } from './packet-lengths.ts';

/** TCP, TLS and CONNACK together. */
const CONNECT_TIMEOUT_MS = 20_000;
/** Waiting for the last PUBACKs before the socket is closed anyhow. */
const GOODBYE_TIMEOUT_MS = 5_000;
/** CONNACK codes of MQTT 3.1.1, section 3.2.2.3. */
const BAD_USER_OR_PASSWORD = 4;
const NOT_AUTHORIZED = 5;

export interface SessionOptions {
  readonly brokerUrl: string;
  readonly gatewayId: string;
  readonly password: string;
  /** Certificate authority of the broker, PEM. */
  readonly ca?: string;
  readonly onMessage: (topic: string, payload: Uint8Array) => void;
}

/** One MQTT connection. It never reconnects: each attempt is a new session with an empty send queue. */
export class LinkSession {
  readonly #client: MqttClient;
  readonly #gatewayId: string;
  readonly #waiting = new Set<(acknowledged: boolean) => void>();
  readonly closed: Promise<void>;
  #open = true;

  private constructor(client: MqttClient, gatewayId: string) {
    this.#client = client;
    this.#gatewayId = gatewayId;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.closed = promise;
    client.once('close', () => {
      this.#open = false;
      for (const done of this.#waiting) done(false);
      this.#waiting.clear();
      resolve();
    });
  }

  /** Connects and subscribes to `down/#`. */
  static async open(options: SessionOptions): Promise<LinkSession> {
    const { brokerUrl, gatewayId, password, ca } = options;
    keepLengthsTogether();
    const client = connect(brokerUrl, {
      clientId: gatewayId,
      username: gatewayId,
      password,
      ...(ca !== undefined && { ca }),
      protocolVersion: 4,
      clean: true,
      reconnectPeriod: 0,
      connectTimeout: CONNECT_TIMEOUT_MS,
      will: { topic: topics.status(gatewayId), payload: 'offline', qos: 1, retain: true },
    });
    client.on('message', options.onMessage);
    try {
      await connected(client);
      const session = new LinkSession(client, gatewayId);
      await client.subscribeAsync(topics.allDown(gatewayId), { qos: 1 });
      return session;
    } catch (error) {
      client.stream.destroy();
      throw explain(error, brokerUrl, gatewayId);
    }
  }

  get isOpen(): boolean {
    return this.#open;
  }

  /** QoS 1; true on PUBACK, false when the connection closed first. */
  publish(topic: string, payload: string, retain = false): Promise<boolean> {
    if (!this.#open) return Promise.resolve(false);
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.#waiting.add(resolve);
    this.#client.publish(topic, payload, { qos: 1, retain }, (error) => {
      this.#waiting.delete(resolve);
      resolve(!error);
    });
    return promise;
  }

  /** Without DISCONNECT, so that the broker publishes the will. */
  cut(): void {
    this.#open = false;
    this.#client.stream.destroy();
  }

  /** With `status` `offline` and DISCONNECT. */
  async close(): Promise<void> {
    if (!this.#open) return;
    const goodbye = this.publish(topics.status(this.#gatewayId), 'offline', true);
    this.#open = false;
    const timer = setTimeout(() => this.cut(), GOODBYE_TIMEOUT_MS);
    await goodbye;
    this.#client.end();
    await this.closed;
    clearTimeout(timer);
  }
}

function connected(client: MqttClient): Promise<void> {
  return new Promise((resolve, reject) => {
    client.once('connect', () => resolve());
    // Stays registered: an `error` event without a listener would end the process.
    client.on('error', reject);
    client.once('close', () => reject(new Error('the connection was closed')));
  });
}

function explain(error: unknown, brokerUrl: string, gatewayId: string): Error {
  const message = error instanceof Error ? error.message : String(error);
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === BAD_USER_OR_PASSWORD || code === NOT_AUTHORIZED) {
    return new Error(`${brokerUrl} refused gateway ${gatewayId}: unknown gateway or wrong password`, {
      cause: error,
    });
  }
  if (code === 'ECONNREFUSED') return new Error(`nothing listens at ${brokerUrl}`, { cause: error });
  return new Error(`no connection to ${brokerUrl}: ${message || String(code)}`, { cause: error });
}
