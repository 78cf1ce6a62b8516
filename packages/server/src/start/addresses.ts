import type { Urls } from '../access/index.ts';
import type { Config } from '../config/index.ts';

/** Where gateways find their broker; `ca` is the PEM text of an authority that is not a public one. */
interface MqttAddress {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly ca?: string;
}

/** Under which addresses this server is reached. A port 0 is replaced by the one that was opened. */
export class Addresses {
  readonly #config: Config;
  readonly #ca: () => string | undefined;
  httpPort: number;
  adminPort: number;
  mqttPort: number;
  /** Undefined: the broker speaks no TLS, or is elsewhere. */
  tlsPort: number | undefined;

  constructor(config: Config, ca: () => string | undefined) {
    this.#config = config;
    this.#ca = ca;
    this.httpPort = config.port;
    this.adminPort = config.adminPort;
    this.mqttPort = config.mqttPort;
    this.tlsPort = config.mqttTls?.port;
  }

  /** On this machine. */
  readonly local = (): string => `http://${reachable(this.#config.host)}:${this.httpPort}`;

  readonly admin = (): string =>
    this.#config.adminUrl ?? `http://${reachable(this.#config.adminHost)}:${this.adminPort}`;

  readonly urls: Urls = {
    publicUrl: () => this.#config.publicUrl ?? this.local(),
    portalUrl: (brand) => this.#config.portalUrls[brand] || `${this.urls.publicUrl()}/owner`,
  };

  readonly mqtt = (): MqttAddress => {
    const { host, port, tls } = this.#config.mqttPublic ?? {
      host: this.#mqttHost(),
      port: this.tlsPort ?? this.mqttPort,
      tls: this.tlsPort !== undefined,
    };
    const ca = this.#ca();
    return { host, port, tls, ...(tls && ca !== undefined && { ca }) };
  };

  /** Of the embedded broker, on this machine. */
  localMqtt(): string {
    return `mqtt://${reachable(this.#config.mqttHost)}:${this.mqttPort}`;
  }

  /** On the machine of the public address, else on this one. */
  #mqttHost(): string {
    const { publicUrl, mqttHost: host, mqttTls } = this.#config;
    return publicUrl === undefined ? reachable(mqttTls?.host ?? host) : new URL(publicUrl).hostname;
  }
}

/** An address to call: a server that listens everywhere is reached on this machine. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
