export type CircuitKind = 'heatingCircuits' | 'dhwCircuits';

/** Where a set-point or mode is to go. `field` is undefined where the payload is a whole patch, as the API takes it. */
export interface SetTopic {
  readonly gatewayId: string;
  readonly kind: CircuitKind;
  readonly circuitId: number;
  readonly field: string | undefined;
}

/** All topics of the bridge, in one place. */
export class Topics {
  readonly prefix: string;
  readonly discoveryPrefix: string;

  constructor(prefix: string, discoveryPrefix: string) {
    this.prefix = prefix;
    this.discoveryPrefix = discoveryPrefix;
  }

  /** `online` while the bridge runs; the broker says `offline` when it is gone. */
  get bridgeStatus(): string {
    return `${this.prefix}/status`;
  }

  /** `online` while the platform hears of the gateway. */
  status(gatewayId: string): string {
    return `${this.prefix}/${gatewayId}/status`;
  }

  state(gatewayId: string, part: string): string {
    return `${this.prefix}/${gatewayId}/${part}`;
  }

  set(gatewayId: string, part: string, field: string): string {
    return `${this.prefix}/${gatewayId}/${part}/set/${field}`;
  }

  result(gatewayId: string, part: string): string {
    return `${this.prefix}/${gatewayId}/${part}/result`;
  }

  discovery(gatewayId: string): string {
    return `${this.discoveryPrefix}/device/hearthgate_${gatewayId}/config`;
  }

  /** Everything that has to be heard: set topics, Home Assistant's birth, and devices that are announced already. */
  get subscriptions(): string[] {
    return [
      `${this.prefix}/+/+/+/set/#`,
      `${this.prefix}/+/+/+/set`,
      `${this.discoveryPrefix}/status`,
      `${this.discoveryPrefix}/device/+/config`,
    ];
  }

  /** The gateway of a device that was announced, here or by another run. */
  gatewayOf(topic: string): string | undefined {
    if (!topic.startsWith(`${this.discoveryPrefix}/device/`)) return undefined;
    return /\/hearthgate_(\d{9})\/config$/.exec(topic)?.[1];
  }

  setTopic(topic: string): SetTopic | undefined {
    if (!topic.startsWith(`${this.prefix}/`)) return undefined;
    const rest = topic.slice(this.prefix.length + 1);
    const [, gatewayId, kind, circuitId, field] =
      /^(\d{9})\/(heatingCircuits|dhwCircuits)\/(\d{1,2})\/set(?:\/([\w.]+))?$/.exec(rest) ?? [];
    if (gatewayId === undefined || circuitId === undefined) return undefined;
    return { gatewayId, kind: kind as CircuitKind, circuitId: Number(circuitId), field };
  }
}
