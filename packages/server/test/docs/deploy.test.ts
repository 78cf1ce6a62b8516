import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { readConfig, riskySettings, type Config } from '../../src/config/index.ts';
import { VARIABLES } from '../../src/config/variables.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const COMPOSE = join(ROOT, 'deploy/compose');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
/** Longest call that waits for a gateway, and what a stop takes beside. */
const STOP_SECONDS = 45;
const KNOWN = new Set(VARIABLES.map(({ name }) => name));
/** Stands for the folders of secrets. */
const secrets = mkdtempSync(join(tmpdir(), 'hg-secrets-'));
afterAll(() => rmSync(secrets, { recursive: true }));

type Settings = Record<string, string>;

const DOCKERFILE = read('Dockerfile');
/** What the image sets by itself. */
const IMAGE_ENV = Object.fromEntries(
  [...(/^ENV (.*)$/m.exec(DOCKERFILE)?.[1] ?? '').matchAll(/(\S+)=(\S+)/g)].map(([, name, value]) => [
    name,
    value,
  ]),
) as Settings;
const PORT = Number(/^EXPOSE (\d+)$/m.exec(DOCKERFILE)?.[1]);
const ADMIN_PORT = Number(VARIABLES.find(({ name }) => name === 'ADMIN_PORT')?.fallback);

/** As a container of the image would be started; secrets lie where the test can put them. */
function configOf(settings: Settings): Config {
  const env = { ...IMAGE_ENV, ...settings };
  for (const [name, value] of Object.entries(env)) {
    if (!value.startsWith('/run/secrets/')) continue;
    env[name] = join(secrets, value);
    mkdirSync(dirname(env[name]), { recursive: true });
    writeFileSync(env[name], 'a-secret-of-more-than-sixteen-letters', { mode: 0o600 });
  }
  const { NODE_ENV: _node, ...ours } = env;
  expect(Object.keys(ours).filter((name) => !KNOWN.has(name))).toEqual([]);
  return readConfig(env);
}

describe('the image', () => {
  test('copies only what there is, and nothing that is ignored', () => {
    const ignored = read('.dockerignore').split('\n').filter(Boolean);
    for (const file of ['Dockerfile', 'deploy/agent/Dockerfile']) {
      const sources = [...read(file).matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, list = '']) =>
        list.split(' '),
      );
      expect(sources.length).toBeGreaterThan(5);
      for (const source of sources) {
        expect([file, source, existsSync(join(ROOT, source))]).toEqual([file, source, true]);
        expect(ignored.filter((each) => source === each || source.startsWith(`${each}/`))).toEqual([]);
      }
    }
  });

  test('knows every workspace before it installs, runs the Node of the lockfile, and starts the command line', () => {
    const links = Object.entries(
      (
        JSON.parse(read('package-lock.json')) as {
          packages: Record<string, { link?: true; resolved: string }>;
        }
      ).packages,
    ).flatMap(([, { link, resolved }]) => (link ? [resolved] : []));
    const beforeInstall = DOCKERFILE.slice(0, DOCKERFILE.indexOf('RUN npm ci'));
    for (const folder of links) expect(beforeInstall).toContain(`COPY ${folder}/package.json ${folder}/`);
    const { dependencies } = JSON.parse(read('package.json')) as { dependencies: { node: string } };
    const [major] = dependencies.node.split('.');
    for (const file of ['Dockerfile', 'deploy/agent/Dockerfile'])
      expect(new Set([...read(file).matchAll(/^FROM node:(\d+)-/gm)].map(([, version]) => version))).toEqual(
        new Set([major]),
      );
    const [, program = ''] = /^ENTRYPOINT \["node", "(.+)"\]$/m.exec(DOCKERFILE) ?? [];
    expect(existsSync(join(ROOT, program))).toBe(true);
    expect(DOCKERFILE).toContain('USER node');
    expect(DOCKERFILE).toContain(`http://127.0.0.1:${PORT}/health/live`);
    expect(DOCKERFILE).toContain(`VOLUME ${IMAGE_ENV['DATA_DIR']}`);
  });
});

