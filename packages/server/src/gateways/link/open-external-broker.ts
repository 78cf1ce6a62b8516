import { topics } from '@hearthgate/wire';
import { ExternalBroker } from '../../platform/broker/external-broker.ts';
import { MqttConnection } from '../../platform/broker/mqtt-connection.ts';
import type { MqttServer } from '../../platform/broker/mqtt-server.ts';
import { sliceOfGateway } from '../../platform/database/unit-of-work.ts';
import { StartupError } from '../../platform/startup-error.ts';
import type { Gateways } from '../gateways.ts';
import type { Presence } from '../presence.ts';
import { gatewaysOfSlice } from '../store.ts';
import type { Link } from './link.ts';
import { userOf } from './user-of.ts';

/** Gateways of a slice that are read at once. */
const PAGE = 3_000;
const STATUS = /^gw\/[0-9]{9}\/(ems\/)?status$/;

/** The broker that nodes share: each listens to the gateways of the slices that it has. */
export async function openExternalBroker(
  parts: { gateways: Gateways; presence: Presence; link: Link },
  server: MqttServer,
): Promise<ExternalBroker> {
  const { gateways, presence, link } = parts;
  const { shards, caches, log, db } = gateways;
  await MqttConnection.probe(server, `hg-node-${caches.node}`).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartupError(
      `The MQTT broker ${server.host}:${server.port} does not take this server (${reason}). Check MQTT_URL, and that the broker knows its user.`,
    );
  });
  const broker = new ExternalBroker(
    {
      server,
      shardOf: (user) => sliceOfGateway(Number(user)),
      usersOf: (slice) => usersOf(slice),
      // All but what we say ourselves; commands to EMS-ESP boards cannot be told from what those say.
      topicsOf: (user) => [topics.status(user), `${topics.jail(user)}up/#`, `${topics.jail(user)}ems/#`],
      userOf,
      isStatus: (topic) => STATUS.test(topic),
      log,
    },
    link.externalHooks,
  );
  shards.listen({
    prepare: (slices) => presence.adopt(slices),
    taken: (slices) => {
      for (const slice of slices) broker.open(slice, presence.presentIn(slice).map(String));
    },
    leave: async (slices, isLost) => {
      await Promise.all(slices.map((slice) => broker.leave(slice, isLost)));
      await link.leave(slices, isLost);
      await presence.leave(slices, isLost);
    },
  });
  return broker;

  async function* usersOf(slice: number): AsyncGenerator<string[]> {
    for (let after = 0; ;) {
      const page = await gatewaysOfSlice(db, slice, after, PAGE);
      yield page.map(String);
      after = page.at(-1) ?? 0;
      if (page.length < PAGE) return;
    }
  }
}
