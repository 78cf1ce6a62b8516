import { topics, type DownCommand } from '@hearthgate/wire';
import type { Broker, BrokerCounts } from '../../platform/broker/broker.ts';
import type { BrokerHooks } from '../../platform/broker/embedded-broker.ts';
import type { ExternalBrokerHooks } from '../../platform/broker/external-broker.ts';
import { TokenBuckets, type BucketPolicy } from '../../platform/limits/token-buckets.ts';
import { buryLetter } from '../dead-letters/bury-letter.ts';
import { sliceOfGateway } from '../../platform/database/unit-of-work.ts';
import { isSecret } from '../credentials.ts';
import type { Gateways } from '../gateways.ts';
import { SILENCE_MS, type Presence } from '../presence.ts';
import type { LinkConsumer } from './consumer.ts';
import type { DialectTools } from './dialect.ts';
import { EmsDialect } from './ems-esp/ems-dialect.ts';
import { NativeDialect } from './native/native-dialect.ts';

/** Failed CONNECTs per user and address. */
const FAILED_CONNECTS: BucketPolicy = { name: 'connect', burst: 10, refillMs: 6_000 };
/** Messages per gateway: 10 a second, bursts of 100; more waits for its turn. */
const MESSAGES: BucketPolicy = { name: 'messages', burst: 100, refillMs: 100 };
/** Dead letters kept per gateway: enough to find the cause, too few to fill a disk. */
const DEAD_LETTERS: BucketPolicy = { name: 'dead-letters', burst: 20, refillMs: 180_000 };
/** So that invented topics cannot grow the set of what was logged. */
const TOLD_MAX = 10_000;

const GATEWAY_ID = /^[0-9]{9}$/;

/** Gateways over the broker: credentials, presence, and which dialect a message is in. */
export class Link {
  readonly #gateways: Gateways;
  readonly #presence: Presence;
  readonly #buckets: TokenBuckets;
  readonly #told = new Set<string>();
  readonly #native: NativeDialect;
  readonly ems: EmsDialect;
  readonly #consumer: LinkConsumer;
  #broker: Broker | undefined;
  #admits = true;

  constructor(gateways: Gateways, presence: Presence, consumer: LinkConsumer) {
    this.#gateways = gateways;
    this.#presence = presence;
    this.#consumer = consumer;
    this.#buckets = new TokenBuckets(gateways.monotonic);
    const tools: DialectTools = {
      gateways,
      consumer,
      broker: () => this.#broker,
      turn: (gatewayId) => this.#takeTurn(gatewayId),
      bury: ({ gatewayId, topic, payload }, reason) => this.#deadLetter(gatewayId, topic, reason, payload),
      tellOnce: (gatewayId, reason) => this.#tellOnce(gatewayId, reason),
    };
    this.#native = new NativeDialect(tools);
    this.ems = new EmsDialect(tools);
  }

