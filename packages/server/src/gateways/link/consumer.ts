import type {
  CommandAck,
  Describe,
  DownAck,
  Hello,
  LinkNotification,
  LinkValue,
  Report,
} from '@hearthgate/wire';

/** Who takes over what gateways say. A promise resolves when it is committed; then the gateway is told. */
export interface LinkConsumer {
  /** Reports still kept by the gateway; answers how far each boot is committed. */
  ringAnnounced(gatewayId: number, ring: Hello['ring']): Promise<DownAck[]>;
  described(gatewayId: number, describe: Describe): Promise<void>;
  /** Answers how far the report's boot is committed without a gap; undefined when a later report of the same commit does. */
  reported(gatewayId: number, report: Report): Promise<DownAck | undefined>;
  /** Values of a gateway that does not number its reports; what changes nothing is not written. */
  measured(gatewayId: number, values: Readonly<Record<string, LinkValue>>, atMs: number): Promise<void>;
  notified(gatewayId: number, notifications: LinkNotification[]): Promise<void>;
  commandAnswered(gatewayId: number, answer: CommandAck): Promise<void>;
  /** The gateway listens: waiting commands may leave. */
  ready(gatewayId: number): void;
  /** Gateways of this slice can be told something: waiting commands may leave, and those on their way may not have arrived. */
  reachable(slice: number): void;
}
