import Type from 'typebox';
import { Compile } from 'typebox/compile';
import {
  CommandAck,
  Describe,
  Hello,
  LINK_PAYLOAD_MAX,
  Notifications,
  Report,
  topics,
  type DownCommand,
  type UpKind,
} from '@hearthgate/wire';
import type { BrokerHooks, EmbeddedBroker } from '../../platform/broker/embedded-broker.ts';
import { TokenBuckets, type BucketPolicy } from '../../platform/limits/token-buckets.ts';
import { isSecret } from '../credentials.ts';
import type { Gateways } from '../gateways.ts';
import type { Presence } from '../presence.ts';
import { buryLetter } from '../bury-letter.ts';
import { setIdentity } from '../store.ts';
import type { LinkConsumer } from './consumer.ts';

/** Failed CONNECTs per user and address. */
const FAILED_CONNECTS: BucketPolicy = { name: 'connect', burst: 10, refillMs: 6_000 };
/** Messages per gateway: 10 a second, bursts of 100; more waits for its turn. */
const MESSAGES: BucketPolicy = { name: 'messages', burst: 100, refillMs: 100 };
/** Dead letters kept per gateway: enough to find the cause, too few to fill a disk. */
const DEAD_LETTERS: BucketPolicy = { name: 'dead-letters', burst: 20, refillMs: 180_000 };

const GATEWAY_ID = /^[0-9]{9}$/;

/** Of a report that cannot be read otherwise: enough to acknowledge its number. */
const reportNumber = Compile(Type.Object({ boot: Report.properties.boot, seq: Report.properties.seq }));

const checks = {
  hello: Compile(Hello),
  describe: Compile(Describe),
  report: Compile(Report),
  notifications: Compile(Notifications),
  ack: Compile(CommandAck),
};

/** The native dialect over the broker: credentials, decoding, and what is told to the gateway after a commit. */
export class Link {
  readonly #gateways: Gateways;
  readonly #presence: Presence;
  readonly #consumer: LinkConsumer;
  readonly #buckets: TokenBuckets;
  readonly #told = new Set<string>();
  #broker: EmbeddedBroker | undefined;

  constructor(gateways: Gateways, presence: Presence, consumer: LinkConsumer) {
    this.#gateways = gateways;
    this.#presence = presence;
    this.#consumer = consumer;
    this.#buckets = new TokenBuckets(gateways.monotonic);
  }

  attach(broker: EmbeddedBroker): void {
    this.#broker = broker;
  }

  /** Sends a command; the answer comes as `up/ack`. False when the gateway is not connected. */
  async sendCommand(gatewayId: number, command: DownCommand): Promise<boolean> {
    if (!this.#broker?.isConnected(String(gatewayId))) return false;
    await this.#broker.publish(topics.down(String(gatewayId), 'cmd'), command);
    return true;
  }

  readonly hooks: BrokerHooks = {
    authenticate: (user, password, address) => this.#authenticate(user, password, address),
    connected: (user) => void this.#connected(Number(user)),
    disconnected: (user) => this.#presence.disconnected(Number(user)),
    received: (user, topic, payload) => this.#received(Number(user), topic, payload),
    foreign: (user) => this.#tellOnce(Number(user), 'foreign topic'),
  };

  async #authenticate(user: string, password: Buffer, address: string): Promise<boolean> {
    if (!GATEWAY_ID.test(user)) return false;
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

  async #received(gatewayId: number, topic: string, payload: Buffer): Promise<void> {
    const gateway = await this.#gateways.registry.get(gatewayId);
    if (!gateway) return;
    if (!gateway.driven) await this.#takeTurn(gatewayId);
    // The will of a connection that just ended is no sign of life.
    if (this.#broker?.isConnected(String(gatewayId))) this.#presence.heard(gatewayId, gateway.driven);
    const kind = topic.slice(topics.jail(String(gatewayId)).length);
    // Presence comes from the connection itself; `status` is for whoever watches the broker.
    if (kind === 'status') return;
    const name = kind.startsWith('up/') ? kind.slice('up/'.length) : '';
    if (!isUpKind(name)) return this.#tellOnce(gatewayId, `unknown topic ${kind.slice(0, 40)}`);
    if (payload.length > LINK_PAYLOAD_MAX)
      return this.#deadLetter(gatewayId, topic, 'payload too large', payload);
    let message: unknown;
    try {
      message = JSON.parse(payload.toString('utf8'));
    } catch {
      return this.#deadLetter(gatewayId, topic, 'not JSON', payload);
    }
    if (!(await this.#take(gatewayId, name, message))) {
      await this.#deadLetter(gatewayId, topic, `not a valid ${name}`, payload);
    }
  }

  /** False when the message does not have the form of its kind. */
  async #take(gatewayId: number, kind: UpKind, message: unknown): Promise<boolean> {
    switch (kind) {
      case 'report': {
        const isReport = checks.report.Check(message) && !Number.isNaN(Date.parse(message.at));
        if (isReport) {
          await this.#acknowledge(gatewayId, await this.#consumer.reported(gatewayId, message));
        } else if (reportNumber.Check(message)) {
          const { boot, seq } = message;
          await this.#acknowledge(
            gatewayId,
            await this.#consumer.reported(gatewayId, { boot, seq, at: UNKNOWN_TIME, values: {} }),
          );
        }
        return isReport;
      }
      case 'hello': {
        if (!checks.hello.Check(message)) return false;
        await setIdentity(this.#gateways.db, gatewayId, {
          firmware: message.firmware ?? null,
          hardware: message.hardware ?? null,
          boot: message.boot,
          at: new Date(this.#gateways.clock.now()),
        });
        this.#gateways.registry.drop(gatewayId);
        for (const ack of await this.#consumer.ringAnnounced(gatewayId, message.ring))
          await this.#acknowledge(gatewayId, ack);
        this.#consumer.ready(gatewayId);
        return true;
      }
      case 'describe': {
        if (!checks.describe.Check(message)) return false;
        await this.#consumer.described(gatewayId, message);
        return true;
      }
      case 'notifications': {
        if (!checks.notifications.Check(message)) return false;
        await this.#consumer.notified(gatewayId, message);
        return true;
      }
      case 'ack': {
        if (!checks.ack.Check(message)) return false;
        await this.#consumer.commandAnswered(gatewayId, message);
        return true;
      }
    }
  }

  async #acknowledge(gatewayId: number, ack: { boot: string; seq: number }): Promise<void> {
    await this.#broker?.publish(topics.down(String(gatewayId), 'ack'), ack);
  }

  async #takeTurn(gatewayId: number): Promise<void> {
    for (;;) {
      const left = this.#buckets.take(`messages ${gatewayId}`, MESSAGES);
      if (left.allowed) return;
      await new Promise((resolve) => setTimeout(resolve, left.nextMs));
    }
  }

  /** Kept, logged once per kind and gateway, and acknowledged: a malformed message never blocks its gateway. */
  async #deadLetter(gatewayId: number, topic: string, reason: string, payload: Buffer): Promise<void> {
    this.#tellOnce(gatewayId, reason);
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

/** Time of a report without readable values: older than anything, so that it changes nothing. */
const UNKNOWN_TIME = new Date(0).toISOString();

/** So that invented topics cannot grow the set of what was logged. */
const TOLD_MAX = 10_000;

function isUpKind(name: string): name is UpKind {
  return name in checks;
}
