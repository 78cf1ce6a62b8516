import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { StartupError } from '../platform/startup-error.ts';
import { envExample, readConfig, riskySettings, VARIABLES } from './index.ts';

const PRODUCTION = { HEARTHGATE_MODE: 'production', MASTER_KEY_FILE: '/keys.json' };

/** The faults that a configuration is refused with; none when it is taken. */
function faultsOf(env: NodeJS.ProcessEnv): string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    return error.message.split('\n').slice(1);
  }
}

test('an empty environment is a sandbox on this machine alone', () => {
  const dataDir = resolve('./.hearthgate');
  expect(readConfig({})).toEqual({
    mode: 'sandbox',
    host: '127.0.0.1',
    port: 8080,
    adminHost: '127.0.0.1',
    adminPort: 8081,
    adminUrl: undefined,
    mqttHost: '127.0.0.1',
    mqttPort: 1883,
    mqttTls: undefined,
    mqttTlsCaFile: undefined,
    acceptsPlainMqtt: false,
    mqttServer: undefined,
    mqttCaFile: undefined,
    mqttPublic: undefined,
    drainMs: 0,
    dataDir,
    databaseUrl: undefined,
    redisUrl: undefined,
    masterKeyFile: resolve(dataDir, 'master-key.json'),
    removalsJournal: resolve(dataDir, 'removals.jsonl'),
    walArchive: undefined,
    publicUrl: undefined,
    portalUrls: { BOSCH: '', BUDERUS: '', IVT: '' },
    oidc: undefined,
    trustProxy: [],
    sandboxCallers: ['127.0.0.0/8', '::1'],
    sandboxHosts: [],
    sandboxSeed: 1,
    timeZone: 'Europe/Berlin',
    flapWindowMs: 2_000,
    logLevel: 'warn',
  });
});

test('production waits longer before it tells of a connection state, unless another time is set', () => {
  expect(readConfig(PRODUCTION).flapWindowMs).toBe(60_000);
  expect(readConfig({ ...PRODUCTION, FLAP_WINDOW_SECONDS: '0' }).flapWindowMs).toBe(0);
});

test('a provider of outside accounts is named whole, over https, with its secret in one place', () => {
  const whole = { OIDC_ISSUER: 'https://id.example', OIDC_CLIENT_ID: 'us', OIDC_CLIENT_SECRET: 'secret' };
  const oidc = { issuer: 'https://id.example', clientId: 'us', clientSecret: 'secret' };
  expect(readConfig({ ...PRODUCTION, ...whole }).oidc).toEqual(oidc);
  for (const missing of Object.keys(whole))
    expect(faultsOf({ ...whole, [missing]: '' })).toEqual([expect.stringMatching(/belong together/)]);
  expect(faultsOf({ ...whole, OIDC_CLIENT_SECRET_FILE: '/none' })).toHaveLength(2);
  const insecure = { ...whole, OIDC_ISSUER: 'http://127.0.0.1:9000' };
  expect(faultsOf({ ...PRODUCTION, ...insecure })).toEqual([expect.stringMatching(/give an https address/)]);
  expect(faultsOf(insecure)).toEqual([]);
});

test('what is set is taken without the space around it, and empty is not set', () => {
  const config = readConfig({
    PORT: ' 9090 ',
    MQTT_PORT: '',
    TRUST_PROXY: '10.0.0.0/8 , ::1,',
    PUBLIC_URL: 'https://api.example.org//',
  });
  expect(config).toMatchObject({
    port: 9090,
    mqttPort: 1883,
    trustProxy: ['10.0.0.0/8', '::1'],
    publicUrl: 'https://api.example.org',
  });
});

test.each([
  'redis://localhost',
  'redis://10.0.0.5:6379/2',
  'rediss://hearthgate:s3cret@cache.example.org:6380',
])('takes %s for the shared rate limits', (REDIS_URL) =>
  expect(readConfig({ REDIS_URL }).redisUrl).toBe(REDIS_URL),
);

