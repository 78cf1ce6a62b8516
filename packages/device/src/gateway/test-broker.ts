import { type Socket, createServer } from 'node:net';
import { Aedes } from 'aedes';
import { CommandAck, type DownCommand, Hello, Report, topics } from '@hearthgate/wire';
import { Value } from 'typebox/value';
import { Waiters } from './waiters.ts';

const PATIENCE_MS = 5_000;

export interface Received {
  readonly topic: string;
  readonly text: string;
  readonly retain: boolean;
}

/** A platform's end of the link for tests: a real broker that records everything and acknowledges when told to. */
export class TestBroker {
  readonly received: Received[] = [];
  /** Reports are acknowledged as they come. */
  acknowledging = true;
  /** Gateways that may connect, with their passwords. */
  readonly passwords = new Map([['101000001', 'secret']]);
  readonly #aedes: Aedes;
  readonly #server = createServer((socket) => {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    this.#aedes.handle(socket);
  });
  readonly #sockets = new Set<Socket>();
  readonly #waiters = new Waiters();
  /** Reports that came, and how far they came without a gap, by boot. */
  readonly #came = new Set<string>();
  readonly #covered = new Map<string, number>();

  private constructor(aedes: Aedes) {
    this.#aedes = aedes;
    aedes.authenticate = (_client, username, password, done) => {
      const known = username !== undefined && this.passwords.get(username) === password?.toString();
      done(known ? null : Object.assign(new Error('refused'), { returnCode: 4 }), known);
    };
    aedes.on('publish', (packet) => this.#record(packet.topic, packet.payload.toString(), packet.retain));
  }

  static async start(): Promise<TestBroker> {
    const broker = new TestBroker(await Aedes.createBroker());
    await new Promise<void>((resolve) => broker.#server.listen(0, '127.0.0.1', resolve));
    return broker;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the broker does not listen');
    return `mqtt://127.0.0.1:${address.port}`;
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.#aedes.close(resolve));
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  /** Cuts all connections, as a failing network does. */
  dropConnections(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  all(kind: string): Received[] {
    return this.received.filter((message) => message.topic.endsWith(`/${kind}`));
  }

  get reports(): Report[] {
    return this.all('up/report').map((message) => Value.Parse(Report, JSON.parse(message.text)));
  }

  get hellos(): Hello[] {
    return this.all('up/hello').map((message) => Value.Parse(Hello, JSON.parse(message.text)));
  }

  get acks(): CommandAck[] {
    return this.all('up/ack').map((message) => Value.Parse(CommandAck, JSON.parse(message.text)));
  }

  /** Resolves when the condition holds; checked with each message that arrives. */
  until(what: string, isTrue: () => boolean): Promise<void> {
    return this.#waiters.wait(isTrue, PATIENCE_MS, () => `waited in vain for ${what}`);
  }

  /** Waits for this many messages of a kind and returns the last. */
  async nth(kind: string, count: number): Promise<Received> {
    await this.until(`${count} x ${kind}`, () => this.all(kind).length >= count);
    const message = this.all(kind)[count - 1];
    if (!message) throw new Error(`no ${kind}`);
    return message;
  }

  send(gatewayId: string, kind: 'ack' | 'cmd' | 'refresh', body: unknown): void {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    this.#publish(topics.down(gatewayId, kind), text);
  }

  command(gatewayId: string, cid: string, writes: DownCommand['writes'], expiresAtMs: number): void {
    this.send(gatewayId, 'cmd', { cid, writes, expiresAt: new Date(expiresAtMs).toISOString() });
  }

  #publish(topic: string, text: string): void {
    const packet = { cmd: 'publish', qos: 1, dup: false, retain: false } as const;
    this.#aedes.publish({ ...packet, topic, payload: Buffer.from(text) }, () => undefined);
  }

  #record(topic: string, text: string, retain: boolean): void {
    if (!topic.startsWith('gw/') || topic.includes('/down/')) return;
    this.received.push({ topic, text, retain });
    if (topic.endsWith('/up/hello')) this.#skipTo(Value.Parse(Hello, JSON.parse(text)));
    if (topic.endsWith('/up/report')) this.#cover(topic.split('/')[1] ?? '', text);
    this.#waiters.check();
  }

  /** What the gateway keeps no longer never comes. */
  #skipTo({ ring }: Hello): void {
    for (const { boot, oldestSeq } of ring) {
      this.#covered.set(boot, Math.max(this.#covered.get(boot) ?? 0, oldestSeq - 1));
    }
  }

  /** Like the platform: acknowledges up to the first gap, and nothing that it cannot read. */
  #cover(gatewayId: string, text: string): void {
    const report: unknown = readJson(text);
    if (!Value.Check(Report, report)) return;
    const { boot, seq } = report;
    this.#came.add(`${boot} ${seq}`);
    let covered = this.#covered.get(boot) ?? 0;
    while (this.#came.has(`${boot} ${covered + 1}`)) covered += 1;
    this.#covered.set(boot, covered);
    if (this.acknowledging) this.send(gatewayId, 'ack', { boot, seq: covered });
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
