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
  type DownAck,
  type DownCommand,
  type UpKind,
} from '@hearthgate/wire';
import { placeOfUnstorable } from '../../../platform/unstorable.ts';
import { tellWhenOutdated } from '../../firmware/tell-outdated.ts';
import { setIdentity } from '../../store.ts';
import { traceReport } from './trace-report.ts';
import type { Dialect, DialectTools, GatewayMessage } from '../dialect.ts';

/** Of a report that cannot be read otherwise: enough to acknowledge its number. */
const reportNumber = Compile(Type.Object({ boot: Report.properties.boot, seq: Report.properties.seq }));

const checks = {
  hello: Compile(Hello),
  describe: Compile(Describe),
  report: Compile(Report),
  notifications: Compile(Notifications),
  ack: Compile(CommandAck),
};

/** `gw/{gatewayId}/up/...`: decoding, and what is told to the gateway after a commit. */
export class NativeDialect implements Dialect {
  readonly #tools: DialectTools;

  constructor(tools: DialectTools) {
    this.#tools = tools;
  }

  /** The answer comes as `up/ack`. */
  async sendCommand(gatewayId: number, command: DownCommand): Promise<boolean> {
    const broker = this.#tools.broker();
    if (!broker?.isConnected(String(gatewayId))) return false;
    await broker.publish(topics.down(String(gatewayId), 'cmd'), command);
    return true;
  }

  disconnected(_gatewayId: number): void {
    // Nothing is kept of a connection.
  }

  async received(message: GatewayMessage): Promise<void> {
    const { gatewayId, name, payload, driven } = message;
    const receivedMs = this.#tools.gateways.tracing?.now();
    if (!driven) await this.#tools.turn(gatewayId);
    if (!isUpKind(name)) return this.#tools.tellOnce(gatewayId, `unknown topic up/${name.slice(0, 40)}`);
    if (payload.length > LINK_PAYLOAD_MAX) return this.#tools.bury(message, 'payload too large');
    let body: unknown;
    try {
      body = JSON.parse(payload.toString('utf8'));
    } catch {
      return this.#tools.bury(message, 'not JSON');
    }
    if (!(await this.#take(gatewayId, name, body, receivedMs)))
      await this.#tools.bury(message, `not a valid ${name}`);
  }

  /** A description that could not be read when it came. False: it still cannot. */
  async describedAgain(gatewayId: number, payload: Buffer): Promise<boolean> {
    try {
      return await this.#take(gatewayId, 'describe', JSON.parse(payload.toString('utf8')));
    } catch (error) {
      if (error instanceof SyntaxError) return false;
      throw error;
    }
  }

  /** False when the message does not have the form of its kind. */
  async #take(gatewayId: number, kind: UpKind, message: unknown, receivedMs?: number): Promise<boolean> {
    const { consumer, gateways } = this.#tools;
    switch (kind) {
      case 'report': {
        const isReport = checks.report.Check(message) && !Number.isNaN(Date.parse(message.at));
        if (isReport) {
          const decodedMs = gateways.tracing?.now();
          await this.#acknowledge(gatewayId, await consumer.reported(gatewayId, message));
          traceReport(gateways.tracing, { gatewayId, report: message, receivedMs, decodedMs });
        } else if (reportNumber.Check(message)) {
          const { boot, seq } = message;
          await this.#acknowledge(
            gatewayId,
            await consumer.reported(gatewayId, { boot, seq, at: UNKNOWN_TIME, values: {} }),
          );
        }
        return isReport;
      }
      case 'hello': {
        if (!checks.hello.Check(message) || placeOfUnstorable(message) !== undefined) return false;
        const row = await setIdentity(gateways.db, gatewayId, {
          firmware: message.firmware ?? null,
          hardware: message.hardware ?? null,
          boot: message.boot,
          at: new Date(gateways.clock.now()),
        });
        gateways.registry.put(gatewayId, row);
        if (row) await tellWhenOutdated(gateways, row);
        for (const ack of await consumer.ringAnnounced(gatewayId, message.ring))
          await this.#acknowledge(gatewayId, ack);
        consumer.ready(gatewayId);
        return true;
      }
      case 'describe': {
        if (!checks.describe.Check(message) || placeOfUnstorable(message) !== undefined) return false;
        await consumer.described(gatewayId, message);
        return true;
      }
      case 'notifications': {
        if (!checks.notifications.Check(message)) return false;
        await consumer.notified(gatewayId, message);
        return true;
      }
      case 'ack': {
        if (!checks.ack.Check(message) || placeOfUnstorable(message) !== undefined) return false;
        await consumer.commandAnswered(gatewayId, message);
        return true;
      }
    }
  }

  async #acknowledge(gatewayId: number, ack: DownAck | undefined): Promise<void> {
    if (ack) await this.#tools.broker()?.publish(topics.down(String(gatewayId), 'ack'), ack);
  }
}

/** Time of a report without readable values: older than anything, so that it changes nothing. */
const UNKNOWN_TIME = new Date(0).toISOString();

function isUpKind(name: string): name is UpKind {
  return name in checks;
}