test.each([
  'redis://',
  'redis:///0',
  'rediss:cache',
  'http://:s3cret@cache',
  'cache:6379',
  'redis://:s3cret@',
])('refuses %s for the shared rate limits, and does not repeat it', (REDIS_URL) => {
  const faults = faultsOf({ REDIS_URL });
  expect(faults).toEqual([expect.stringContaining('REDIS_URL is not of the form')]);
  expect(faults.join()).not.toContain('s3cret');
});

test('nobody changes the configuration later', () => {
  expect(Object.isFrozen(readConfig({}))).toBe(true);
});

test('lists all faults at once', () => {
  const faults = faultsOf({
    HEARTHGATE_MODE: 'prod',
    PORT: '65536',
    ADMIN_PORT: '-1',
    ADMIN_URL: 'operators',
    MQTT_PORT: '1883.5',
    PUBLIC_URL: 'api',
    PORTAL_URL_IVT: '/owner',
    TRUST_PROXY: '10.0.0.1,proxy',
    SANDBOX_CALLERS: '10.0.0.0/33',
    SANDBOX_SEED: '-1',
    FLAP_WINDOW_SECONDS: 'soon',
    REDIS_URL: 'redis.example.org:6379',
    LOG_LEVEL: 'loud',
  });
  for (const part of [
    'HEARTHGATE_MODE is "prod"',
    'PORT is "65536"',
    'ADMIN_PORT is "-1"',
    'ADMIN_URL is "operators"',
    'MQTT_PORT is "1883.5"',
    'PUBLIC_URL is "api"',
    'PORTAL_URL_IVT is "/owner"',
    'TRUST_PROXY contains "proxy"',
    'SANDBOX_CALLERS contains "10.0.0.0/33"',
    'SANDBOX_SEED is "-1"',
    'FLAP_WINDOW_SECONDS is "soon"',
    'REDIS_URL is not of the form',
    'LOG_LEVEL is "loud"',
  ]) {
    expect(faults).toContainEqual(expect.stringContaining(`  - ${part}`));
  }
  expect(faults).toHaveLength(13);
});

test.each(['localhost:8080', 'api.example.org:443', 'ftp://example.org', 'javascript:alert(1)'])(
  'refuses %s as the address of the server',
  (PUBLIC_URL) => {
    expect(faultsOf({ PUBLIC_URL })).toEqual([expect.stringContaining('PUBLIC_URL is')]);
  },
);

test.each([
  ['a database', { DATABASE_URL: 'postgres://db/hearthgate' }],
  ['every address', { HOST: '0.0.0.0' }],
  ['a public address', { HOST: '192.0.2.1' }],
  ['a public address for operators', { ADMIN_HOST: '192.0.2.1' }],
  ['every IPv6 address', { HOST: '::' }],
  ['a name', { HOST: 'api.example.org' }],
])('with %s the mode has to be said', (_, env) => {
  expect(faultsOf(env)).toEqual([expect.stringContaining('HEARTHGATE_MODE is not set')]);
  expect(readConfig({ ...env, HEARTHGATE_MODE: 'sandbox' }).mode).toBe('sandbox');
});

test.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])('on %s the mode need not be said', (HOST) => {
  expect(readConfig({ HOST })).toMatchObject({ mode: 'sandbox', host: HOST });
});

test('production lets operators in from other machines only through a proxy that ends TLS', () => {
  const open = { ...PRODUCTION, ADMIN_HOST: '0.0.0.0' };
  const named = { ...open, TRUST_PROXY: '10.0.0.1', ADMIN_URL: 'https://operators.example.org/' };
  expect(readConfig(named)).toMatchObject({
    adminHost: '0.0.0.0',
    adminUrl: 'https://operators.example.org',
  });
  for (const env of [
    open,
    { ...named, TRUST_PROXY: '' },
    { ...named, ADMIN_URL: '' },
    { ...named, ADMIN_URL: 'http://operators.example.org' },
  ])
    expect(faultsOf(env)).toEqual([
      expect.stringMatching(/ADMIN_HOST is "0\.0\.0\.0".*TRUST_PROXY.*ADMIN_URL/),
    ]);
  expect(readConfig({ ...PRODUCTION, ADMIN_HOST: '::1' }).adminHost).toBe('::1');
});

