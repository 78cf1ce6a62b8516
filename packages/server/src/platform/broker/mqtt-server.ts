/** An MQTT broker elsewhere, and who we are there. */
export interface MqttServer {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly username: string | undefined;
  readonly password: string | undefined;
  /** PEM; undefined: the authorities of Node. */
  readonly ca: string | undefined;
}

const PLAIN_PORT = 1883;
const TLS_PORT = 8883;

/** Of `mqtt://USER:PASSWORD@HOST:PORT` or `mqtts://...`; undefined when it has another form. */
export function mqttServerOf(url: string, ca?: string): MqttServer | undefined {
  if (!/^mqtts?:\/\/[^/]/.test(url) || !URL.canParse(url)) return undefined;
  const { protocol, hostname, port, username, password } = new URL(url);
  const [user, secret] = [decoded(username), decoded(password)];
  if (hostname === '' || user === undefined || secret === undefined) return undefined;
  const tls = protocol === 'mqtts:';
  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? (tls ? TLS_PORT : PLAIN_PORT) : Number(port),
    tls,
    username: user || undefined,
    password: secret || undefined,
    ca,
  };
}

/** Undefined: a per cent sign in it stands for nothing. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