interface Service {
  readonly image: string;
  readonly build?: string;
  readonly environment?: Settings;
  readonly volumes?: string[];
  readonly ports?: string[];
  readonly secrets?: string[];
  readonly command?: string[];
  readonly healthcheck?: { test?: string[]; disable?: boolean };
  readonly depends_on?: Record<string, { condition: string }>;
  readonly stop_grace_period?: string;
  readonly hostname?: string;
}

describe('compose.yaml', () => {
  const example = [...read('deploy/compose/env.example').matchAll(/^([A-Z_]+)=(.*)$/gm)];
  const words = new Map(example.map(([, name = '', value]) => [name, value || `of-${name.toLowerCase()}`]));
  const text = read('deploy/compose/compose.yaml');
  const filled = text.replaceAll(/\$\{(\w+):\?\}/g, (_all, name: string) => words.get(name) ?? `no-${name}`);
  const { services, volumes, networks, ...rest } = parse(filled, { merge: true }) as {
    services: Record<string, Service>;
    volumes: Record<string, null>;
    networks: { default: { ipam: { config: { subnet: string }[] } } };
    secrets: Record<string, { file: string }>;
  };
  const all = Object.entries(services);
  const nodes = all.filter(([, { build, command }]) => build !== undefined && command === undefined);
  const config = configOf(nodes[0]?.[1].environment ?? {});
  const haproxy = read('deploy/compose/haproxy.cfg');
  const mosquitto = read('deploy/mosquitto/mosquitto.conf');

  test('asks for exactly the words of env.example', () => {
    const asked = new Set([...text.matchAll(/\$\{(\w+):\?\}/g)].map(([, name = '']) => name));
    expect([...asked].toSorted()).toEqual([...words.keys()].toSorted());
  });

  test('starts three production nodes with settings that are accepted and carry no risk', () => {
    expect(nodes.map(([name]) => name)).toEqual(['node1', 'node2', 'node3']);
    for (const [name, { environment = {}, hostname }] of nodes) {
      expect(configOf(environment)).toMatchObject({ mode: 'production', port: PORT, adminPort: ADMIN_PORT });
      expect(riskySettings(configOf(environment))).toEqual([]);
      // What operators see in the list of nodes.
      expect(hostname).toBe(name);
    }
    expect(config.trustProxy).toEqual([networks.default.ipam.config[0]?.subnet]);
    // The command that writes the broker's accounts has no more than it needs.
    expect(Object.keys(services['accounts']?.environment ?? {})).toEqual(['DATABASE_URL', 'MQTT_URL']);
  });

  test('gives a stop the time that it needs', () => {
    for (const [, { stop_grace_period: grace = '' }] of nodes)
      expect(Number.parseInt(grace, 10)).toBeGreaterThanOrEqual(config.drainMs / 1_000 + STOP_SECONDS);
  });

  test.each(all)(
    '%s has a pinned image, and what it mounts, reads and waits for is there',
    (_name, service) => {
      const { image, build, environment = {}, healthcheck } = service;
      if (build === undefined) expect(image).toMatch(/^[\w./-]+:[\w.-]*\d[\w.-]*$/);
      else expect(existsSync(join(COMPOSE, build, 'Dockerfile'))).toBe(true);
      for (const mount of service.volumes ?? []) {
        const [source = ''] = mount.split(':');
        // Certificates and keys are the operator's own.
        if (/^\.\/(tls|secrets)/.test(source)) continue;
        expect(source.startsWith('.') ? existsSync(join(COMPOSE, source)) : source in volumes).toBe(true);
      }
      for (const secret of service.secrets ?? []) expect(rest.secrets).toHaveProperty(secret);
      for (const value of Object.values(environment)) {
        const [, secret] = /^\/run\/secrets\/(.+)$/.exec(value) ?? [];
        if (secret !== undefined) expect(service.secrets).toContain(secret);
      }
      for (const [name, { condition }] of Object.entries(service.depends_on ?? {})) {
        expect(services).toHaveProperty(name);
        if (condition === 'service_healthy')
          expect(services[name]?.healthcheck?.test?.length).toBeGreaterThan(1);
      }
      // The image asks an HTTP server, which other commands of it are not.
      if (build !== undefined && service.command) expect(healthcheck).toEqual({ disable: true });
    },
  );

  test('lets the proxy ask and reach every node, for callers and for operators', () => {
    const names = nodes.map(([name]) => name);
    const servers = [...haproxy.matchAll(/^ {2}server (\w+) (\w+):(\d+)$/gm)].map(
      ([, , host, port]) => `${host}:${port}`,
    );
    expect(servers).toEqual([
      ...names.map((name) => `${name}:${PORT}`),
      ...names.map((name) => `${name}:${ADMIN_PORT}`),
    ]);
    expect(haproxy.match(/httpchk GET \/health\/ready/g)).toHaveLength(2);
    const bound = [...haproxy.matchAll(/^ {2}bind :(\d+)/gm)].map(([, port = '']) => port).toSorted();
    const published = services['proxy']?.ports?.map((port) => port.split(':').at(-1) ?? '').toSorted();
    expect(published).toEqual(bound);
    expect(config.adminUrl).toMatch(/:8443$/);
    expect(services['proxy']?.ports).toContain('127.0.0.1:8443:8443');
  });

  test('names engines where they are, with the passwords that they ask for', () => {
    const {
      password: ofDatabase,
      hostname: database,
      username,
      pathname,
    } = new URL(config.databaseUrl ?? '');
    expect(services[database]?.environment).toMatchObject({
      POSTGRES_PASSWORD: ofDatabase,
      POSTGRES_USER: username,
      POSTGRES_DB: pathname.slice(1),
    });
    const redis = new URL(config.redisUrl ?? '');
    expect(services[redis.hostname]?.command?.slice(-2)).toEqual(['--requirepass', redis.password]);
    expect(config.mqttServer?.host).toBe('broker');
    const listeners = [...mosquitto.matchAll(/^listener (\d+)$/gm)].map(([, port]) => Number(port));
    expect(listeners).toEqual([config.mqttServer?.port, config.mqttPublic?.port]);
    expect(services['broker']?.ports).toEqual([`${config.mqttPublic?.port}:${config.mqttPublic?.port}`]);
    const mounted = (services['broker']?.volumes ?? []).map((volume) => volume.split(':')[1] ?? '');
    for (const [, path = ''] of mosquitto.matchAll(/ (\/mosquitto\/\S+)$/gm))
      expect(mounted.some((folder) => path.startsWith(folder))).toBe(true);
  });
});

