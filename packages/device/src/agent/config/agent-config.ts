import type { LocalAddress } from '../ems-esp/local-broker.ts';

/** What `agent.yaml` says, read and checked. */
export interface AgentConfig {
  readonly platform: {
    readonly broker: string;
    readonly gatewayId: string;
    readonly password: string;
    /** PEM. */
    readonly ca?: string;
  };
  readonly gateway: Km200Settings | K40Settings | EmsEspAddress;
  readonly dataDir: string;
  readonly ringBytes: number;
}

export interface Km200Settings {
  readonly driver: 'km200';
  readonly host: string;
  readonly port: number;
  readonly key: string;
  readonly timeZone: string;
}

export interface K40Settings {
  readonly driver: 'k40rf';
  /** Undefined: looked for by mDNS. */
  readonly host: string | undefined;
  readonly port: number;
  readonly tokenPort: number;
  /** As the gateway lists who has a token. */
  readonly clientName: string;
}

export interface EmsEspAddress extends LocalAddress {
  readonly driver: 'ems-esp';
}

/** The file is wrong; the message has a line for each fault. */
export class ConfigError extends Error {}
