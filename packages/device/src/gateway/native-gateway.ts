import { randomUUID } from 'node:crypto';
import { type DownAck, type Hello, type LinkValue, type UpKind, topics } from '@hearthgate/wire';
import { CommandPort } from './command-port.ts';
import { parseIncoming } from './incoming.ts';
import { LinkFaults, type Sender } from './link-faults.ts';
import { LinkSession } from './link-session.ts';
import type { NativeGatewayOptions } from './native-gateway-options.ts';
import { ReportDelta } from './report-delta.ts';
import { MemoryRing } from './memory-ring.ts';
import { helloOf, type ReportRing } from './report-ring.ts';
import { ReportSender } from './report-sender.ts';
import { RetryTimer } from './retry-timer.ts';
import { Waiters } from './waiters.ts';

const GREETING_TIMEOUT_MS = 20_000;

/** A gateway that speaks the native dialect over MQTT 3.1.1. */
export class NativeGateway {
  readonly faults = new LinkFaults();
  readonly #options: NativeGatewayOptions;
  readonly #ring: ReportRing;
  readonly #sender: ReportSender;
  readonly #commands: CommandPort;
  readonly #waiters = new Waiters();
  readonly #retry = new RetryTimer();
  readonly #delta: ReportDelta;
  #session: LinkSession | undefined;
  /** Reports and answers go over it: the session, with the faults of the link. */
  #link: Sender | undefined;
  #opening: Promise<void> | undefined;
  #wanted = false;
  #garbage = 0;
  /** Greetings, descriptions and lists that the broker has not acknowledged. */
  #unheard = 0;
  #notifications = '';

