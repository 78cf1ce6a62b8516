import { loadClock } from '../platform/database/installation.ts';
import { seedWorld } from './seed.ts';
import {
  countMigrations,
  keptMark,
  keepSeed,
  newLogEpoch,
  restoreClock,
  restoreSeed,
  type SeedMark,
} from './seed-store.ts';
import type { SandboxServices } from './services.ts';
import { sandboxGateways, markSeeded, wipe } from './store.ts';
import { writeWorld, type WorldSecrets } from './world-file.ts';

/** Makes the world from nothing, with new secrets, and keeps it for resets. */
export async function makeWorld(services: SandboxServices, inboxUrl: string): Promise<WorldSecrets> {
  const { platform, access, events, gateways, config } = services;
  await wipe(platform.db);
  await access.ledger.anchors.startOver();
  platform.caches.clear();
  gateways.registry.clear();
  // So that what was seeded waits as facts, and becomes events of the day on which somebody reads them.
  await events.fanOut.stop();
  const secrets = await seedWorld(services, inboxUrl);
  await writeWorld(config.dataDir, secrets);
  const mark = await markOf(services);
  await platform.db.transaction().execute(async (tx) => {
    await markSeeded(tx, config.sandboxSeed);
    await keepSeed(tx, mark);
  });
  return secrets;
}

/** The world as it was seeded, or one with new secrets where that cannot be had any more; call it at a standstill. */
export async function remakeWorld(
  services: SandboxServices,
  inboxUrl: string,
  secrets: WorldSecrets,
): Promise<{ secrets: WorldSecrets; secretsKept: boolean }> {
  const { platform, access, clock, config } = services;
  const [kept, now] = [await keptMark(platform.db), await markOf(services)];
  const secretsKept = kept?.migrations === now.migrations && kept.masterKeyId === now.masterKeyId;
  // First: lines of entries that are gone would tell of a ledger that was cut.
  await access.ledger.anchors.startOver();
  if (secretsKept) {
    await platform.db.transaction().execute((tx) => restoreSeed(tx, config.sandboxSeed));
  } else {
    await restoreClock(platform.db);
    await newLogEpoch(platform.db);
  }
  clock.reset((await loadClock(platform.db)).state);
  await services.keepPartitions();
  if (!secretsKept) return { secrets: await makeWorld(services, inboxUrl), secretsKept };
  await access.ledger.anchorHeads();
  await services.exports.forgetExpired();
  const seeded = await knownSecrets(services, secrets);
  await writeWorld(config.dataDir, seeded);
  return { secrets: seeded, secretsKept };
}

/** Without the gateways that the database does not know: a reset, or a crash, came between. */
export async function knownSecrets(services: SandboxServices, secrets: WorldSecrets): Promise<WorldSecrets> {
  const rows = await sandboxGateways(services.platform.db);
  const known = new Set(rows.map(({ gateway_id: gatewayId }) => String(gatewayId)));
  return {
    ...secrets,
    owners: secrets.owners.map((owner) => ({
      ...owner,
      gatewayIds: owner.gatewayIds.filter((gatewayId) => known.has(gatewayId)),
    })),
    gateways: secrets.gateways.filter(({ gatewayId }) => known.has(gatewayId)),
  };
}

async function markOf({ platform }: SandboxServices): Promise<SeedMark> {
  return {
    migrations: await countMigrations(platform.db),
    masterKeyId: platform.masterKey.derive('sandbox-seed')[0]?.id ?? 0,
  };
}
