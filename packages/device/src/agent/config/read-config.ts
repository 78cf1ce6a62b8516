import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, resolve } from 'node:path';
import { DATA_PORT, TOKEN_PORT } from '../k40rf/k40-client.ts';
import { RING_BYTES_MAX } from '../ring/disk-ring.ts';
import {
  type AgentConfig,
  ConfigError,
  type EmsEspAddress,
  type K40Settings,
  type Km200Settings,
} from './agent-config.ts';
import { YamlSection } from './yaml-section.ts';

const MEGABYTE = 1024 * 1024;
/** Where the password of the gateway may come from instead of the file. */
export const PASSWORD_VARIABLE = 'HEARTHGATE_GATEWAY_PASSWORD';

/** Reads and checks the whole file; throws a `ConfigError` that names every fault with its line and cure. */
export function readConfig(file: string, env: NodeJS.ProcessEnv): AgentConfig {
  const { top, faults } = YamlSection.parse(textOf(file));
  const files = new Beside(dirname(resolve(file)));
  const config = faults.list.length === 0 ? readTop(top, files, env) : undefined;
  if (config && faults.list.length === 0) return config;
  const lines = faults.list
    .toSorted((a, b) => a.line - b.line)
    .map(({ line, text }) => `${file}:${line}: ${text}`);
  throw new ConfigError(lines.join('\n'));
}

function readTop(top: YamlSection, files: Beside, env: NodeJS.ProcessEnv): AgentConfig | undefined {
  const platform = readPlatform(top.section('platform'), files, env);
  const gateway = readGateway(top.section('gateway'), files);
  const dataDir = files.path(top.text('dataDir') ?? 'agent-data');
  const megabytes = top.text('ringMegabytes', numberFrom(1, 10_000));
  top.end();
  const ringBytes = megabytes === undefined ? RING_BYTES_MAX : Number(megabytes) * MEGABYTE;
  return platform && gateway && { platform, gateway, dataDir, ringBytes };
}

function readPlatform(
  section: YamlSection,
  files: Beside,
  env: NodeJS.ProcessEnv,
): AgentConfig['platform'] | undefined {
  const broker = required(section, 'broker', 'e.g. mqtts://platform.example.org:8883', checkBroker);
  const gatewayId = required(
    section,
    'gatewayId',
    'the nine digits that the platform gave this gateway',
    (text) =>
      /^[1-9]\d{8}$/.test(text) ? undefined : 'not nine digits; the platform shows them with the password',
  );
  const given = secret(section, files, 'password') ?? env[PASSWORD_VARIABLE];
  if (given === undefined && !section.has('password') && !section.has('passwordFile'))
    section.fault('password', `missing: give passwordFile, or password, or set ${PASSWORD_VARIABLE}`);
  const ca = fromFile(section, files, 'caFile', (text) =>
    text.includes('-----BEGIN CERTIFICATE-----') ? undefined : 'the file holds no certificate in PEM form',
  );
  section.end();
  if (broker === undefined || gatewayId === undefined || given === undefined) return undefined;
  return { broker, gatewayId, password: given, ...(ca !== undefined && { ca }) };
}

const DRIVERS: Readonly<
  Record<string, (section: YamlSection, files: Beside) => AgentConfig['gateway'] | undefined>
> = { k40rf: readK40, km200: readKm200, 'ems-esp': readEmsEsp };

function readGateway(section: YamlSection, files: Beside): AgentConfig['gateway'] | undefined {
  const driver = required(
    section,
    'driver',
    'k40rf for a K 40 RF or MX400, km200 for a KM50, KM100 or KM200, ems-esp for a board behind a broker in the house',
    (text) =>
      Object.hasOwn(DRIVERS, text)
        ? undefined
        : `no driver is called "${text}"; there are ${Object.keys(DRIVERS).join(', ')}`,
  );
  const settings = driver === undefined ? undefined : DRIVERS[driver]?.(section, files);
  if (driver !== undefined) section.end();
  return settings;
}

