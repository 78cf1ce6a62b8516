import { randomBytes } from 'node:crypto';
import { gatewayTypeOf, type HouseProfile } from '@hearthgate/device';
import { EVENT_TYPES, type Brand, type Onboarding } from '@hearthgate/wire';
import {
  type Access,
  applyForRegistration,
  approveRegistration,
  createApiKey,
  publishConsent,
  removeApiKey,
  SEEDED_TEXTS,
  shareGateway,
} from '../access/index.ts';
import { webhookSecrets } from '../events/index.ts';
import { claimWithLabel, registerGateway } from '../gateways/index.ts';
import { deleteMails } from '../platform/mail/store.ts';
import { onboardCompany } from '../portals/index.ts';
import { seedMembers } from './seed-members.ts';
import { seedOperator } from './seed-operator.ts';
import type { SandboxServices } from './services.ts';
import { addSandboxGateway } from './store.ts';
import type { SandboxGateway, WorldSecrets } from './world-file.ts';

type Situation = 'ok' | 'consent-outdated' | 'not-shared' | 'pending' | 'offline';

interface SeededGateway {
  readonly gatewayId: number;
  readonly brand: Brand;
  readonly profile: HouseProfile;
  readonly situation: Situation;
}

/** Every situation that an integrator has to handle, and every kind of appliance, once. */
const GATEWAYS: readonly SeededGateway[] = [
  { gatewayId: 101000001, brand: 'BOSCH', profile: 'air-water-heat-pump', situation: 'ok' },
  { gatewayId: 101000002, brand: 'BUDERUS', profile: 'gas-boiler-solar', situation: 'ok' },
  { gatewayId: 101000003, brand: 'IVT', profile: 'heat-pump-cascade', situation: 'ok' },
  { gatewayId: 101000004, brand: 'BOSCH', profile: 'k30-heat-pump', situation: 'consent-outdated' },
  { gatewayId: 101000005, brand: 'BUDERUS', profile: 'air-water-heat-pump', situation: 'not-shared' },
  { gatewayId: 101000006, brand: 'BOSCH', profile: 'hybrid', situation: 'pending' },
  { gatewayId: 101000007, brand: 'BUDERUS', profile: 'ems-boiler', situation: 'offline' },
];

const OLD_CONSENT = '2023-09';
const REQUIRED_CONSENT = '2024-07';
/** Documentation addresses (RFC 5737): nobody calls from there. */
const ELSEWHERE = ['192.0.2.0/24'];
/** Where invitations may send owners back to: a program of the integrator on this machine, and the pattern of production. */
const REDIRECT_URIS = ['http://localhost:3000/connected', 'https://alder.example/connected?from=hearthgate'];
const ONE_DAY_MS = 86_400_000;
const AUTOMATIC = { ownerInitiated: 'AUTOMATIC', partnerInitiated: 'AUTOMATIC' } as const;
/** What both companies have in common; they accept by hand until they are told otherwise. */
const SETTINGS: Omit<Onboarding, 'companyId'> = {
  languages: ['en'],
  ipAllowList: [],
  ipMode: 'ENFORCE',
  redirectUris: [],
  webhookHosts: [],
  gatekeeper: false,
  acceptance: { ownerInitiated: 'MANUAL', partnerInitiated: 'MANUAL' },
  dataPoints: true,
  plan: 'reference',
  webhooks: [],
};

