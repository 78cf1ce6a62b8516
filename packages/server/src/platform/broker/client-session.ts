import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { Client } from 'aedes';
import { writeToStream } from 'mqtt-packet';

/** Packet ids are 16 bits. */
const ID_MAX = 65_535;
/** A client that does not read is cut off after this. */
const DRAIN_TIMEOUT_MS = 60_000;

type Qos = 0 | 1 | 2;

/** A connected user: what it listens to, and the way to it. */
export class ClientSession {
  readonly user: string;
  readonly #client: Client;
  readonly #filters = new Map<string, { readonly parts: readonly string[]; readonly qos: Qos }>();
  #lastId = 0;
  #draining: Promise<unknown> | undefined;

  constructor(user: string, client: Client) {
    this.user = user;
    this.#client = client;
  }

  /** Waiting in front of its socket. */
  get pendingBytes(): number {
    return this.#socket.writableLength;
  }

  get #socket(): Socket {
    return this.#client.conn as Socket;
  }

  subscribe(filter: string, qos: Qos): void {
    this.#filters.set(filter, { parts: filter.split('/'), qos });
  }

  unsubscribe(filter: string): void {
    this.#filters.delete(filter);
  }

  /**
   * Resolves when the socket has taken it over; at once when the client does not listen to the topic. What is written in the same
   * turn, the PUBACK of what is answered here above all, leaves in one write.
   */
  async deliver(topic: string, payload: string, qos: 0 | 1): Promise<void> {
    const granted = this.#grantedFor(topic);
    const socket = this.#socket;
    if (granted === undefined || socket.destroyed) return;
    const message = { cmd: 'publish', topic, payload, retain: false, dup: false } as const;
    const packet =
      Math.min(granted, qos) === 0
        ? { ...message, qos: 0 as const }
        : { ...message, qos: 1 as const, messageId: this.#nextId() };
    if (!writeToStream(packet, socket)) await this.#drained();
  }

  close(): void {
    this.#client.close();
  }

  /** Of overlapping subscriptions the highest counts. */
  #grantedFor(topic: string): Qos | undefined {
    let granted: Qos | undefined;
    let levels: string[] | undefined;
    for (const { parts, qos } of this.#filters.values()) {
      if (granted !== undefined && qos <= granted) continue;
      if (isMatch(parts, (levels ??= topic.split('/')))) granted = qos;
    }
    return granted;
  }

  #nextId(): number {
    this.#lastId = (this.#lastId % ID_MAX) + 1;
    return this.#lastId;
  }

  /** One wait for all that want to write. */
  #drained(): Promise<unknown> {
    const socket = this.#socket;
    this.#draining ??= once(socket, 'drain', { signal: AbortSignal.timeout(DRAIN_TIMEOUT_MS) })
      .catch(() => socket.destroy())
      .finally(() => (this.#draining = undefined));
    return this.#draining;
  }
}

/** By the rules of MQTT: `+` is one level, `#` the level before it and all below. */
function isMatch(filter: readonly string[], levels: readonly string[]): boolean {
  for (const [at, part] of filter.entries()) {
    if (part === '#') return true;
    if (part !== '+' && part !== levels[at]) return false;
  }
  return filter.length === levels.length;
}
