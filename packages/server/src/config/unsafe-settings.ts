import { statSync } from 'node:fs';
import type { MqttServer } from '../platform/broker/mqtt-server.ts';
import type { MqttTls } from '../platform/broker/tls-files.ts';
import { isLoopback, parseAddress } from '../platform/http/caller-address.ts';

/** What is looked at, of all settings. */
interface Settings {
  readonly mode: 'sandbox' | 'production';
  readonly host: string;
  readonly publicUrl: string | undefined;
  readonly trustProxy: readonly string[];
  readonly mqttHost: string;
  readonly mqttServer: MqttServer | undefined;
  readonly mqttPublic: Pick<MqttServer, 'host' | 'port' | 'tls'> | undefined;
  readonly mqttTls: MqttTls | undefined;
  readonly acceptsPlainMqtt: boolean;
  readonly databaseUrl: string | undefined;
  readonly redisUrl: string | undefined;
  readonly masterKeyFile: string;
}

/** Mode bits of everybody but the owner and the group; a group may be what a container reads secrets by. */
const OTHERS = 0o007;
/** Ends of names that lead nowhere but into a network of one's own. */
const PRIVATE_NAME = /\.(?:internal|local|localdomain|lan|svc|home\.arpa)$/i;

/** What production does not start with; each says the cure. `isSet`: was the variable given? */
export function unsafeSettings(config: Settings, isSet: (name: string) => boolean): string[] {
  return [
    ...sandboxSettings(isSet),
    ...plainHttp(config),
    ...plainMqtt(config),
    ...openFiles(config),
    ...plainServers(config),
  ];
}

/** What production starts with, but should not go on with. URLs are not repeated: they may hold a password. */
export function riskySettings({ mode, databaseUrl = '', mqttServer, redisUrl = '' }: Settings): string[] {
  if (mode !== 'production') return [];
  const risks: string[] = [];
  if (placeOf(hostOf(databaseUrl)) === 'unknown' && !isEncryptedDatabase(databaseUrl))
    risks.push(
      'DATABASE_URL leads to another network by its name, without TLS: add ?sslmode=verify-full to it',
    );
  if (mqttServer && placeOf(mqttServer.host) === 'unknown' && !mqttServer.tls)
    risks.push('MQTT_URL leads to another network by its name, without TLS: give an mqtts:// address');
  const redis = URL.parse(redisUrl);
  if (redis && !isLoopback(bare(redis.hostname)) && redis.password === '')
    risks.push(
      'REDIS_URL names no password, and the server is not on this machine: set one there and in the URL',
    );
  return risks;
}

function sandboxSettings(isSet: (name: string) => boolean): string[] {
  return ['SANDBOX_CALLERS', 'SANDBOX_HOSTS', 'SANDBOX_SEED']
    .filter(isSet)
    .map((name) => `${name} is set, but the mode is production, which has no sandbox: leave it out.`);
}

function plainHttp({ host, publicUrl, trustProxy }: Settings): string[] {
  const faults: string[] = [];
  if (publicUrl !== undefined && !/^https:/i.test(publicUrl))
    faults.push(
      `PUBLIC_URL is "${publicUrl}", plain HTTP, which production refuses: put a proxy that ends TLS in front, and name its ` +
        'https address.',
    );
  const isBehindTls = trustProxy.length > 0 && publicUrl !== undefined;
  if (!isLoopback(host) && !isBehindTls)
    faults.push(
      `HOST is "${host}", which other machines reach, and the server speaks plain HTTP: put a proxy that ends TLS in front, name ` +
        'the proxy in TRUST_PROXY and its https address in PUBLIC_URL, or leave HOST at 127.0.0.1.',
    );
  return faults;
}

function plainMqtt({ mqttServer, mqttPublic, mqttHost, acceptsPlainMqtt }: Settings): string[] {
  if (acceptsPlainMqtt) return [];
  const closed = 'or say MQTT_PLAIN=closed-network, if nobody but gateways is in that network.';
  if (mqttPublic && !mqttPublic.tls && !isLoopback(mqttPublic.host))
    return [
      `MQTT_PUBLIC_URL is not encrypted, and gateways send their passwords: give an mqtts:// address, ${closed}`,
    ];
  // With a broker elsewhere nothing is opened here; with files of its own, plain MQTT stays on this machine.
  if (mqttServer || isLoopback(mqttHost)) return [];
  return [
    `MQTT_HOST is "${mqttHost}", which other machines reach, and gateways send their passwords over plain MQTT: give ` +
      `MQTT_TLS_CERT_FILE and MQTT_TLS_KEY_FILE, or leave MQTT_HOST at 127.0.0.1 behind a proxy that ends TLS, ${closed}`,
  ];
}

function openFiles({ masterKeyFile, mqttTls }: Settings): string[] {
  // Windows has no such bits.
  if (process.platform === 'win32') return [];
  const files = { MASTER_KEY_FILE: masterKeyFile, MQTT_TLS_KEY_FILE: mqttTls?.keyFile };
  return Object.entries(files).flatMap(([name, file]) => {
    const mode = file === undefined ? undefined : statSync(file, { throwIfNoEntry: false })?.mode;
    return ((mode ?? 0) & OTHERS) === 0
      ? []
      : [`${name} is "${file}", which everybody on this machine may use: chmod o= ${file}`];
  });
}

function plainServers({ databaseUrl = '', mqttServer }: Settings): string[] {
  const faults: string[] = [];
  if (placeOf(hostOf(databaseUrl)) === 'public' && !isEncryptedDatabase(databaseUrl))
    faults.push('DATABASE_URL leads to a public address without TLS: add ?sslmode=verify-full to it.');
  if (mqttServer && placeOf(mqttServer.host) === 'public' && !mqttServer.tls)
    faults.push('MQTT_URL leads to a public address without TLS: give an mqtts:// address.');
  return faults;
}

/** By the address, or by what its name tells; a name is not looked up. */
function placeOf(host: string): 'near' | 'public' | 'unknown' {
  const address = parseAddress(bare(host));
  if (address) {
    const near = ['loopback', 'private', 'uniqueLocal', 'linkLocal', 'carrierGradeNat'];
    return near.includes(address.range()) ? 'near' : 'public';
  }
  return host.includes('.') && !PRIVATE_NAME.test(host) ? 'unknown' : 'near';
}

function hostOf(url: string): string {
  const parsed = URL.parse(url);
  return parsed?.searchParams.get('host') ?? parsed?.hostname ?? '';
}

function bare(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}

function isEncryptedDatabase(url: string): boolean {
  const given = URL.parse(url)?.searchParams;
  return (
    given?.get('ssl') === 'true' ||
    /^(?:prefer|require|verify-ca|verify-full)$/.test(given?.get('sslmode') ?? '')
  );
}
