import type { FastifyInstance } from 'fastify';
import { addMissingTexts } from '../access/index.ts';
import { AppError } from '../platform/app-error.ts';
import { guardOrigin } from '../platform/http/origin-guard.ts';
import { StartupError } from '../platform/startup-error.ts';
import { onboardCompany, readOnboarding } from '../portals/index.ts';
import { Houses } from './houses.ts';
import { Inbox } from './inbox.ts';
import { sandboxTexts } from './consent-texts.ts';
import { addMailboxRoutes } from './mailbox.ts';
import { knownSecrets, makeWorld } from './make-world.ts';
import { addSandboxRoutes } from './routes.ts';
import { seedMembers } from './seed-members.ts';
import { seedOperator } from './seed-operator.ts';
import type { SandboxServices } from './services.ts';
import { worldSeed } from './store.ts';
import { World } from './world.ts';
import { readWorld, writeWorld, type WorldSecrets } from './world-file.ts';

export { Gate } from './gate.ts';
export { SandboxNodes, type SandboxBroker } from './sandbox-nodes.ts';
export type Sandbox = World;

/** Adds the sandbox's routes; the function it returns builds the world once broker and HTTP server listen. */
export function startSandbox(
  http: FastifyInstance,
  services: SandboxServices,
): (mqttUrl: string) => Promise<Sandbox> {
  let world: World | undefined;
  let inbox: Inbox | undefined;
  guardOrigin(http, {
    publicUrl: services.urls.publicUrl,
    hosts: services.config.sandboxHosts,
    settings: 'PUBLIC_URL or SANDBOX_HOSTS',
  });
  addSandboxRoutes(
    http,
    services,
    () => built(world),
    () => built(inbox),
  );
  addMailboxRoutes(http, services);
  return async (mqttUrl) => {
    const inboxUrl = `${services.localUrl()}/sandbox/inbox/receive`;
    const secrets = await loadOrSeed(services, inboxUrl);
    inbox = new Inbox(secrets.inbox.secret);
    const houses = new Houses(services, mqttUrl);
    world = new World(services, { houses, inbox, secrets, mqttUrl, inboxUrl });
    await world.start();
    return world;
  };
}

async function loadOrSeed(services: SandboxServices, inboxUrl: string): Promise<WorldSecrets> {
  const { platform, access, config } = services;
  const seed = await worldSeed(platform.db);
  if (seed === undefined) return makeWorld(services, inboxUrl);
  if (seed !== config.sandboxSeed) {
    const message = 'this world was made with another SANDBOX_SEED; POST /sandbox/reset makes it anew';
    platform.log.warn({ seed, sandboxSeed: config.sandboxSeed }, message);
  }
  await addMissingTexts(platform.db, await access.consentVersions.get('all'), sandboxTexts);
  const written = await readWorld(config.dataDir);
  const [company] = written?.companies ?? [];
  if (!written || !company) {
    throw new StartupError(
      `${config.dataDir}/sandbox.json is missing or unreadable, and with it the keys of this sandbox. ` +
        'Put it back, or start with a new DATA_DIR and an empty database.',
    );
  }
  await moveInbox(services, company.companyId, inboxUrl);
  const secrets = await knownSecrets(services, written);
  if (secrets.operator && secrets.members) return secrets;
  const complete = {
    ...secrets,
    operator: secrets.operator ?? (await seedOperator(services)),
    members: secrets.members ?? (await seedMembers(services, company.companyId)),
  };
  await writeWorld(config.dataDir, complete);
  return complete;
}

/** Host and port may be others than last time; a webhook that leads elsewhere by now stays as it is. */
async function moveInbox(services: SandboxServices, companyId: string, inboxUrl: string): Promise<void> {
  const { version, onboarding } = await readOnboarding(services, companyId);
  const { pathname, hostname } = new URL(inboxUrl);
  const isInbox = ({ url }: { url: string }) => new URL(url).pathname === pathname;
  if (!onboarding?.webhooks.some((webhook) => isInbox(webhook) && webhook.url !== inboxUrl)) return;
  const webhooks = onboarding.webhooks.map((webhook) =>
    isInbox(webhook) ? { ...webhook, url: inboxUrl } : webhook,
  );
  const webhookHosts = [...new Set([...onboarding.webhookHosts, hostname])];
  const document = { ...onboarding, webhooks, webhookHosts };
  await onboardCompany(services, { companyId, document, version, dryRun: false });
}

function built<T>(part: T | undefined): T {
  if (part === undefined) throw new AppError('overloaded', {}, { 'retry-after': '1' });
  return part;
}
