import type { CommandAck, Describe, DownAck, Hello, LinkNotification, Report } from '@hearthgate/wire';

/** Who takes over what gateways say. A promise resolves when it is committed; then the gateway is told. */
export interface LinkConsumer {
  /** Reports still kept by the gateway; answers how far each boot is committed. */
  ringAnnounced(gatewayId: number, ring: Hello['ring']): Promise<DownAck[]>;
  described(gatewayId: number, describe: Describe): Promise<void>;
  /** Answers how far the report's boot is committed without a gap. */
  reported(gatewayId: number, report: Report): Promise<DownAck>;
  notified(gatewayId: number, notifications: LinkNotification[]): Promise<void>;
  commandAnswered(gatewayId: number, answer: CommandAck): Promise<void>;
  /** The gateway has just said hello: waiting commands may leave. */
  ready(gatewayId: number): void;
}
