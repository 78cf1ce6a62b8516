import type { IPublishPacket } from 'mqtt-packet';
import type { Log } from '../log.ts';
import { MqttConnection } from './mqtt-connection.ts';
import type { MqttServer } from './mqtt-server.ts';

/** Received and not taken over yet: all shards together stay below 256 MB, then the socket is not read. */
const PENDING_MAX_BYTES = 4 * 1_048_576;
/** Of one user; more is dropped, so that a noisy one cannot stop a shard. What matters is sent again until `down/ack`. */
const PENDING_OF_USER_MAX_BYTES = 256 * 1_024;
/** What a message takes beside its payload. */
const MESSAGE_BYTES = 512;
/** Users whose topics go into one SUBSCRIBE. */
const USERS_AT_ONCE = 300;
const RECONNECT_MIN_MS = 250;
const RECONNECT_MAX_MS = 10_000;
/** When one session got through, the others follow within this. */
const FOLLOW_WITHIN_MS = 100;
/** How long a message of ours that comes back to us is waited for. */
const ECHO_MS = 30_000;

export interface ShardSessionOptions {
  readonly server: MqttServer;
  readonly clientId: string;
  /** Everybody whose messages belong here. */
  readonly users: () => AsyncIterable<readonly string[]>;
  readonly topicsOf: (user: string) => readonly string[];
  readonly userOf: (topic: string) => string | undefined;
  /** The acknowledgement waits for this promise; a rejection makes the broker send everything again that is not acknowledged. */
  readonly received: (user: string, packet: IPublishPacket, payload: Buffer) => Promise<void>;
  /** Connected and subscribed, for the first time or again. */
  readonly opened: () => void;
  /** A message of a user that says too much was dropped. */
  readonly overflowed: (user: string) => void;
  readonly log: Log;
}

/** The persistent session of one shard, under one client id wherever it is held: who connects with it takes it over. */
export class ShardSession {
  readonly #options: ShardSessionOptions;
  #connection: MqttConnection | undefined;
  #opening: Promise<void> | undefined;
  #retry: NodeJS.Timeout | undefined;
  #waitMs = RECONNECT_MIN_MS;
  #isEnded = false;
  /** The last attempt did not get through, and the next one waits. */
  #isUnreached = false;
  #pendingBytes = 0;
  readonly #pendingOf = new Map<string, number>();
  readonly #underWay = new Set<Promise<void>>();
  /** Not subscribed yet, and perhaps not among the users that are read meanwhile: who registers them has not committed. */
  readonly #admitted = new Set<string>();
  /** What we sent below topics that we read, by topic and payload, oldest first: when it was sent. */
  readonly #echoes = new Map<string, number[]>();

  constructor(options: ShardSessionOptions) {
    this.#options = options;
    this.#open();
  }

  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  /** Lost, or never had, and not up again; one that is opened for the first time is not. */
  get isAway(): boolean {
    return !this.#isEnded && this.#waitMs > RECONNECT_MIN_MS;
  }

  publish(topic: string, payload: string): void {
    this.#connection?.publish(topic, payload);
  }

