import { createServer, type Socket } from 'node:net';
import { Aedes } from 'aedes';
import { connectAsync, type MqttClient } from 'mqtt';

const PATIENCE_MS = 20_000;

/** A broker as it stands in somebody's house, with somebody who hears everything. */
export class HomeBroker {
  readonly url: string;
  /** What stands at each topic; an empty message takes it away. */
  readonly kept = new Map<string, string>();
  /** Every message, in order. */
  readonly said: { topic: string; text: string }[] = [];
  /** Cuts the connections of all but the one who hears. */
  readonly drop: () => void;
  readonly #close: () => Promise<void>;
  readonly #client: MqttClient;
  readonly #waiting = new Set<() => void>();

  private constructor(url: string, client: MqttClient, drop: () => void, close: () => Promise<void>) {
    this.url = url;
    this.#client = client;
    this.drop = drop;
    this.#close = close;
    client.on('message', (topic, payload) => {
      const text = payload.toString();
      this.said.push({ topic, text });
      if (text === '') this.kept.delete(topic);
      else this.kept.set(topic, text);
      for (const check of this.#waiting) check();
    });
  }

  static async start(): Promise<HomeBroker> {
    const aedes = await Aedes.createBroker();
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      aedes.handle(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the broker does not listen');
    const url = `mqtt://127.0.0.1:${address.port}`;
    const client = await connectAsync(url);
    const own = new Set(sockets);
    const drop = () =>
      [...sockets].filter((socket) => !own.has(socket)).forEach((socket) => socket.destroy());
    const broker = new HomeBroker(url, client, drop, async () => {
      await client.endAsync(true);
      await new Promise<void>((resolve) => aedes.close(resolve));
      await new Promise<void>((resolve) => server.close(() => resolve()));
    });
    await client.subscribeAsync('#');
    return broker;
  }

  say(topic: string, text: string, retain = false): Promise<unknown> {
    return this.#client.publishAsync(topic, text, { qos: 1, retain });
  }

  json(topic: string): Record<string, unknown> {
    return JSON.parse(this.kept.get(topic) ?? 'null') as Record<string, unknown>;
  }

  until(what: string, isTrue: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const check = () => {
        if (!isTrue()) return;
        clearTimeout(timer);
        this.#waiting.delete(check);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(check);
        reject(new Error(`waited in vain for ${what}`));
      }, PATIENCE_MS);
      this.#waiting.add(check);
      check();
    });
  }

  stop(): Promise<void> {
    return this.#close();
  }
}
