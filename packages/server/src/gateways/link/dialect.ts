import type { DownCommand } from '@hearthgate/wire';
import type { Broker } from '../../platform/broker/broker.ts';
import type { Gateways } from '../gateways.ts';
import type { LinkConsumer } from './consumer.ts';

/** What a gateway published, inside its jail. */
export interface GatewayMessage {
  readonly gatewayId: number;
  readonly topic: string;
  /** The topic below what the dialect owns: `report` of `gw/{gatewayId}/up/report`. */
  readonly name: string;
  readonly payload: Buffer;
  readonly qos: 0 | 1 | 2;
  /** By the sandbox: exempt from limits, and silent for as long as its clock stands. */
  readonly driven: boolean;
}

/** How a family of gateways says what it has to say. */
export interface Dialect {
  /** Resolves when the gateway may be told that its message is taken over. */
  received(message: GatewayMessage): Promise<void>;
  /** The connection ended. */
  disconnected(gatewayId: number): void;
  /** False when the gateway cannot be told now. */
  sendCommand(gatewayId: number, command: DownCommand): Promise<boolean>;
}

/** What the link gives its dialects. */
export interface DialectTools {
  readonly gateways: Gateways;
  readonly consumer: LinkConsumer;
  /** Undefined until the broker listens. */
  broker(): Broker | undefined;
  /** Waits until the gateway may say one more message. */
  turn(gatewayId: number): Promise<void>;
  /** Kept, logged once per kind and gateway, and acknowledged: a malformed message never blocks its gateway. */
  bury(message: Pick<GatewayMessage, 'gatewayId' | 'topic' | 'payload'>, reason: string): Promise<void>;
  /** Logged once per gateway. */
  tellOnce(gatewayId: number, reason: string): void;
}