  constructor(options: NativeGatewayOptions) {
    this.#options = options;
    this.#ring = options.ring ?? new MemoryRing(randomUUID());
    this.#delta = new ReportDelta(options.tells);
    const topic = topics.up(options.gatewayId, 'report');
    this.#sender = new ReportSender(this.#ring, topic, options);
    const answerTopic = topics.up(options.gatewayId, 'ack');
    this.#commands = new CommandPort(options, {
      publish: async (ack) => (await this.#link?.publish(answerTopic, JSON.stringify(ack))) ?? false,
      executed: () => this.report(),
      answered: () => this.#waiters.check(),
      log: (line) => this.#log(line),
    });
  }

  /** Of the reports that are made now. */
  get boot(): string {
    return this.#ring.boot;
  }

  get connected(): boolean {
    return this.#session?.isOpen ?? false;
  }

  /** Payloads ignored because they were not valid. */
  get garbage(): number {
    return this.#garbage;
  }

  /** Reports that `down/ack` has not covered yet. */
  get uncovered(): number {
    return this.#ring.size;
  }

  /** Resolves when the broker has acknowledged the greeting; a first attempt that fails is not repeated. */
  async connect(): Promise<void> {
    if (this.connected && !this.#opening) return;
    this.#retry.stop();
    this.#wanted = true;
    try {
      await this.#open();
    } catch (error) {
      if (!this.connected) this.#stopTrying();
      throw error;
    }
  }

  /** Connects as soon as it can, and again whenever the connection is lost, until it is ended. */
  start(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    this.#openOrRetry();
  }

  /** Queues a report, measured now. */
  report(): void {
    this.reportAt(this.#options.now());
  }

  /** Queues a report measured at this time (epoch milliseconds); one that cannot be kept is logged and lost. */
  reportAt(ms: number): void {
    void this.#publishNotifications(false);
    try {
      this.#queue(ms, this.#delta.take(this.#options.appliance.read(), ms), !this.connected);
    } catch (error) {
      this.#delta.reset();
      this.#log(`a report could not be kept: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** Queues values that somebody else has kept from a time when this gateway was off; throws when they cannot be kept. */
  reportPast(ms: number, values: Record<string, LinkValue>): void {
    this.#queue(ms, values, true);
  }

  /** The appliance has other leaves than before. */
  describe(): void {
    void this.#publish('describe', { leaves: this.#options.appliance.describe() });
  }

  /** Resolves when all reports queued so far are covered and all answers and lists published, at once when offline. */
  settled(timeoutMs: number): Promise<void> {
    const target = this.#ring.lastSeq;
    return this.#waiters.wait(
      () =>
        !this.connected || (this.#ring.oldestSeq > target && this.#commands.isIdle && this.#unheard === 0),
      timeoutMs,
      () =>
        `gateway ${this.#options.gatewayId}: ${this.#ring.size} reports not covered after ${timeoutMs} ms`,
    );
  }

  /** Cuts the socket so that the broker publishes the will, and stays offline; reports go on filling the ring. */
  unplug(): void {
    this.#stopTrying();
    const session = this.#session;
    session?.cut();
    if (session) this.#closed(session);
  }

  plug(): Promise<void> {
    return this.connect();
  }

  /** Says `offline` and disconnects. */
  async end(): Promise<void> {
    this.#stopTrying();
    await this.#session?.close();
  }

  /** Reports that stay unacknowledged are sent again after this long, milliseconds. */
  resendEvery(ms: number): void {
    this.#sender.resendEvery(ms);
  }

  /** Executes the held commands whose time has come. */
  executeDue(): void {
    this.#commands.executeDue();
  }

  #queue(ms: number, values: Record<string, LinkValue>, late: boolean): void {
    const dropped = this.#ring.add(ms, values, late);
    // The platform would wait for ever for a report that is gone: the new hello names the oldest left.
    if (dropped > 0) {
      this.#delta.reset();
      void this.#publish('hello', this.#hello());
    }
    this.#sender.pump();
  }

  #open(): Promise<void> {
    this.#opening ??= this.#connectOnce().finally(() => (this.#opening = undefined));
    return this.#opening;
  }

  async #connectOnce(): Promise<void> {
    const { brokerUrl, gatewayId, password, ca } = this.#options;
    const session = await LinkSession.open({
      brokerUrl,
      gatewayId,
      password,
      ...(ca !== undefined && { ca }),
      onMessage: (topic, payload) => this.#receive(topic, payload),
    });
    if (!this.#wanted) {
      session.cut();
      throw new Error(`gateway ${gatewayId} was unplugged while it connected`);
    }
    this.#session = session;
    this.#link = this.faults.over(session);
    // A platform that was away may have lost more than it knows.
    this.#delta.reset();
    void session.closed.then(() => this.#closed(session));
    this.#retry.succeeded();
    this.#log(`connected to ${brokerUrl} as ${gatewayId}`);
    const greeted = this.#greet(session);
    this.#sender.start(this.#link);
    const timer = setTimeout(() => session.cut(), GREETING_TIMEOUT_MS);
    const complete = await greeted.finally(() => clearTimeout(timer));
    if (!complete) throw new Error(`${brokerUrl} closed the connection of gateway ${gatewayId}`);
  }

  async #greet(session: LinkSession): Promise<boolean> {
    const { gatewayId, appliance } = this.#options;
    const published = await Promise.all([
      session.publish(topics.status(gatewayId), 'online', true),
      this.#publish('hello', this.#hello()),
      this.#publish('describe', { leaves: appliance.describe() }),
      this.#publishNotifications(true),
      ...this.#commands.resend(),
    ]);
    return published.every(Boolean);
  }

  #hello(): Hello {
    return helloOf(this.#options.appliance.identity, this.#ring);
  }

  #receive(topic: string, payload: Uint8Array): void {
    const incoming = parseIncoming(this.#options.gatewayId, topic, payload);
    switch (incoming?.kind) {
      case 'ack':
        this.#cover(incoming.ack);
        break;
      case 'cmd':
        this.#commands.receive(incoming.command, incoming.expiresAtMs);
        break;
      case 'refresh':
        this.#sayAgain();
        break;
      case undefined:
        this.#ignore(topic);
        break;
    }
  }

  /** The platform did not hear us from the beginning: what the broker took from us until now may have reached nobody. */
  #sayAgain(): void {
    void this.#publish('hello', this.#hello());
    this.describe();
    void this.#publishNotifications(true);
    this.#sender.resendAll();
    this.#delta.reset();
    this.report();
  }

  #cover(ack: DownAck): void {
    // Another boot is a gateway before this one, under the same name: nothing of ours is meant.
    if (ack.boot !== this.boot) return;
    if (!this.#ring.cover(ack.seq)) {
      this.#ignore('down/ack beyond the last report');
      this.#options.numbersLost?.();
    }
    this.#sender.acknowledged(ack.seq);
    this.#waiters.check();
  }

  async #publishNotifications(always: boolean): Promise<boolean> {
    const active = this.#options.appliance.notifications();
    const text = JSON.stringify(active);
    if (!this.connected || (!always && text === this.#notifications)) return true;
    this.#notifications = text;
    return await this.#publish('notifications', active);
  }

  async #publish(kind: UpKind, body: unknown): Promise<boolean> {
    const session = this.#session;
    if (!session) return false;
    this.#unheard += 1;
    const isHeard = await session.publish(topics.up(this.#options.gatewayId, kind), JSON.stringify(body));
    this.#unheard -= 1;
    this.#waiters.check();
    return isHeard;
  }

  #closed(session: LinkSession): void {
    if (this.#session !== session) return;
    this.#session = undefined;
    this.#link = undefined;
    this.#sender.stop();
    this.#waiters.check();
    if (this.#wanted) this.#retryLater('connection lost');
  }

  #stopTrying(): void {
    this.#wanted = false;
    this.#retry.stop();
  }

  #openOrRetry(): void {
    this.#open().catch((error: unknown) => {
      if (this.#wanted && !this.connected)
        this.#retryLater(error instanceof Error ? error.message : String(error));
    });
  }

  #retryLater(reason: string): void {
    const delayMs = this.#retry.later(() => this.#openOrRetry());
    this.#log(`${reason}; trying again in ${(delayMs / 1_000).toFixed(1)} s`);
  }

  #ignore(what: string): void {
    this.#garbage += 1;
    this.#log(`ignored a payload that is not valid (${what})`);
  }

  #log(line: string): void {
    this.#options.log?.(line);
  }
}