test('production does not start without a key file', () => {
  expect(faultsOf({ HEARTHGATE_MODE: 'production' })).toEqual([
    expect.stringContaining('MASTER_KEY_FILE is not set'),
  ]);
  expect(readConfig(PRODUCTION)).toMatchObject({ mode: 'production', masterKeyFile: '/keys.json' });
});

test('several nodes share a broker, and with it a database, and say where gateways reach it', () => {
  const nodes = {
    ...PRODUCTION,
    DATABASE_URL: 'postgres://db/hearthgate',
    MQTT_URL: 'mqtts://hearthgate:s%40cret@broker.internal',
    MQTT_PUBLIC_URL: 'mqtts://mqtt.example.org',
  };
  expect(readConfig(nodes)).toMatchObject({
    mqttServer: {
      host: 'broker.internal',
      port: 8883,
      tls: true,
      username: 'hearthgate',
      password: 's@cret',
    },
    mqttPublic: { host: 'mqtt.example.org', port: 8883, tls: true },
    drainMs: 10_000,
  });
  for (const [change, fault] of [
    [{ DATABASE_URL: '' }, /not DATABASE_URL/],
    [{ MQTT_PUBLIC_URL: '' }, /MQTT_PUBLIC_URL is not of the form/],
    [
      { MQTT_URL: 'http://hearthgate:s3cret@broker' },
      /^((?!s3cret).)*MQTT_URL is not of the form((?!s3cret).)*$/,
    ],
    [{ MQTT_URL: 'mqtt://hearthgate:100%s3cret@broker' }, /^((?!s3cret).)*MQTT_URL is not of the form/],
    [{ HEARTHGATE_MODE: 'sandbox' }, /a sandbox is one node/],
  ] as const)
    expect(faultsOf({ ...nodes, ...change })).toEqual([expect.stringMatching(fault)]);
});

test('every variable that is read is listed, and the other way round', () => {
  const read = new Set<string>();
  readConfig(
    new Proxy<NodeJS.ProcessEnv>(
      {},
      {
        get: (_, name) => {
          read.add(String(name));
          return undefined;
        },
      },
    ),
  );
  expect([...read].toSorted()).toEqual(VARIABLES.map(({ name }) => name).toSorted());
});

test('the example file names every variable with its default, switched off', () => {
  const settings = envExample()
    .split('\n')
    .filter((line) => line.startsWith('#') && line.includes('='));
  expect(settings).toEqual(VARIABLES.map(({ name, fallback }) => `#${name}=${fallback}`));
});

test('mail is set up with server and sender, or not at all; no password stands in a fault', () => {
  const SMTP_URL = 'smtp://me:s3cret@mail.example.org:587';
  const MAIL_FROM = 'no-reply@example.org';
  expect(readConfig({ SMTP_URL, MAIL_FROM }).smtp).toEqual({ url: SMTP_URL, from: MAIL_FROM });
  expect(readConfig({}).smtp).toBeUndefined();
  for (const env of [
    { SMTP_URL },
    { MAIL_FROM },
    { SMTP_URL: SMTP_URL.replace('smtp:', 'http:'), MAIL_FROM },
    { SMTP_URL, MAIL_FROM: 'Me <me@example.org>' },
    { SMTP_URL, MAIL_FROM: 'a@example.org,b@example.org' },
  ]) {
    const faults = faultsOf(env);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(/SMTP_URL|MAIL_FROM/);
    expect(faults[0]).not.toContain('s3cret');
  }
});

test('a token for metrics is long, and stands in one place', () => {
  expect(readConfig({ METRICS_TOKEN: 'a'.repeat(16) }).metricsToken).toBe('a'.repeat(16));
  expect(faultsOf({ METRICS_TOKEN: 'short' })).toEqual([expect.stringContaining('openssl rand')]);
  expect(faultsOf({ METRICS_TOKEN_FILE: '/none' })).toEqual([expect.stringContaining('cannot be read')]);
});

