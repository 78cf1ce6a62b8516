import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { LINK_PROTOCOL, topics, type DownAck } from '@hearthgate/wire';
import mqtt, { type MqttClient } from 'mqtt';

/** Each report has the next number of starts: its own name, wherever it is found again. */
const PATH = '/heatSources/numberOfStarts';
export const POINT = 'hvac.compressor.numberOfStarts';
const KEEP_ALIVE_S = 5;
const CONNECT_TIMEOUT_MS = 5_000;
const AGAIN_AFTER_MS = 300;
/** A report without `down/ack` for so long is sent again, where PUBACK is not ours. */
const RESEND_MS = 10_000;
/** `down/ack` with the same number this often: what follows it got lost, and is sent again at once, as the protocol says. */
const REPEATED_ACKS = 3;
/** Reports without a PUBACK at once: who sends more than its share waits the longer for its turn. */
const WINDOW = 20;

export interface ReporterOptions {
  readonly gatewayId: string;
  readonly password: string;
  readonly brokerUrl: () => string;
  /** What says that a report is durable: PUBACK of the embedded broker, `down/ack` behind any other one. */
  readonly acceptedBy: 'PUBACK' | 'DOWN_ACK';
}

interface Report {
  readonly seq: number;
  readonly payload: string;
  readonly madeAt: number;
  sentAt: number;
}

/** A gateway that remembers what was accepted, and forgets it then: what the server loses after that is lost. */
export class Reporter {
  readonly gatewayId: string;
  /** When each report was accepted and how long that took, in order. */
  readonly accepted: { readonly seq: number; readonly madeAt: number; readonly at: number }[] = [];
  readonly #options: ReporterOptions;
  readonly #boot = randomUUID();
  readonly #kept = new Map<number, Report>();
  #client: MqttClient | undefined;
  #living: Promise<void> | undefined;
  #isWanted = false;
  #latestMs = 0;
  /** Reports without a PUBACK, of this connection. */
  #flight = { count: 0 };
  #ackedSeq = 0;
  #repeats = 0;
  /** Reports made. */
  seq = 0;
  connections = 0;

  constructor(options: ReporterOptions) {
    this.#options = options;
    this.gatewayId = options.gatewayId;
  }

  get isConnected(): boolean {
    return this.#client?.connected === true;
  }

  /** Reports that were not accepted yet. */
  get waiting(): number {
    return this.#kept.size;
  }

  start(): void {
    this.#isWanted = true;
    this.#living = this.#live();
  }

  report(): void {
    this.seq += 1;
    this.#latestMs = Math.max(this.#latestMs + 1, Date.now());
    const at = new Date(this.#latestMs).toISOString();
    const payload = JSON.stringify({ boot: this.#boot, seq: this.seq, at, values: { [PATH]: this.seq } });
    const report = { seq: this.seq, payload, madeAt: performance.now(), sentAt: 0 };
    this.#kept.set(report.seq, report);
    this.#pump();
  }

  /** Without a word, as a cable does. */
  cut(): void {
    this.#client?.stream.destroy();
  }

  async stop(): Promise<void> {
    this.#isWanted = false;
    this.#client?.end(true);
    await this.#living;
  }

  async #live(): Promise<void> {
    while (this.#isWanted) {
      await this.#session().catch(() => undefined);
      this.#client = undefined;
      if (this.#isWanted) await wait(AGAIN_AFTER_MS * (0.5 + Math.random()));
    }
  }

  /** Resolves when the connection is gone. */
  async #session(): Promise<void> {
    const { gatewayId, password, brokerUrl, acceptedBy } = this.#options;
    const client = mqtt.connect(brokerUrl(), {
      clientId: gatewayId,
      username: gatewayId,
      password,
      clean: true,
      reconnectPeriod: 0,
      keepalive: KEEP_ALIVE_S,
      connectTimeout: CONNECT_TIMEOUT_MS,
      will: { topic: topics.status(gatewayId), payload: Buffer.from('offline'), qos: 1, retain: true },
    });
    client.on('error', () => undefined);
    client.on('message', (topic, payload) => {
      if (acceptedBy !== 'DOWN_ACK' || topic !== topics.down(gatewayId, 'ack')) return;
      const { boot, seq } = JSON.parse(payload.toString()) as DownAck;
      if (boot === this.#boot) this.#acknowledged(seq);
    });
    const gone = new Promise<void>((resolve) => client.once('close', () => resolve()));
    const isOpen = await Promise.race([
      new Promise<true>((resolve) => client.once('connect', () => resolve(true))),
      gone.then(() => false),
    ]);
    if (!isOpen) return;
    this.#client = client;
    this.connections += 1;
    this.#greet(client);
    this.#flight = { count: 0 };
    for (const report of this.#kept.values()) report.sentAt = 0;
    this.#pump();
    const resend = setInterval(() => this.#resend(), RESEND_MS / 3);
    await gone;
    clearInterval(resend);
  }

  #greet(client: MqttClient): void {
    const { gatewayId } = this.#options;
    const say = (topic: string, payload: string, retain = false) =>
      client.publish(topic, payload, { qos: 1, retain }, () => undefined);
    client.subscribe(topics.allDown(gatewayId), { qos: 1 }, () => undefined);
    say(topics.status(gatewayId), 'online', true);
    const [oldestSeq = this.seq + 1] = this.#kept.keys();
    const ring = [{ boot: this.#boot, oldestSeq, lastSeq: this.seq }];
    const hello = { protocol: LINK_PROTOCOL, gatewayType: 'ICOM', brand: 'BOSCH', boot: this.#boot, ring };
    say(topics.up(gatewayId, 'hello'), JSON.stringify(hello));
    const leaves = [{ id: PATH, type: 'number', unit: 'count' }];
    say(topics.up(gatewayId, 'describe'), JSON.stringify({ leaves }));
  }

  /** The oldest first. */
  #pump(): void {
    const client = this.#client;
    if (client?.connected !== true) return;
    for (const report of this.#kept.values()) {
      if (this.#flight.count >= WINDOW) return;
      if (report.sentAt === 0) this.#send(client, report);
    }
  }

  #send(client: MqttClient, report: Report): void {
    const flight = this.#flight;
    flight.count += 1;
    report.sentAt = performance.now();
    client.publish(topics.up(this.gatewayId, 'report'), report.payload, { qos: 1 }, (error) => {
      flight.count -= 1;
      if (!error && this.#options.acceptedBy === 'PUBACK') this.#accept(report.seq);
      else if (!error) this.#pump();
    });
  }

  #resend(): void {
    if (this.#options.acceptedBy === 'PUBACK') return;
    const before = performance.now() - RESEND_MS;
    for (const report of this.#kept.values())
      if (report.sentAt < before && report.sentAt > 0) report.sentAt = 0;
    this.#pump();
  }

  #acknowledged(seq: number): void {
    for (const kept of this.#kept.keys()) if (kept <= seq) this.#accept(kept);
    this.#repeats = seq === this.#ackedSeq ? this.#repeats + 1 : 1;
    this.#ackedSeq = seq;
    if (this.#repeats !== REPEATED_ACKS) return;
    for (const report of this.#kept.values()) report.sentAt = 0;
    this.#pump();
  }

  #accept(seq: number): void {
    const report = this.#kept.get(seq);
    if (!report) return;
    this.#kept.delete(seq);
    this.accepted.push({ seq, madeAt: report.madeAt, at: performance.now() });
    this.#pump();
  }
}