  attach(broker: Broker): void {
    this.#broker = broker;
    this.#gateways.roster.listen({
      added: (gatewayId) => broker.admit(String(gatewayId)),
      removed: (gatewayId) => broker.disconnect(String(gatewayId)),
      missed: () => broker.admitAll(),
    });
  }

  /** Another node looks after these slices now. */
  leave(slices: readonly number[], isLost: boolean): Promise<void> {
    return this.ems.leave((gatewayId) => slices.includes(sliceOfGateway(gatewayId)), isLost);
  }

  /** Sends a command in the gateway's dialect. False when it cannot be told now. */
  sendCommand(gatewayId: number, command: DownCommand): Promise<boolean> {
    const dialect = this.ems.isSpokenBy(gatewayId) ? this.ems : this.#native;
    return dialect.sendCommand(gatewayId, command);
  }

  /** While it does not, nobody can connect; who is connected stays. */
  admit(isOn: boolean): void {
    this.#admits = isOn;
  }

  /** What it has counted and learned of gateways; the registry may hold others now. */
  forget(): void {
    this.#buckets.clear();
    this.#told.clear();
    this.ems.forget();
  }

  /** Ends the connection of a gateway that is known no more. */
  disconnect(gatewayId: number): void {
    this.#broker?.disconnect(String(gatewayId));
  }

  /** A description that could not be read when it came. False: it still cannot. */
  readAgain(gatewayId: number, payload: Buffer): Promise<boolean> {
    return this.#native.describedAgain(gatewayId, payload);
  }

  /** What the broker has acknowledged to gateways until now is taken over. */
  async settled(): Promise<void> {
    await this.#broker?.settled();
  }

  /** How busy the broker is; undefined before it listens. */
  brokerCounts(): BrokerCounts | undefined {
    return this.#broker?.counts();
  }

  readonly hooks: BrokerHooks = {
    authenticate: (user, password, address) => this.#authenticate(user, password, address),
    connected: (user) => void this.#connected(Number(user)),
    disconnected: (user) => this.#disconnected(Number(user)),
    subscribed: (user, topic) => this.ems.subscribed(Number(user), below(user, topic)),
    received: (user, topic, payload, qos) => this.#received(Number(user), topic, payload, qos),
    foreign: (user) => this.#tellOnce(Number(user), 'foreign topic'),
  };

  readonly externalHooks: ExternalBrokerHooks = {
    connected: (user) => void this.#connected(Number(user)),
    disconnected: (user) => this.#disconnected(Number(user)),
    received: (user, topic, payload, qos) => this.#received(Number(user), topic, payload, qos),
    met: (user) => void this.#met(Number(user)),
    opened: (slice) => this.#consumer.reachable(slice),
    overflowed: (user) => this.#tellOnce(Number(user), 'too much at once'),
  };

  async #authenticate(user: string, password: Buffer, address: string): Promise<boolean> {
    if (!this.#admits || !GATEWAY_ID.test(user)) return false;
    const attempts = `connect ${user} ${address}`;
    if (!this.#buckets.peek(attempts, FAILED_CONNECTS).allowed) return false;
    const gateway = await this.#gateways.registry.get(Number(user));
    if (gateway && (await isSecret(password, gateway))) return true;
    this.#buckets.take(attempts, FAILED_CONNECTS);
    return false;
  }

  async #connected(gatewayId: number): Promise<void> {
    const gateway = await this.#gateways.registry.get(gatewayId).catch(() => undefined);
    if (this.#broker?.isConnected(String(gatewayId)))
      this.#presence.connected(gatewayId, gateway?.driven ?? false);
  }

  /** Its greeting was missed, so it is asked for what it says there. A board says everything again by itself. */
  async #met(gatewayId: number): Promise<void> {
    const gateway = await this.#gateways.registry.get(gatewayId).catch(() => undefined);
    if (gateway?.gateway_type === 'EMS_ESP') return;
    await this.#broker?.publish(topics.down(String(gatewayId), 'refresh'), {});
    this.#consumer.ready(gatewayId);
  }

  #disconnected(gatewayId: number): void {
    this.ems.disconnected(gatewayId);
    this.#native.disconnected(gatewayId);
    this.#presence.disconnected(gatewayId);
  }

  async #received(gatewayId: number, topic: string, payload: Buffer, qos: 0 | 1 | 2): Promise<void> {
    const gateway = await this.#gateways.registry.get(gatewayId);
    if (!gateway) return;
    const { driven } = gateway;
    const kind = below(String(gatewayId), topic);
    const [family = '', ...rest] = kind.split('/');
    const isEms = family === 'ems';
    // The will of a connection that just ended is no sign of life.
    if (this.#broker?.isConnected(String(gatewayId)))
      this.#presence.heard(gatewayId, driven, isEms ? EmsDialect.silenceMs : SILENCE_MS);
    // Presence comes from the connection itself; `status` is for whoever watches the broker.
    if (kind === 'status') return;
    const message = { gatewayId, topic, name: rest.join('/'), payload, qos, driven };
    if (isEms) return this.ems.received(message);
    if (family === 'up') return this.#native.received(message);
    if (!driven) await this.#takeTurn(gatewayId);
    this.#tellOnce(gatewayId, `unknown topic ${kind.slice(0, 40)}`);
  }

  async #takeTurn(gatewayId: number): Promise<void> {
    for (;;) {
      const left = this.#buckets.take(`messages ${gatewayId}`, MESSAGES);
      if (left.allowed) return;
      await new Promise((resolve) => setTimeout(resolve, left.nextMs));
    }
  }

  async #deadLetter(gatewayId: number, topic: string, reason: string, payload: Buffer): Promise<void> {
    this.#tellOnce(gatewayId, reason);
    this.#gateways.deadLetters.add(reason);
    if (!this.#buckets.take(`dead ${gatewayId}`, DEAD_LETTERS).allowed) return;
    await buryLetter(this.#gateways, { gatewayId, topic, reason }, payload);
  }

  #tellOnce(gatewayId: number, reason: string): void {
    const key = `${gatewayId} ${reason}`;
    if (this.#told.has(key) || this.#told.size > TOLD_MAX) return;
    this.#told.add(key);
    this.#gateways.log.warn(
      { gatewayId, reason },
      'a message of a gateway was not read; further ones are not logged',
    );
  }
}

/** A topic below the gateway's jail. */
function below(user: string, topic: string): string {
  return topic.slice(topics.jail(user).length);
}
