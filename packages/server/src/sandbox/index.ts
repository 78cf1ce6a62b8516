import type { FastifyInstance } from 'fastify';
import { addMissingTexts } from '../access/index.ts';
import { AppError } from '../platform/app-error.ts';
import { StartupError } from '../platform/startup-error.ts';
import { Houses } from './houses.ts';
import { Inbox } from './inbox.ts';
import { sandboxTexts } from './consent-texts.ts';
import { guardOrigin } from './origin-guard.ts';
import { addSandboxRoutes } from './routes.ts';
import { seedWorld } from './seed.ts';
import type { SandboxServices } from './services.ts';
import { isSeeded, wipe } from './store.ts';
import { World } from './world.ts';
import { readWorld, type WorldSecrets } from './world-file.ts';

export type Sandbox = World;

/** Adds the sandbox's routes; the function it returns builds the world once broker and HTTP server listen. */
export function startSandbox(
  http: FastifyInstance,
  services: SandboxServices,
): (mqttUrl: string) => Promise<Sandbox> {
  let world: World | undefined;
  let inbox: Inbox | undefined;
  guardOrigin(http, services.urls.publicUrl, services.config.sandboxHosts);
  addSandboxRoutes(
    http,
    services,
    () => built(world),
    () => built(inbox),
  );
  return async (mqttUrl) => {
    const inboxUrl = `${services.localUrl()}/sandbox/inbox/receive`;
    const secrets = await loadOrSeed(services, inboxUrl);
    inbox = new Inbox(secrets.inbox.secret);
    const houses = new Houses(services, mqttUrl);
    world = new World(services, houses, secrets, mqttUrl);
    await houses.start(secrets.gateways);
    return world;
  };
}

async function loadOrSeed(services: SandboxServices, inboxUrl: string): Promise<WorldSecrets> {
  const { platform, access, config, events } = services;
  if (!(await isSeeded(platform.db))) {
    await wipe(platform.db);
    await access.ledger.anchors.startOver();
    return seedWorld(services, inboxUrl);
  }
  await addMissingTexts(platform.db, await access.consentVersions.get('all'), sandboxTexts);
  const secrets = await readWorld(config.dataDir);
  const [company] = secrets?.companies ?? [];
  if (!secrets || !company) {
    throw new StartupError(
      `${config.dataDir}/sandbox.json is missing or unreadable, and with it the keys of this sandbox. ` +
        'Put it back, or start with a new DATA_DIR and an empty database.',
    );
  }
  // The port may be another one than last time.
  await events.moveWebhook(company.companyId, secrets.inbox.webhookId, inboxUrl);
  return secrets;
}

function built<T>(part: T | undefined): T {
  if (part === undefined) throw new AppError('overloaded', {}, { 'retry-after': '1' });
  return part;
}
