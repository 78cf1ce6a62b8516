import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { generate, parser, type IPublishPacket, type Packet } from 'mqtt-packet';
import type { MqttServer } from './mqtt-server.ts';

/** From the first byte to CONNACK. */
const CONNECT_TIMEOUT_MS = 5_000;
/** A broker that does not answer a SUBSCRIBE, PUBLISH or PINGREQ by then is gone, whatever its socket says. */
const ANSWER_TIMEOUT_MS = 5_000;
/** A broker that hears nothing for one and a half times as long takes us for gone. */
const KEEP_ALIVE_S = 15;
/** How long a DISCONNECT may take to leave. */
const END_TIMEOUT_MS = 1_000;
/** Packet ids are 16 bits. */
const ID_MAX = 65_535;
/** In a SUBACK. */
const SUBSCRIPTION_REFUSED = 0x80;

interface Awaited {
  readonly done: () => void;
  readonly failed: (error: Error) => void;
  readonly since: number;
}

export interface MqttEvents {
  message(connection: MqttConnection, packet: IPublishPacket): void;
  /** Once, for whatever reason; not after `end`. */
  closed(reason: string): void;
}

/** One connection of a persistent MQTT 3.1.1 session. Messages come as they are; the owner says what is acknowledged. */
export class MqttConnection {
  readonly #socket: Socket;
  readonly #events: MqttEvents;
  /** What the broker has not answered yet, by packet id. */
  readonly #awaited = new Map<number, Awaited>();
  #nextId = 1;
  /** Without an answer yet, oldest first. */
  #pings: Pick<Awaited, 'done' | 'since'>[] = [];
  /** What came before waited here, not at the broker. */
  #readingSince = 0;
  #watch: NodeJS.Timeout | undefined;
  #connack: Awaited | undefined;
  #isClosed = false;
  #isCorked = false;