  send(topic: string, payload: string): void {
    if (!this.#connection) return;
    const now = performance.now();
    for (const [key, sent] of this.#echoes) if (now - (sent.at(-1) ?? 0) > ECHO_MS) this.#echoes.delete(key);
    const key = `${topic} ${payload}`;
    this.#echoes.set(key, [...(this.#echoes.get(key) ?? []), now]);
    this.#connection.send(topic, payload);
  }

  /** Another session got through: if the broker could not be reached, it can be now. */
  hurry(): void {
    if (!this.#isUnreached || this.#isEnded) return;
    this.#isUnreached = false;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#open(), Math.random() * FOLLOW_WITHIN_MS);
  }

  admit(user: string): void {
    this.#admitted.add(user);
    if (this.#connection) void this.#subscribeTo(this.#connection, [user]).catch(() => undefined);
  }

  admitAll(): void {
    const connection = this.#connection;
    if (connection?.isOpen) void this.#subscribe(connection).catch(() => undefined);
  }

  dismiss(user: string): void {
    this.#admitted.delete(user);
    void this.#connection?.unsubscribe(this.#options.topicsOf(user)).catch(() => undefined);
  }

  /** Whatever waited for us at the broker until now has come and is taken over. */
  async settled(): Promise<void> {
    await this.#opening;
    await this.#connection?.ping();
    await Promise.all(this.#underWay);
  }

  /** What was received is taken over and acknowledged before the connection ends; `atOnce`: another node has the session. */
  async end(atOnce: boolean): Promise<void> {
    this.#isEnded = true;
    clearTimeout(this.#retry);
    if (atOnce) return this.#connection?.drop('handed over');
    // What it waits for could not be read from a connection that is paused.
    await this.#opening;
    this.#connection?.pause();
    await Promise.all(this.#underWay);
    await this.#connection?.end();
  }

  #open(): void {
    this.#isUnreached = false;
    this.#opening = this.#connect().catch((error: unknown) => {
      this.#isUnreached = true;
      if (!this.#isEnded) this.#later(error instanceof Error ? error.message : String(error));
    });
  }

  async #connect(): Promise<void> {
    const { server, clientId, opened } = this.#options;
    const connection = await MqttConnection.open(server, clientId, {
      message: (from, packet) => this.#take(from, packet),
      closed: (reason) => {
        this.#connection = undefined;
        if (!this.#isEnded) this.#later(reason);
      },
    });
    if (this.#isEnded) return connection.drop('not wanted any more');
    // Already while it is being subscribed: what the session kept comes at once, and is answered.
    this.#connection = connection;
    try {
      await this.#subscribe(connection);
    } catch (error) {
      connection.drop(error instanceof Error ? error.message : String(error));
      return;
    }
    if (!connection.isOpen || this.#isEnded) return;
    this.#waitMs = RECONNECT_MIN_MS;
    opened();
  }

  async #subscribe(connection: MqttConnection): Promise<void> {
    for await (const some of this.#options.users()) await this.#subscribeTo(connection, some);
    await this.#subscribeTo(connection, [...this.#admitted]);
  }

  async #subscribeTo(connection: MqttConnection, users: readonly string[]): Promise<void> {
    for (let from = 0; from < users.length && !this.#isEnded; from += USERS_AT_ONCE) {
      const some = users.slice(from, from + USERS_AT_ONCE);
      await connection.subscribe(some.flatMap(this.#options.topicsOf));
      for (const user of some) this.#admitted.delete(user);
    }
  }

  #later(reason: string): void {
    const { log, clientId } = this.#options;
    log.warn({ clientId, reason }, 'a session at the broker was lost and is taken up again');
    // Not all shards at the same moment.
    const waitMs = this.#waitMs * (0.5 + Math.random() / 2);
    this.#waitMs = Math.min(this.#waitMs * 2, RECONNECT_MAX_MS);
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#open(), waitMs);
  }

  #take(connection: MqttConnection, packet: IPublishPacket): void {
    const { userOf, received, overflowed } = this.#options;
    const acknowledge = () => connection.acknowledge(packet);
    this.#connection ??= connection;
    const user = userOf(packet.topic);
    const payload = Buffer.from(packet.payload);
    if (user === undefined || this.#isEcho(packet.topic, payload)) return acknowledge();
    const before = this.#pendingOf.get(user) ?? 0;
    const bytes = payload.length + MESSAGE_BYTES;
    if (before > 0 && before + bytes > PENDING_OF_USER_MAX_BYTES) {
      overflowed(user);
      return acknowledge();
    }
    this.#pendingOf.set(user, before + bytes);
    this.#pendingBytes += bytes;
    if (this.#pendingBytes > PENDING_MAX_BYTES) connection.pause();
    const work = received(user, packet, payload)
      .then(acknowledge, (error: unknown) =>
        connection.drop(
          `a message was not taken over: ${error instanceof Error ? error.message : String(error)}`,
        ),
      )
      .finally(() => {
        this.#underWay.delete(work);
        const left = (this.#pendingOf.get(user) ?? bytes) - bytes;
        if (left > 0) this.#pendingOf.set(user, left);
        else this.#pendingOf.delete(user);
        this.#pendingBytes -= bytes;
        if (this.#pendingBytes < PENDING_MAX_BYTES / 2 && !this.#isEnded) connection.resume();
      });
    this.#underWay.add(work);
  }

  /** MQTT 3.1.1 gives everybody their own messages too. */
  #isEcho(topic: string, payload: Buffer): boolean {
    if (this.#echoes.size === 0) return false;
    const key = `${topic} ${payload.toString('utf8')}`;
    const sent = this.#echoes.get(key) ?? [];
    if (sent.length > 1) this.#echoes.set(key, sent.slice(1));
    else this.#echoes.delete(key);
    return sent.length > 0;
  }
}