test('traces go where a collector is named, in the words of OpenTelemetry', () => {
  expect(readConfig({ OTEL_SERVICE_NAME: 'x' }).tracing).toBeUndefined();
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318/',
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20abc, x-team = heat',
    OTEL_TRACES_SAMPLER_ARG: '0.25',
  };
  expect(readConfig(env).tracing).toEqual({
    endpoint: 'http://localhost:4318',
    headers: { authorization: 'Bearer abc', 'x-team': 'heat' },
    serviceName: 'hearthgate',
    ratio: 0.25,
  });
  expect(faultsOf({ ...env, OTEL_TRACES_SAMPLER_ARG: '2' })).toHaveLength(1);
  const faults = faultsOf({ ...env, OTEL_EXPORTER_OTLP_HEADERS: 'sesame' });
  expect(faults).toHaveLength(1);
  expect(faults[0]).not.toContain('sesame');
});

const PUBLIC = {
  ...PRODUCTION,
  HOST: '0.0.0.0',
  TRUST_PROXY: '10.0.0.1',
  PUBLIC_URL: 'https://api.example.org',
};
const TLS = { MQTT_TLS_CERT_FILE: '/none/cert.pem', MQTT_TLS_KEY_FILE: '/none/key.pem' };
const EXTERNAL = {
  ...PRODUCTION,
  DATABASE_URL: 'postgres://db/hearthgate',
  MQTT_URL: 'mqtt://broker',
  MQTT_PUBLIC_URL: 'mqtts://mqtt.example.org',
};

test.each<[string, NodeJS.ProcessEnv, RegExp, NodeJS.ProcessEnv]>([
  ['no proxy in front of HTTP', { ...PUBLIC, TRUST_PROXY: '' }, /HOST is.*TRUST_PROXY.*PUBLIC_URL/, PUBLIC],
  ['no https address', { ...PUBLIC, PUBLIC_URL: '' }, /HOST is.*TRUST_PROXY.*PUBLIC_URL/, PUBLIC],
  [
    'a plain address',
    { ...PUBLIC, PUBLIC_URL: 'http://api.example.org' },
    /PUBLIC_URL is "http:.*name its https address/,
    PUBLIC,
  ],
  [
    'plain MQTT for everybody',
    { ...PRODUCTION, MQTT_HOST: '0.0.0.0' },
    /MQTT_HOST is.*MQTT_TLS_CERT_FILE.*127\.0\.0\.1.*MQTT_PLAIN=closed-network/,
    { ...PRODUCTION, MQTT_HOST: '0.0.0.0', MQTT_PLAIN: 'closed-network' },
  ],
  [
    'plain MQTT at a broker elsewhere',
    { ...EXTERNAL, MQTT_PUBLIC_URL: 'mqtt://mqtt.example.org' },
    /MQTT_PUBLIC_URL.*mqtts:.*MQTT_PLAIN=closed-network/,
    EXTERNAL,
  ],
  [
    'a plain broker at a public address',
    { ...EXTERNAL, MQTT_URL: 'mqtt://me:s3cret@8.8.8.8' },
    /MQTT_URL leads to a public address.*mqtts:/,
    { ...EXTERNAL, MQTT_URL: 'mqtts://me:s3cret@8.8.8.8', MQTT_HOST: '0.0.0.0' },
  ],
  [
    'a database at a public address',
    { ...PRODUCTION, DATABASE_URL: 'postgres://me:s3cret@[2001:4860::8]/db' },
    /DATABASE_URL leads to a public address.*sslmode=verify-full/,
    { ...PRODUCTION, DATABASE_URL: 'postgres://me:s3cret@[2001:4860::8]/db?sslmode=verify-full' },
  ],
  ['callers of a sandbox', { ...PRODUCTION, SANDBOX_CALLERS: '::1' }, /SANDBOX_CALLERS.*leave it out/, {}],
  ['hosts of a sandbox', { ...PRODUCTION, SANDBOX_HOSTS: 'x' }, /SANDBOX_HOSTS.*leave it out/, {}],
  ['a seed of a sandbox', { ...PRODUCTION, SANDBOX_SEED: '1' }, /SANDBOX_SEED.*leave it out/, {}],
])('production refuses %s and says the cure, which it takes', (_, unsafe, message, cured) => {
  const faults = faultsOf(unsafe);
  expect(faults).toEqual([expect.stringMatching(message)]);
  expect(faults.join()).not.toContain('s3cret');
  expect(faultsOf(cured)).toEqual([]);
  // Where there is a sandbox, none of this is at stake.
  const { MQTT_URL: _url, MQTT_PUBLIC_URL: _public, ...sandbox } = unsafe;
  expect(faultsOf({ ...sandbox, HEARTHGATE_MODE: 'sandbox' })).toEqual([]);
});

