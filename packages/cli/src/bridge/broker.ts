import { keepLengthsTogether } from '@hearthgate/device';
import { connectAsync, type MqttClient } from 'mqtt';

export interface BrokerOptions {
  readonly url: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** Said by the broker when we are gone without a goodbye. */
  readonly statusTopic: string;
}

const CONNECT_TIMEOUT_MS = 10_000;
const RECONNECT_MS = 2_000;
const QOS = 1;

/** The broker, with everything that stands there of us: said again when the connection was lost, not said twice otherwise. */
export class Broker {
  readonly #mqtt: MqttClient;
  readonly #statusTopic: string;
  readonly #kept = new Map<string, string>();

  private constructor(mqtt: MqttClient, statusTopic: string) {
    this.#mqtt = mqtt;
    this.#statusTopic = statusTopic;
  }

  /** The first connection has to succeed, so that a wrong address or password is told at once; later ones are tried for ever. */
  static async connect({ url, username, password, statusTopic }: BrokerOptions): Promise<Broker> {
    keepLengthsTogether();
    const mqtt = await connectAsync(
      url,
      {
        connectTimeout: CONNECT_TIMEOUT_MS,
        reconnectPeriod: RECONNECT_MS,
        will: { topic: statusTopic, payload: 'offline', qos: QOS, retain: true },
        ...(username !== undefined && { username }),
        ...(password !== undefined && { password }),
      },
      false,
    );
    return new Broker(mqtt, statusTopic);
  }

  /** Hears these topics from now on, also after the connection was lost. `onLine` is told of lost and new connections. */
  async hear(
    topics: readonly string[],
    onMessage: (topic: string, payload: string, isRetained: boolean) => void,
    onLine: (text: string) => void,
  ): Promise<void> {
    this.#mqtt.on('message', (topic, payload, { retain }) =>
      onMessage(topic, payload.toString('utf8'), retain),
    );
    this.#mqtt.on('close', () => onLine('the broker is away; trying again'));
    this.#mqtt.on('error', (error) => onLine(`broker: ${error.message}`));
    this.#mqtt.on('connect', () => {
      onLine('the broker is back');
      for (const [topic, payload] of this.#kept) this.#publish(topic, payload, true);
    });
    await this.#mqtt.subscribeAsync([...topics], { qos: QOS });
  }

  /** Stays at the broker until it is replaced. */
  keep(topic: string, value: unknown): void {
    const payload = typeof value === 'string' ? value : JSON.stringify(value);
    if (this.#kept.get(topic) === payload) return;
    this.#kept.set(topic, payload);
    this.#publish(topic, payload, true);
  }

  /** For who listens now. */
  say(topic: string, value: unknown): void {
    this.#publish(topic, JSON.stringify(value), false);
  }

  /** Said again although nothing changed: somebody has started anew. */
  repeat(topic: string): void {
    const payload = this.#kept.get(topic);
    if (payload !== undefined) this.#publish(topic, payload, true);
  }

  /** An empty message takes what stands there away. */
  forget(topic: string): void {
    this.#kept.delete(topic);
    this.#publish(topic, '', true);
  }

  keptBelow(prefix: string): string[] {
    return [...this.#kept.keys()].filter((topic) => topic.startsWith(prefix));
  }

  async end(): Promise<void> {
    if (this.#mqtt.connected)
      await this.#mqtt.publishAsync(this.#statusTopic, 'offline', { qos: QOS, retain: true });
    await this.#mqtt.endAsync(!this.#mqtt.connected);
  }

  /** What is said while the broker is away is said by `#kept` when it is back. */
  #publish(topic: string, payload: string, retain: boolean): void {
    if (this.#mqtt.connected) this.#mqtt.publish(topic, payload, { qos: QOS, retain }, () => undefined);
  }
}
