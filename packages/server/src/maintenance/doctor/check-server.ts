import { request } from 'undici';
import type { Config } from '../../config/index.ts';
import { ok, reasonOf, wrong, type Finding } from './finding.ts';
import { brokerAnswers, certificateOf, portFault } from './probes.ts';

const TIMEOUT_MS = 5_000;

/** Whether a server of ours answers at these settings, and if none does, whether one could start. */
export async function checkServer(config: Config): Promise<{ isRunning: boolean; findings: Finding[] }> {
  const health = await healthOf(near(config.host), config.port);
  const ports = [
    { check: 'HTTP port', variable: 'PORT', host: config.host, port: config.port },
    { check: 'operators port', variable: 'ADMIN_PORT', host: config.adminHost, port: config.adminPort },
    // With a broker elsewhere nothing is opened here.
    ...(config.mqttServer
      ? []
      : [{ check: 'MQTT port', variable: 'MQTT_PORT', host: config.mqttHost, port: config.mqttPort }]),
  ];
  if (health === undefined) {
    const findings = await Promise.all(ports.map(checkFree));
    const broker = config.mqttServer ? [await checkBroker(config)] : [];
    return { isRunning: false, findings: [ok('server', 'does not run'), ...findings, ...broker] };
  }
  const isReady = health === 'ready';
  const at = `${config.host}:${config.port}`;
  return {
    isRunning: true,
    findings: [
      isReady
        ? ok('server', `runs and is ready at ${at}`)
        : wrong('server', `runs at ${at}, but is not ready (${health})`, 'wait a minute, then read its log'),
      await checkOperators(config),
      await checkBroker(config),
    ],
  };
}

interface Port {
  readonly check: string;
  readonly variable: string;
  readonly host: string;
  readonly port: number;
}

async function checkFree({ check, variable, host, port }: Port): Promise<Finding> {
  if (port === 0) return ok(check, 'any free one');
  const fault = await portFault(host, port);
  if (fault === undefined) return ok(check, `${host}:${port} is free`);
  const cure =
    fault === 'EADDRINUSE'
      ? `stop the program that uses it, or set ${variable} to another port`
      : fault === 'EACCES'
        ? `ports below 1024 need a right of their own: set ${variable} to a higher one and put a proxy in front`
        : 'name an address of this machine in HOST, ADMIN_HOST and MQTT_HOST';
  return wrong(check, `${host}:${port} cannot be opened (${fault})`, cure);
}

async function checkOperators({ adminHost, adminPort }: Config): Promise<Finding> {
  const at = `${adminHost}:${adminPort}`;
  const answers = await request(`http://${near(adminHost)}:${adminPort}/operator/me`, {
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
  }).then(
    async ({ body, headers }) => {
      await body.dump();
      return headers['x-request-id'] !== undefined;
    },
    () => false,
  );
  return answers
    ? ok('operators port', `${at} answers`)
    : wrong(
        'operators port',
        `nothing of the server answers at ${at}`,
        'is ADMIN_PORT the one it was started with?',
      );
}

async function checkBroker({ mqttServer, mqttHost, mqttPort }: Config): Promise<Finding> {
  const { host, port } = mqttServer ?? { host: near(mqttHost), port: mqttPort };
  const at = `${mqttServer?.host ?? mqttHost}:${port}`;
  // Whether its certificate is believed is seen at the start of a node.
  const fault = mqttServer?.tls
    ? await certificateOf(host, port, TIMEOUT_MS).then(() => undefined, reasonOf)
    : await brokerAnswers(host, port, TIMEOUT_MS);
  return fault === undefined
    ? ok('broker', `${at} speaks MQTT`)
    : wrong(
        'broker',
        `no MQTT broker answers at ${at} (${fault})`,
        mqttServer
          ? 'does the broker of MQTT_URL run, and may this machine connect?'
          : 'is MQTT_PORT the one it was started with?',
      );
}

/** What the server says of itself; undefined: there is none, or another program. */
async function healthOf(host: string, port: number): Promise<string | undefined> {
  try {
    const { body } = await request(`http://${host}:${port}/health/ready`, {
      headersTimeout: TIMEOUT_MS,
      bodyTimeout: TIMEOUT_MS,
    });
    const { status } = (await body.json()) as { status?: unknown };
    return status === 'ready' || status === 'not ready' ? status : undefined;
  } catch {
    return undefined;
  }
}

function near(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