function readEmsEsp(section: YamlSection, files: Beside): EmsEspAddress | undefined {
  const broker = required(
    section,
    'broker',
    'the broker that the board publishes to, e.g. mqtt://192.168.1.5:1883',
    checkBroker,
  );
  const base = section.text('base', checkBase) ?? 'ems-esp';
  const username = section.text('username');
  const password = secret(section, files, 'password');
  if (password !== undefined && username === undefined)
    section.fault('username', 'missing: a password without a user name is of no use');
  if (broker === undefined) return undefined;
  return {
    driver: 'ems-esp',
    broker,
    base,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
  };
}

function readKm200(section: YamlSection, files: Beside): Km200Settings | undefined {
  const host = required(section, 'host', 'its name or address in your network', checkHost);
  const port = Number(section.text('port', numberFrom(1, 65_535)) ?? 80);
  const key = secret(section, files, 'key', (text) =>
    /^[0-9a-f]{64}$/i.test(text)
      ? undefined
      : 'not 64 hex digits: the finished key is needed, not the passwords',
  );
  if (key === undefined && !section.has('key') && !section.has('keyFile'))
    section.fault('key', 'missing: give keyFile, or key, with the 64 hex digits of the finished key');
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const timeZone = section.text('timeZone', checkZone) ?? own;
  return host !== undefined && key !== undefined ? { driver: 'km200', host, port, key, timeZone } : undefined;
}

function readK40(section: YamlSection): K40Settings {
  return {
    driver: 'k40rf',
    host: section.text('host', checkHost),
    port: Number(section.text('port', numberFrom(1, 65_535)) ?? DATA_PORT),
    tokenPort: Number(section.text('tokenPort', numberFrom(1, 65_535)) ?? TOKEN_PORT),
    clientName: section.text('clientName') ?? `Hearthgate agent on ${hostname()}`,
  };
}

type Check = (text: string) => string | undefined;

function required(section: YamlSection, name: string, cure: string, check: Check): string | undefined {
  if (!section.has(name)) section.fault(name, `missing: ${cure}`);
  return section.text(name, check);
}

/** `name` in the file, or `nameFile` beside it, which others need not be able to read. */
function secret(section: YamlSection, files: Beside, name: string, check?: Check): string | undefined {
  const [inline, inFile] = [section.text(name, check), fromFile(section, files, `${name}File`, check)];
  if (section.has(name) && section.has(`${name}File`))
    section.fault(name, `given twice: keep ${name} or ${name}File`);
  return inFile ?? inline;
}

function fromFile(
  section: YamlSection,
  files: Beside,
  name: string,
  check: Check = () => undefined,
): string | undefined {
  const file = section.text(name);
  if (file === undefined) return undefined;
  try {
    const text = readFileSync(files.path(file), 'utf8').trim();
    const wrong = text === '' ? 'the file is empty' : check(text);
    if (wrong === undefined) return text;
    section.fault(name, wrong);
  } catch (error) {
    section.fault(name, `cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  return undefined;
}

function numberFrom(least: number, most: number): Check {
  return (text) =>
    /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most
      ? undefined
      : `not a whole number from ${least} to ${most}`;
}

function checkBroker(text: string): string | undefined {
  return ['mqtt:', 'mqtts:'].includes(URL.parse(text)?.protocol ?? '')
    ? undefined
    : 'no address of a broker; it begins with mqtts:// or mqtt://';
}

/** The whole topic of a board has 128 characters at most (facts: gateways, section 1.1). */
function checkBase(text: string): string | undefined {
  return /^[^/#+\s][^#+\s]{0,99}$/.test(text) && !text.endsWith('/')
    ? undefined
    : 'no base topic; it looks like ems-esp or home/heating, without / at either end';
}

function checkHost(text: string): string | undefined {
  return /^[A-Za-z0-9_.:-]+$/.test(text)
    ? undefined
    : 'no name or address; without http:// and without a path';
}

function checkZone(text: string): string | undefined {
  try {
    Intl.DateTimeFormat('en', { timeZone: text });
    return undefined;
  } catch {
    return 'no such time zone; the names look like Europe/Berlin';
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new ConfigError(
      isMissing
        ? `${file}: no such file; the guides to each kind of gateway have one to copy`
        : `${file}: cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** Paths in the file are meant from where it stands. */
class Beside {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  path(name: string): string {
    return resolve(this.#folder, name);
  }
}