interface Probe {
  readonly httpGet: { path: string; port: string };
}
interface Container {
  readonly image: string;
  readonly ports?: { name: string; containerPort: number }[];
  readonly envFrom: { configMapRef?: { name: string }; secretRef?: { name: string } }[];
  readonly volumeMounts: { name: string; mountPath: string }[];
  readonly readinessProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly startupProbe?: Probe;
}

interface StatefulSet {
  readonly spec: {
    readonly selector: { matchLabels: object };
    readonly serviceName: string;
    readonly volumeClaimTemplates: { metadata: { name: string } }[];
    readonly template: {
      readonly metadata: { labels: object };
      readonly spec: {
        readonly terminationGracePeriodSeconds: number;
        readonly initContainers: Container[];
        readonly containers: Container[];
        readonly volumes: { name: string }[];
      };
    };
  };
}
interface KubernetesService {
  readonly metadata: { name: string };
  readonly spec: { selector: object; ports: object[] };
}
interface Ingress {
  readonly spec: { tls: { hosts: string[] }[]; rules: { host: string }[] };
}

describe('the Kubernetes manifest', () => {
  const text = read('deploy/kubernetes/hearthgate.yaml');
  const documents = parseAllDocuments(text).map((each) => each.toJS() as { kind: string } & object);
  const of = (kind: string): unknown => documents.find((each) => each.kind === kind);
  const settings = (of('ConfigMap') as { data: Settings }).data;
  const set = (of('StatefulSet') as StatefulSet).spec;
  const pod = set.template.spec;
  const containers = [...pod.initContainers, ...pod.containers];
  /** Named in its head as the keys of the secret. */
  const SECRET = {
    DATABASE_URL: 'postgres://hearthgate:word@postgres:5432/hearthgate',
    MQTT_URL: 'mqtt://hearthgate:word@broker:1884',
    REDIS_URL: 'redis://:word@valkey:6379',
  };

  test('has settings that production accepts, also with the ones that are commented out', () => {
    expect(text).toContain(`# ${Object.keys(SECRET).join(', ')}`);
    const further = Object.fromEntries(
      [...text.matchAll(/^ {2}# ([A-Z_]+): (\S+)$/gm)].map(([, name, value]) => [name, value]),
    ) as Settings;
    expect(Object.keys(further)).toEqual(['ADMIN_HOST', 'ADMIN_URL', 'METRICS_TOKEN_FILE']);
    for (const more of [{}, further]) {
      const config = configOf({ ...settings, ...SECRET, ...more });
      expect(config).toMatchObject({ mode: 'production', port: PORT });
      expect(riskySettings(config)).toEqual([]);
      expect(pod.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(config.drainMs / 1_000 + STOP_SECONDS);
    }
  });

  test('mounts what the settings name, and keeps the data of a node', () => {
    const { version } = JSON.parse(read('package.json')) as { version: string };
    const volumes = [...pod.volumes, ...set.volumeClaimTemplates.map(({ metadata }) => metadata)];
    for (const { image, volumeMounts } of containers) {
      expect(image).toMatch(new RegExp(`:${version.replaceAll('.', '\\.')}$`));
      for (const { name } of volumeMounts) expect(volumes.map((volume) => volume.name)).toContain(name);
      const paths = volumeMounts.map(({ mountPath }) => mountPath);
      expect(paths).toContain(IMAGE_ENV['DATA_DIR']);
      expect(paths).toContain(dirname(settings['MASTER_KEY_FILE'] ?? ''));
    }
    // The journal of ended rights would be lost with a pod else.
    const data = pod.containers[0]?.volumeMounts.find(({ mountPath }) => mountPath === IMAGE_ENV['DATA_DIR']);
    expect(set.volumeClaimTemplates.map(({ metadata }) => metadata.name)).toContain(data?.name);
  });

  test('asks the health of a node where it answers, and leads calls there', () => {
    const [main] = pod.containers;
    expect(main?.ports).toEqual([{ name: 'http', containerPort: PORT }]);
    for (const probe of [main?.readinessProbe, main?.livenessProbe, main?.startupProbe])
      expect(probe?.httpGet).toEqual({
        path: expect.stringMatching(/^\/health\/(ready|live)$/),
        port: 'http',
      });
    expect(main?.livenessProbe?.httpGet.path).toBe('/health/live');
    expect(main?.readinessProbe?.httpGet.path).toBe('/health/ready');
    const service = of('Service') as KubernetesService;
    expect(service.spec.selector).toEqual(set.template.metadata.labels);
    expect(set.selector.matchLabels).toEqual(set.template.metadata.labels);
    expect(set.serviceName).toBe(service.metadata.name);
    expect(service.spec.ports).toEqual([{ name: 'http', port: 80, targetPort: 'http' }]);
    const { host } = new URL(settings['PUBLIC_URL'] ?? '');
    const ingress = (of('Ingress') as Ingress).spec;
    expect([ingress.tls[0]?.hosts[0], ingress.rules[0]?.host]).toEqual([host, host]);
  });
});
