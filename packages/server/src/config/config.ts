import { resolve } from 'node:path';
import type { Brand } from '@hearthgate/wire';
import { readMqttTls } from './read-mqtt-tls.ts';
import type { MqttTls } from '../platform/broker/tls-files.ts';
import { mqttServerOf, type MqttServer } from '../platform/broker/mqtt-server.ts';
import { isLoopback, parseRange } from '../platform/http/caller-address.ts';
import { isTimeZone } from '../platform/local-time.ts';
import type { SmtpSettings } from '../platform/mail/smtp-settings.ts';
import { StartupError } from '../platform/startup-error.ts';
import { checkMqtt } from './check-mqtt.ts';
import { readOidc } from './read-oidc.ts';
import { readTracing } from './read-tracing.ts';
import type { TracingSettings } from '../platform/tracing/otlp.ts';
import { secretOf } from './read-secret.ts';
import { smtpOf } from './read-smtp.ts';
import { unsafeSettings } from './unsafe-settings.ts';
import { VARIABLES } from './variables.ts';

export interface Config {
  readonly mode: 'sandbox' | 'production';
  readonly host: string;
  readonly port: number;
  readonly adminHost: string;
  readonly adminPort: number;
  /** Undefined: `http://ADMIN_HOST:ADMIN_PORT` with the port that was opened. */
  readonly adminUrl: string | undefined;
  /** Where plain MQTT is spoken. */
  readonly mqttHost: string;
  readonly mqttPort: number;
  /** TLS of the embedded broker; undefined: it has none. */
  readonly mqttTls: MqttTls | undefined;
  /** Shown to owners of own gateways beside `mqttPublic`; the embedded broker's stands in `mqttTls`. */
  readonly mqttTlsCaFile: string | undefined;
  /** Gateways may speak plain MQTT, by the operator's own word. */
  readonly acceptsPlainMqtt: boolean;
  /** Undefined: the embedded broker at `mqttHost` and `mqttPort`. */
  readonly mqttServer: MqttServer | undefined;
  /** PEM file of the authority of that broker. */
  readonly mqttCaFile: string | undefined;
  /** Where gateways connect; undefined: at the embedded broker. */
  readonly mqttPublic: Pick<MqttServer, 'host' | 'port' | 'tls'> | undefined;
  /** How long a server that was asked to stop goes on serving, so that a proxy notices. */
  readonly drainMs: number;
  readonly dataDir: string;
  /** Undefined: the embedded PostgreSQL in `dataDir`. */
  readonly databaseUrl: string | undefined;
  /** Undefined: rate limits are counted in this process. */
  readonly redisUrl: string | undefined;
  /** Undefined: no mail is sent. */
  readonly smtp: SmtpSettings | undefined;
  readonly masterKeyFile: string;
  /** Ended rights, outside the database. */
  readonly removalsJournal: string;
  /** Where the embedded PostgreSQL archives its log, and base backups go; undefined: there is none. */
  readonly walArchive: string | undefined;
  /** Undefined: `http://HOST:PORT` with the port that was opened. */
  readonly publicUrl: string | undefined;
  /** Empty text: `PUBLIC_URL/owner`. */
  readonly portalUrls: Readonly<Record<Brand, string>>;
  /** Undefined: owners sign in with an account of this server alone. */
  readonly oidc: { issuer: string; clientId: string; clientSecret: string } | undefined;
  readonly trustProxy: readonly string[];
  readonly sandboxCallers: readonly string[];
  readonly sandboxHosts: readonly string[];
  readonly sandboxSeed: number;
  /** A connection state is told to companies when it has lasted this long. */
  readonly flapWindowMs: number;
  /** IANA name. */
  readonly timeZone: string;
  readonly logLevel: string;
  /** Undefined: metrics are for callers on this machine alone. */
  readonly metricsToken: string | undefined;
  /** Undefined: nothing is traced. */
  readonly tracing: TracingSettings | undefined;
}

const DRAIN_SECONDS = 10;
const DRAIN_MAX_SECONDS = 300;
/** Shorter ones can be guessed by who is allowed to try. */
const METRICS_TOKEN_MIN = 16;
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'];
const FLAP_WINDOW_SECONDS = 60;
const SANDBOX_FLAP_WINDOW_SECONDS = 2;

