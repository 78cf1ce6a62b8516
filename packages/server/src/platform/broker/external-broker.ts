import type { IPublishPacket } from 'mqtt-packet';
import type { Log } from '../log.ts';
import type { Broker, MessageHooks } from './broker.ts';
import type { MqttServer } from './mqtt-server.ts';
import { keepLengthsTogether } from './packet-lengths.ts';
import { ShardSession } from './shard-session.ts';

export interface ExternalBrokerHooks extends MessageHooks {
  /** The user was there before we listened: what it said at its beginning is unknown. */
  met(user: string): void;
  /** The session of this shard is connected, for the first time or again: what was sent may not have arrived. */
  opened(shard: number): void;
  overflowed(user: string): void;
}

export interface ExternalBrokerOptions {
  readonly server: MqttServer;
  readonly shardOf: (user: string) => number;
  /** Everybody of a shard, in portions. */
  readonly usersOf: (shard: number) => AsyncIterable<readonly string[]>;
  readonly topicsOf: (user: string) => readonly string[];
  readonly userOf: (topic: string) => string | undefined;
  /** Retained topics on which a user says `online` and its will says `offline`. */
  readonly isStatus: (topic: string) => boolean;
  readonly log: Log;
}

/** A broker elsewhere: one persistent session for each shard that this node has. It tells by status messages who is there. */
export class ExternalBroker implements Broker {
  readonly tellsSubscriptions = false;
  readonly #options: ExternalBrokerOptions;
  readonly #hooks: ExternalBrokerHooks;
  readonly #sessions = new Map<number, ShardSession>();
  readonly #connected = new Map<number, Set<string>>();
  #received = 0;

  constructor(options: ExternalBrokerOptions, hooks: ExternalBrokerHooks) {
    keepLengthsTogether();
    this.#options = options;
    this.#hooks = hooks;
  }

  /** Takes the session of a shard over, wherever it was; `connected`: who was there when somebody listened last. */
  open(shard: number, connected: Iterable<string>): void {
    const { server, topicsOf, userOf, usersOf, log } = this.#options;
    this.#connected.set(shard, new Set(connected));
    const session = new ShardSession({
      server,
      clientId: `hg-shard-${String(shard).padStart(2, '0')}`,
      users: () => usersOf(shard),
      topicsOf,
      userOf,
      received: (user, packet, payload) => this.#take(user, packet, payload),
      opened: () => {
        this.#hooks.opened(shard);
        // What gateways say before a session is subscribed is lost when the broker has forgotten it.
        for (const other of this.#sessions.values()) other.hurry();
      },
      overflowed: (user) => this.#hooks.overflowed(user),
      log,
    });
    this.#sessions.set(shard, session);
  }

  /** Leaves the session to another node; `atOnce`: it has it already. */
  async leave(shard: number, atOnce: boolean): Promise<void> {
    await this.#sessions.get(shard)?.end(atOnce);
    this.#sessions.delete(shard);
    this.#connected.delete(shard);
  }

  publish(topic: string, payload: object): Promise<void> {
    this.#sessionOf(topic)?.publish(topic, JSON.stringify(payload));
    return Promise.resolve();
  }

  send(topic: string, payload: string): Promise<void> {
    this.#sessionOf(topic)?.send(topic, payload);
    return Promise.resolve();
  }

  isConnected(user: string): boolean {
    return this.#connected.get(this.#options.shardOf(user))?.has(user) === true;
  }

  admitAll(): void {
    for (const session of this.#sessions.values()) session.admitAll();
  }

  admit(user: string): void {
    this.#sessions.get(this.#options.shardOf(user))?.admit(user);
  }

  /** The broker itself ends the connection when it learns of it; nothing is heard of the user from now on. */
  disconnect(user: string): void {
    this.#sessions.get(this.#options.shardOf(user))?.dismiss(user);
    this.#left(user);
  }

  async settled(): Promise<void> {
    await Promise.all([...this.#sessions.values()].map((session) => session.settled()));
  }

  counts() {
    let connections = 0;
    for (const users of this.#connected.values()) connections += users.size;
    let pendingBytes = 0;
    let sessionsAway = 0;
    for (const session of this.#sessions.values()) {
      pendingBytes += session.pendingBytes;
      if (session.isAway) sessionsAway += 1;
    }
    return { connections, received: this.#received, pendingBytes, sessionsAway };
  }

  async close(): Promise<void> {
    await Promise.all([...this.#sessions.keys()].map((shard) => this.leave(shard, false)));
  }

  async #take(user: string, { topic, qos, retain }: IPublishPacket, payload: Buffer): Promise<void> {
    this.#received += 1;
    if (this.#options.isStatus(topic)) return this.#status(user, payload.toString('utf8'), retain);
    // Retained by mistake, and as old as may be.
    if (retain) return;
    // Before what it keeps as its status has come, which is then no news.
    if (this.#entered(user)) this.#hooks.met(user);
    await this.#hooks.received(user, topic, payload, qos);
  }

  #status(user: string, status: string, retain: boolean): void {
    if (status === 'offline') return this.#left(user);
    if (status !== 'online') return;
    // Said now, so the connection is a new one.
    if (!retain) this.#left(user);
    if (this.#entered(user) && retain) this.#hooks.met(user);
  }

  /** False when it was there already. */
  #entered(user: string): boolean {
    const connected = this.#connected.get(this.#options.shardOf(user));
    if (!connected || connected.has(user)) return false;
    connected.add(user);
    this.#hooks.connected(user);
    return true;
  }

  #left(user: string): void {
    const connected = this.#connected.get(this.#options.shardOf(user));
    if (connected?.delete(user) === true) this.#hooks.disconnected(user);
  }

  #sessionOf(topic: string): ShardSession | undefined {
    const user = this.#options.userOf(topic);
    return user === undefined ? undefined : this.#sessions.get(this.#options.shardOf(user));
  }
}
