import { readFile } from 'node:fs/promises';
import { LINK_PAYLOAD_MAX } from '@hearthgate/wire';
import type { Config } from '../config/index.ts';
import { openExternalBroker, userOf, type Gateways, type Link, type Presence } from '../gateways/index.ts';
import type { Broker } from '../platform/broker/broker.ts';
import { startEmbeddedBroker } from '../platform/broker/embedded-broker.ts';
import type { TlsKeeper } from '../platform/broker/tls-keeper.ts';
import type { Cleanups } from '../platform/cleanups.ts';
import { StartupError } from '../platform/startup-error.ts';
import type { Addresses } from './addresses.ts';

/** How often the files of the broker's certificate are looked at: a renewed one counts within half a minute. */
const TLS_FILES_EVERY_MS = 30_000;

interface Parts {
  readonly gateways: Gateways;
  readonly presence: Presence;
  readonly link: Link;
  readonly tlsKeeper: TlsKeeper | undefined;
  readonly addresses: Addresses;
  readonly cleanups: Cleanups;
}

/** The broker that the configuration names, or the embedded one, whose ports are told to `addresses`. */
export async function openBroker(config: Config, parts: Parts): Promise<Broker> {
  const { gateways, presence, link, tlsKeeper, addresses, cleanups } = parts;
  const { mqttServer, mqttCaFile, mqttTls } = config;
  if (mqttServer) {
    const ca = mqttCaFile === undefined ? undefined : await readBrokerCa(mqttCaFile);
    return openExternalBroker({ gateways, presence, link }, { ...mqttServer, ca });
  }
  const broker = await startEmbeddedBroker(
    {
      host: config.mqttHost,
      port: config.mqttPort,
      tls: mqttTls && tlsKeeper && { ...mqttTls, keeper: tlsKeeper },
      userOf,
      payloadMax: LINK_PAYLOAD_MAX,
    },
    link.hooks,
    gateways.log,
  );
  addresses.mqttPort = broker.port;
  addresses.tlsPort = broker.tlsPort;
  if (tlsKeeper) {
    const looking = setInterval(() => tlsKeeper.look(), TLS_FILES_EVERY_MS);
    cleanups.add(() => clearInterval(looking));
  }
  return broker;
}

async function readBrokerCa(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartupError(`MQTT_CA_FILE cannot be read (${reason}).`);
  });
}