/** Reads and checks the environment; a StartupError lists everything that is wrong at once. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const faults: string[] = [];
  const get = (name: string): string =>
    env[name]?.trim() || (VARIABLES.find((v) => v.name === name)?.fallback ?? '');
  const number = (name: string, min: number, max: number, fallback: number): number => {
    const text = get(name);
    if (text === '') return fallback;
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!Number.isInteger(value) || value < min || value > max) {
      faults.push(`${name} is "${text}": give a whole number from ${min} to ${max}.`);
    }
    return value;
  };
  const list = (name: string): string[] =>
    get(name)
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean);
  const addresses = (name: string): string[] => {
    const entries = list(name);
    for (const entry of entries) {
      if (!parseRange(entry))
        faults.push(`${name} contains "${entry}": give addresses or ranges such as 10.0.0.0/8.`);
    }
    return entries;
  };
  const url = (name: string): string => {
    const text = get(name);
    if (text !== '' && !(URL.canParse(text) && /^https?:/i.test(text)))
      faults.push(`${name} is "${text}": give an absolute address such as https://api.example.org.`);
    return text.replace(/\/+$/, '');
  };

  const host = get('HOST');
  const adminHost = get('ADMIN_HOST');
  const adminUrl = url('ADMIN_URL');
  const isPublic = [host, adminHost, get('MQTT_HOST')].some((each) => !isLoopback(each));
  const isElsewhere = get('DATABASE_URL') !== '' || get('MQTT_URL') !== '';
  const mode = modeOf(get('HEARTHGATE_MODE'), isElsewhere || isPublic, faults);
  const port = number('PORT', 0, 65_535, 8080);
  const dataDir = resolve(get('DATA_DIR'));
  const logLevel = get('LOG_LEVEL') || (mode === 'sandbox' ? 'warn' : 'info');
  if (!LOG_LEVELS.includes(logLevel))
    faults.push(`LOG_LEVEL is "${logLevel}": give one of ${LOG_LEVELS.join(', ')}.`);
  // Not repeated in the message: it may hold a password.
  if (get('REDIS_URL') !== '' && !isRedisUrl(get('REDIS_URL')))
    faults.push('REDIS_URL is not of the form redis://HOST:PORT or rediss://USER:PASSWORD@HOST:PORT.');
  const mqttUrl = get('MQTT_URL');
  const mqtt = {
    mqttServer: mqttServerOf(mqttUrl),
    mqttCaFile: get('MQTT_CA_FILE') || undefined,
    mqttPublic: mqttServerOf(get('MQTT_PUBLIC_URL')),
  };
  if (mqttUrl !== '') checkMqtt(mqtt, { mode, hasDatabase: get('DATABASE_URL') !== '' }, faults);
  const smtp = smtpOf(get('SMTP_URL'), get('MAIL_FROM'), faults);
  const masterKeyFile = get('MASTER_KEY_FILE');
  if (mode === 'production' && masterKeyFile === '') {
    faults.push(
      'MASTER_KEY_FILE is not set: production encrypts stored secrets with a key that you keep. See .env.example.',
    );
  }
  const plain = get('MQTT_PLAIN');
  if (plain !== '' && plain !== 'closed-network')
    faults.push(`MQTT_PLAIN is "${plain}": give closed-network, or leave it out.`);
  const acceptsPlainMqtt = plain === 'closed-network';
  const mqttTls = readMqttTls({
    get,
    port: number('MQTT_TLS_PORT', 0, 65_535, 8883),
    isExternal: mqttUrl !== '',
    faults,
  });
  const plainStaysHere = mode === 'production' && mqttTls !== undefined && !acceptsPlainMqtt;
  const trustProxy = addresses('TRUST_PROXY');
  // Sessions of operators must not cross a network in the clear, and the server speaks no TLS itself.
  const isBehindTls = trustProxy.length > 0 && /^https:/i.test(adminUrl);
  if (mode === 'production' && !isLoopback(adminHost) && !isBehindTls) {
    faults.push(
      `ADMIN_HOST is "${adminHost}", which other machines reach: put a proxy that ends TLS in front, name the proxy in ` +
        'TRUST_PROXY and its https address in ADMIN_URL, or leave ADMIN_HOST at 127.0.0.1.',
    );
  }
  const issuer = url('OIDC_ISSUER');
  const timeZone = get('DEFAULT_TIME_ZONE');
  if (!isTimeZone(timeZone))
    faults.push(`DEFAULT_TIME_ZONE is "${timeZone}": give an IANA name such as Europe/Berlin.`);
  const config: Config = {
    mode,
    host,
    port,
    adminHost,
    adminPort: number('ADMIN_PORT', 0, 65_535, 8081),
    adminUrl: adminUrl || undefined,
    mqttHost: plainStaysHere && !isLoopback(get('MQTT_HOST')) ? '127.0.0.1' : get('MQTT_HOST'),
    mqttPort: number('MQTT_PORT', 0, 65_535, 1883),
    mqttTls,
    mqttTlsCaFile: get('MQTT_TLS_CA_FILE') || undefined,
    acceptsPlainMqtt,
    ...mqtt,
    drainMs: 1000 * number('DRAIN_SECONDS', 0, DRAIN_MAX_SECONDS, mqtt.mqttServer ? DRAIN_SECONDS : 0),
    dataDir,
    databaseUrl: get('DATABASE_URL') || undefined,
    redisUrl: get('REDIS_URL') || undefined,
    smtp,
    masterKeyFile: masterKeyFile || resolve(dataDir, 'master-key.json'),
    removalsJournal: resolve(get('REMOVALS_JOURNAL') || resolve(dataDir, 'removals.jsonl')),
    walArchive: get('WAL_ARCHIVE_DIR') ? resolve(get('WAL_ARCHIVE_DIR')) : undefined,
    publicUrl: url('PUBLIC_URL') || undefined,
    portalUrls: {
      BOSCH: url('PORTAL_URL_BOSCH'),
      BUDERUS: url('PORTAL_URL_BUDERUS'),
      IVT: url('PORTAL_URL_IVT'),
    },
    oidc: readOidc({ get, issuer, mayBePlain: mode === 'sandbox' && isNear(issuer), faults }),
    trustProxy,
    sandboxCallers: addresses('SANDBOX_CALLERS'),
    sandboxHosts: list('SANDBOX_HOSTS'),
    sandboxSeed: number('SANDBOX_SEED', 0, 0xffff_ffff, 1),
    flapWindowMs:
      1000 *
      number(
        'FLAP_WINDOW_SECONDS',
        0,
        86_400,
        mode === 'sandbox' ? SANDBOX_FLAP_WINDOW_SECONDS : FLAP_WINDOW_SECONDS,
      ),
    timeZone,
    logLevel,
    metricsToken: metricsTokenOf(get, faults),
    tracing: readTracing({ get, endpoint: url('OTEL_EXPORTER_OTLP_ENDPOINT'), faults }),
  };
  if (mode === 'production')
    faults.push(...unsafeSettings(config, (name) => (env[name]?.trim() ?? '') !== ''));
  if (faults.length > 0) {
    throw new StartupError(
      `The configuration has ${faults.length} fault(s):\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
    );
  }
  return Object.freeze(config);
}

function modeOf(said: string, mustBeSaid: boolean, faults: string[]): Config['mode'] {
  if (said === 'sandbox' || said === 'production') return said;
  if (said !== '') faults.push(`HEARTHGATE_MODE is "${said}": give sandbox or production.`);
  else if (mustBeSaid) {
    faults.push(
      'HEARTHGATE_MODE is not set: say sandbox or production, since DATABASE_URL, MQTT_URL or a public HOST, ADMIN_HOST or MQTT_HOST is set.',
    );
  }
  return 'sandbox';
}

function metricsTokenOf(get: (name: string) => string, faults: string[]): string | undefined {
  const token = secretOf('METRICS_TOKEN', get, faults);
  if (token && token.length < METRICS_TOKEN_MIN)
    faults.push(
      `METRICS_TOKEN is shorter than ${METRICS_TOKEN_MIN} characters: make one with openssl rand -hex 32.`,
    );
  return token;
}

function isNear(url: string): boolean {
  return URL.canParse(url) && isLoopback(new URL(url).hostname);
}

function isRedisUrl(text: string): boolean {
  return /^rediss?:\/\/[^/]/.test(text) && URL.canParse(text) && new URL(text).hostname !== '';
}
