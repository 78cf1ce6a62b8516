import { readFileSync } from 'node:fs';
import { Hearthgate } from '@hearthgate/sdk';
import { messageOf, UsageError } from '../shell/errors.ts';
import { parseCall } from '../shell/parse-call.ts';
import { stopSignal } from '../shell/stop-signal.ts';
import { Broker } from './broker.ts';
import { readCredentials } from './credentials.ts';
import { BRIDGE } from './help.ts';
import { runBridge } from './mqtt-bridge.ts';
import { Topics } from './topics.ts';

const URL_OF_SANDBOX = 'http://127.0.0.1:8080';

/** `hearthgate bridge mqtt`: runs until it is stopped. */
export async function runBridgeCommand(args: string[]): Promise<void> {
  const { values } = parseCall(BRIDGE, args);
  const credentials = readCredentials(values['credentials-file'], process.env);
  const apiKey = credentials.HEARTHGATE_API_KEY;
  if (apiKey === undefined) throw new UsageError("set HEARTHGATE_API_KEY to the company's key");
  const wrong = values.gateway.find((id) => !/^\d{9}$/.test(id));
  if (wrong !== undefined) throw new UsageError(`--gateway "${wrong}" is not nine digits`);
  const topics = new Topics(
    topicOf('prefix', values.prefix),
    topicOf('discovery-prefix', values['discovery-prefix']),
  );
  const baseUrl = values.url ?? credentials.HEARTHGATE_URL ?? URL_OF_SANDBOX;
  if (!URL.canParse(baseUrl)) throw new UsageError(`--url "${baseUrl}" is not an address`);
  const client = new Hearthgate({ baseUrl, apiKey });
  // A wrong key or address is told before anything is published.
  await client.apiKeys.me();
  const broker = await connect(values.broker, topics, credentials);
  const stop = new AbortController();
  void stopSignal().then(() => stop.abort());
  const tell = (line: string) => console.log(line);
  tell(`publishing ${baseUrl} to ${new URL(values.broker).host}, below ${topics.prefix}/`);
  try {
    const only = new Set(values.gateway);
    await runBridge({ client, broker, topics, only, version: version(), tell, signal: stop.signal });
  } finally {
    await broker.end();
  }
}

async function connect(
  url: string,
  topics: Topics,
  credentials: ReturnType<typeof readCredentials>,
): Promise<Broker> {
  if (!/^mqtts?:\/\/[^/]+/.test(url) || !URL.canParse(url))
    throw new UsageError(
      `--broker "${url}" is not an address of the form mqtt://host:1883 or mqtts://host:8883`,
    );
  try {
    return await Broker.connect({
      url,
      username: credentials.HEARTHGATE_MQTT_USERNAME,
      password: credentials.HEARTHGATE_MQTT_PASSWORD,
      statusTopic: topics.bridgeStatus,
    });
  } catch (error) {
    throw new Error(
      `cannot connect to the broker ${new URL(url).host}: ${messageOf(error)}; it may want HEARTHGATE_MQTT_USERNAME and _PASSWORD`,
      { cause: error },
    );
  }
}

function topicOf(option: string, text: string): string {
  if (!/^[\w-]+(\/[\w-]+)*$/.test(text))
    throw new UsageError(`--${option} "${text}" may hold letters, digits, - and _, with / between`);
  return text;
}

function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