/** Makes the demo world through the same verbs that everybody uses. */
export async function seedWorld(services: SandboxServices, inboxUrl: string): Promise<WorldSecrets> {
  const { access, gateways, events, config } = services;
  await publishConsent(access, {
    version: OLD_CONSENT,
    texts: SEEDED_TEXTS[OLD_CONSENT],
    effectiveFrom: new Date('2023-09-01'),
    requiredForRemoteControl: false,
  });
  await publishConsent(access, {
    version: REQUIRED_CONSENT,
    texts: SEEDED_TEXTS[REQUIRED_CONSENT],
    effectiveFrom: new Date('2024-07-01'),
    requiredForRemoteControl: true,
  });

  const first = await registerCompany(access, 'Alder Heating Services');
  const second = await registerCompany(access, 'Northwind Energy');
  const firstSettings = {
    ...SETTINGS,
    ...first,
    languages: ['en', 'de'] as Onboarding['languages'],
    ipAllowList: [...config.sandboxCallers],
    redirectUris: REDIRECT_URIS,
    webhookHosts: [new URL(inboxUrl).hostname],
    webhooks: [{ name: 'inbox', url: inboxUrl, eventTypes: EVENT_TYPES }],
  };
  await onboard(services, firstSettings, 0);
  await onboard(services, { ...SETTINGS, ...second, ipAllowList: ELSEWHERE, acceptance: AUTOMATIC }, 0);
  const yesterday = new Date(access.clock.now() - ONE_DAY_MS);
  const keys = {
    ok: (await createApiKey(access, first)).apiKey,
    expired: (await createApiKey(access, { ...first, expiresAt: yesterday })).apiKey,
    removed: await removedKey(access, first.companyId),
    wrongAddress: (await createApiKey(access, second)).apiKey,
  };
  const [inbox] = await webhookSecrets(events, access.db, first.companyId);
  if (!inbox) throw new Error('the sandbox has no inbox');

  const owner = { email: 'owner@sandbox.example', password: randomBytes(12).toString('base64url') };
  const { ownerId } = await services.createOwner({ ...owner, name: 'Robin Owner', language: 'en' });
  const made: SandboxGateway[] = [];
  for (const { situation, profile, ...seeded } of GATEWAYS) {
    const gateway = { ...seeded, gatewayType: gatewayTypeOf(profile) };
    const registered = await registerGateway(gateways, { ...gateway, driven: true });
    const { mqttPassword, labelPassword } = registered;
    await claimWithLabel(gateways, ownerId, registered);
    await addSandboxGateway(access.db, {
      gateway_id: gateway.gatewayId,
      profile,
      situation,
      plugged: situation !== 'offline',
    });
    made.push({
      ...gateway,
      gatewayId: String(gateway.gatewayId),
      profile,
      situation,
      mqttPassword,
      labelPassword,
    });
  }
  // The pending one is shared while the company still accepts by hand; then it switches to accepting automatically.
  const share = (gateway: SeededGateway) =>
    shareGateway(
      { access, ownerId },
      {
        gatewayId: gateway.gatewayId,
        companyId: first.companyId,
        language: 'en',
        consentVersion: gateway.situation === 'consent-outdated' ? OLD_CONSENT : REQUIRED_CONSENT,
      },
    );
  for (const gateway of GATEWAYS.filter(({ situation }) => situation === 'pending')) await share(gateway);
  await onboard(services, { ...firstSettings, acceptance: AUTOMATIC }, 1);
  for (const gateway of GATEWAYS.filter(
    ({ situation }) => situation !== 'pending' && situation !== 'not-shared',
  )) {
    await share(gateway);
  }

  const world: WorldSecrets = {
    companies: [
      { ...first, name: 'Alder Heating Services', apiKey: keys.ok },
      { ...second, name: 'Northwind Energy', apiKey: keys.wrongAddress },
    ],
    owners: [
      {
        ownerId,
        ...owner,
        gatewayIds: GATEWAYS.map(({ gatewayId }) => String(gatewayId)),
      },
    ],
    keys,
    members: await seedMembers(services, first.companyId),
    operator: await seedOperator(services),
    inbox: { webhookId: inbox.webhookId, secret: inbox.secret },
    gateways: made,
  };
  // Nobody did any of it, so nobody is told.
  await deleteMails(access.db);
  return world;
}

/** The company applies, and the operator approves. */
async function registerCompany(access: Access, name: string): Promise<{ companyId: string }> {
  const { registrationId } = await applyForRegistration(access, {
    name,
    address: { street: 'Sandbox Lane 1', postalCode: '00000', city: 'Anywhere', country: 'DE' },
    administrator: { name: 'Sandbox', email: 'administrator@sandbox.example' },
    brand: 'BOSCH',
  });
  const { companyId } = await approveRegistration(access, { registrationId });
  if (companyId === undefined) throw new Error('an approved company has an id');
  return { companyId };
}

async function onboard(services: SandboxServices, document: Onboarding, version: number): Promise<void> {
  await onboardCompany(services, { companyId: document.companyId, document, version, dryRun: false });
}

async function removedKey(access: Access, companyId: string): Promise<string> {
  const { apiKey, keyId } = await createApiKey(access, { companyId });
  await removeApiKey(access, { companyId, keyId });
  return apiKey;
}