test('all that is unsafe is told at once', () => {
  expect(
    faultsOf({
      HEARTHGATE_MODE: 'production',
      HOST: '::',
      ADMIN_HOST: '::',
      MQTT_HOST: '::',
      SANDBOX_SEED: '2',
    }),
  ).toHaveLength(5);
});

test('production refuses keys that everybody may read, and takes those of a group', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hg-config-'));
  const file = join(folder, 'key');
  writeFileSync(file, '');
  const env = { ...PRODUCTION, ...TLS, MASTER_KEY_FILE: file, MQTT_TLS_KEY_FILE: file };
  chmodSync(file, 0o644);
  expect(faultsOf(env)).toEqual(
    ['MASTER_KEY_FILE', 'MQTT_TLS_KEY_FILE'].map(
      (name) => `  - ${name} is "${file}", which everybody on this machine may use: chmod o= ${file}`,
    ),
  );
  chmodSync(file, 0o440);
  expect(faultsOf(env)).toEqual([]);
  rmSync(folder, { recursive: true });
});

test('with files of its own the broker speaks TLS at MQTT_HOST, and plain MQTT to this machine in production', () => {
  const open = { ...PRODUCTION, ...TLS, MQTT_HOST: '0.0.0.0' };
  const mqttTls = { host: '0.0.0.0', port: 8883, certFile: '/none/cert.pem', keyFile: '/none/key.pem' };
  expect(readConfig(open)).toMatchObject({ mqttHost: '127.0.0.1', mqttTls });
  expect(readConfig({ ...open, MQTT_PLAIN: 'closed-network' })).toMatchObject({
    mqttHost: '0.0.0.0',
    mqttTls,
  });
  expect(readConfig({ ...open, HEARTHGATE_MODE: 'sandbox' })).toMatchObject({ mqttHost: '0.0.0.0', mqttTls });
});

test.each<[string, NodeJS.ProcessEnv, RegExp]>([
  ['half of it', { MQTT_TLS_CERT_FILE: '/cert.pem' }, /belong together/],
  ['an authority alone', { MQTT_TLS_CA_FILE: '/ca.pem' }, /MQTT_TLS_CA_FILE is set, but not/],
  ['it beside another broker', { ...EXTERNAL, ...TLS }, /beside MQTT_URL/],
  ['another word', { MQTT_PLAIN: 'yes' }, /MQTT_PLAIN is "yes": give closed-network/],
])('TLS of the broker is set up whole: %s is refused', (_, env, message) => {
  expect(faultsOf(env)).toEqual([expect.stringMatching(message)]);
});

test('a name that may lead over the Internet without TLS, and a store without a password, are risks in production', () => {
  const risks = (env: NodeJS.ProcessEnv) => riskySettings(readConfig({ ...EXTERNAL, ...env }));
  expect(risks({})).toEqual([]);
  const DATABASE_URL = 'postgres://me:s3cret@db.example.org/db';
  const all = risks({
    DATABASE_URL,
    MQTT_URL: 'mqtt://me:s3cret@mqtt.example.org',
    REDIS_URL: 'redis://valkey',
  });
  expect(all).toEqual(['DATABASE_URL', 'MQTT_URL', 'REDIS_URL'].map((name) => expect.stringContaining(name)));
  expect(all.join()).not.toContain('s3cret');
  expect(
    risks({
      DATABASE_URL: `${DATABASE_URL}?sslmode=require`,
      MQTT_URL: 'mqtts://mqtt.example.org',
      REDIS_URL: 'redis://:s3cret@valkey',
    }),
  ).toEqual([]);
  expect(risks({ DATABASE_URL: 'postgres://db.internal/db', REDIS_URL: 'redis://127.0.0.1' })).toEqual([]);
  expect(riskySettings(readConfig({ DATABASE_URL, HEARTHGATE_MODE: 'sandbox' }))).toEqual([]);
});