  private constructor(socket: Socket, events: MqttEvents) {
    this.#socket = socket;
    this.#events = events;
    const packets = parser({ protocolVersion: 4 });
    packets.on('packet', (packet) => this.#take(packet));
    packets.on('error', (error) => this.#close(`not MQTT: ${error.message}`));
    socket.on('data', (chunk: Buffer) => void packets.parse(chunk));
    socket.on('error', (error) => this.#close(error.message));
    socket.on('close', () => this.#close('the broker closed the connection'));
  }

  /** Can the broker be reached, and does it let us in? Rejects with the reason. */
  static async probe(server: MqttServer, clientId: string): Promise<void> {
    const nothing = { message: () => undefined, closed: () => undefined };
    const connection = await MqttConnection.open(server, clientId, nothing, true);
    await connection.end();
  }

  /** Resolves after CONNACK; messages may come before that is noticed. */
  static async open(
    server: MqttServer,
    clientId: string,
    events: MqttEvents,
    isPassing = false,
  ): Promise<MqttConnection> {
    const { host, port, tls, ca } = server;
    const socket = tls
      ? connectTls({ host, port, ...(ca !== undefined && { ca }), ...(!isIP(host) && { servername: host }) })
      : connectPlain({ host, port });
    socket.setNoDelay(true);
    const connection = new MqttConnection(socket, events);
    const timer = setTimeout(
      () => connection.#close('the broker did not answer in time'),
      CONNECT_TIMEOUT_MS,
    );
    try {
      await new Promise<void>((done, failed) => {
        connection.#connack = { done, failed, since: performance.now() };
        connection.#write({
          cmd: 'connect',
          protocolId: 'MQTT',
          protocolVersion: 4,
          clean: isPassing,
          keepalive: KEEP_ALIVE_S,
          clientId,
          ...(server.username !== undefined && { username: server.username }),
          ...(server.password !== undefined && { password: Buffer.from(server.password) }),
        });
      });
    } finally {
      clearTimeout(timer);
    }
    connection.#watch = setInterval(() => connection.#look(), (KEEP_ALIVE_S * 1_000) / 3);
    return connection;
  }

  get isOpen(): boolean {
    return !this.#isClosed && this.#connack === undefined;
  }

  /**
   * At QoS 1, without a wait for the answer, which could not be read while this connection is paused. What a connection loses is
   * sent again by whoever needs it: reports and commands are asked for until they are answered.
   */
  publish(topic: string, payload: string): void {
    this.#ask((messageId) => ({
      cmd: 'publish',
      topic,
      payload,
      qos: 1,
      dup: false,
      retain: false,
      messageId,
    })).catch(() => undefined);
  }

  /** At QoS 0. */
  send(topic: string, payload: string): void {
    this.#write({ cmd: 'publish', topic, payload, qos: 0, dup: false, retain: false });
  }

  /** At QoS 1. */
  subscribe(topics: readonly string[]): Promise<void> {
    const subscriptions = topics.map((topic) => ({ topic, qos: 1 as const }));
    return this.#ask((messageId) => ({ cmd: 'subscribe', messageId, subscriptions }));
  }

  unsubscribe(topics: readonly string[]): Promise<void> {
    return this.#ask((messageId) => ({ cmd: 'unsubscribe', messageId, unsubscriptions: [...topics] }));
  }

  /** Resolves when the broker has answered, and so has sent us what it had before; at once when the connection is gone. */
  ping(): Promise<void> {
    return new Promise((done) => {
      if (this.#isClosed) return done();
      this.#pings.push({ done, since: performance.now() });
      this.#write({ cmd: 'pingreq' });
    });
  }

  /** Does nothing on a connection that is gone: then the message comes again over the next one. */
  acknowledge({ messageId }: IPublishPacket): void {
    if (messageId !== undefined) this.#write({ cmd: 'puback', messageId });
  }

  /** The broker keeps what comes meanwhile. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    if (!this.#socket.isPaused()) return;
    this.#readingSince = performance.now();
    this.#socket.resume();
  }

  /** Gives the connection up; what is not acknowledged comes again. */
  drop(reason: string): void {
    this.#close(reason);
  }

  /** Takes leave, so that the broker does not wonder; the session stays. */
  async end(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#settle(new Error('the connection was ended'));
    const closed = new Promise<void>((resolve) => this.#socket.once('close', () => resolve()));
    this.#socket.end(generate({ cmd: 'disconnect' }));
    // Paused it would never see the end.
    this.#socket.resume();
    const timer = setTimeout(() => this.#socket.destroy(), END_TIMEOUT_MS);
    await closed;
    clearTimeout(timer);
  }

  #ask(packetOf: (messageId: number) => Packet): Promise<void> {
    return new Promise((done, failed) => {
      if (this.#isClosed) return failed(new Error('not connected to the broker'));
      const id = this.#freeId();
      if (id === undefined) return this.#close('the broker answers nothing any more');
      this.#awaited.set(id, { done, failed, since: performance.now() });
      this.#write(packetOf(id));
    });
  }

  #freeId(): number | undefined {
    if (this.#awaited.size >= ID_MAX) return undefined;
    while (this.#awaited.has(this.#nextId)) this.#nextId = (this.#nextId % ID_MAX) + 1;
    const id = this.#nextId;
    this.#nextId = (id % ID_MAX) + 1;
    return id;
  }

  /** What is written in one turn, such as the acknowledgements of a batch, leaves in one piece. */
  #write(packet: Packet): void {
    if (this.#isClosed) return;
    if (!this.#isCorked) {
      this.#isCorked = true;
      this.#socket.cork();
      process.nextTick(() => {
        this.#isCorked = false;
        this.#socket.uncork();
      });
    }
    this.#socket.write(generate(packet));
  }

  #take(packet: Packet): void {
    if (this.#isClosed) return;
    switch (packet.cmd) {
      case 'connack': {
        const waiting = this.#connack;
        this.#connack = undefined;
        if (packet.returnCode === 0) return waiting?.done();
        waiting?.failed(new Error(`the broker refused us: ${refusalOf(packet.returnCode)}`));
        return this.#close('refused');
      }
      case 'publish':
        return this.#events.message(this, packet);
      case 'suback':
        if (packet.granted.includes(SUBSCRIPTION_REFUSED))
          return this.#close('the broker refuses subscriptions: its rules must allow this user gw/#');
        return this.#answered(packet.messageId);
      case 'puback':
      case 'unsuback':
        return this.#answered(packet.messageId);
      case 'pingresp':
        this.#pings.shift()?.done();
        return;
      case 'auth':
      case 'connect':
      case 'disconnect':
      case 'pingreq':
      case 'pubrec':
      case 'pubrel':
      case 'pubcomp':
      case 'subscribe':
      case 'unsubscribe':
        // Not of MQTT 3.1.1, or not from a broker, or of a QoS that we do not ask for.
        return;
    }
  }

  #answered(messageId: number | undefined): void {
    const awaited = this.#awaited.get(messageId ?? 0);
    this.#awaited.delete(messageId ?? 0);
    awaited?.done();
  }

  /** Says that we are here, and notices when the broker is not. */
  #look(): void {
    const [first] = this.#awaited.values();
    const askedAt = Math.min(
      this.#pings[0]?.since ?? Number.POSITIVE_INFINITY,
      first?.since ?? Number.POSITIVE_INFINITY,
    );
    const waitingMs = performance.now() - Math.max(askedAt, this.#readingSince);
    if (waitingMs > ANSWER_TIMEOUT_MS && !this.#socket.isPaused())
      return this.#close('the broker does not answer');
    void this.ping();
  }

  #close(reason: string): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#socket.destroy();
    const wasOpening = this.#connack !== undefined;
    this.#settle(new Error(reason));
    if (!wasOpening && reason !== 'refused') this.#events.closed(reason);
  }

  #settle(error: Error): void {
    clearInterval(this.#watch);
    const awaited = [...this.#awaited.values()];
    this.#awaited.clear();
    for (const { done } of this.#pings.splice(0)) done();
    this.#connack?.failed(error);
    this.#connack = undefined;
    for (const { failed } of awaited) failed(error);
  }
}

/** MQTT 3.1.1, 3.2.2.3. */
function refusalOf(code: number | undefined): string {
  const reasons = [
    '',
    'protocol version',
    'client id',
    'server unavailable',
    'user name or password',
    'not authorised',
  ];
  return reasons[code ?? 0] ?? `code ${code}`;
}
