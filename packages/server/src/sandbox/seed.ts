import { EVENT_TYPES, type Brand, type GatewayType } from '@hearthgate/wire';
import {
  type Access,
  claimGateway,
  createApiKey,
  onboardCompany,
  publishConsent,
  registerOwner,
  removeApiKey,
  SEEDED_TEXTS,
  setAutoAccept,
  shareGateway,
} from '../access/index.ts';
import { registerGateway } from '../gateways/index.ts';
import type { SandboxServices } from './services.ts';
import { addSandboxGateway, markSeeded } from './store.ts';
import { writeWorld, type SandboxGateway, type WorldSecrets } from './world-file.ts';

type Situation = 'ok' | 'consent-outdated' | 'not-shared' | 'pending' | 'offline';

interface SeededGateway {
  readonly gatewayId: number;
  readonly gatewayType: GatewayType;
  readonly brand: Brand;
  readonly situation: Situation;
}

/** Every situation that an integrator has to handle, once. */
const GATEWAYS: readonly SeededGateway[] = [
  { gatewayId: 101000001, gatewayType: 'K40', brand: 'BOSCH', situation: 'ok' },
  { gatewayId: 101000002, gatewayType: 'ICOM', brand: 'BUDERUS', situation: 'ok' },
  { gatewayId: 101000003, gatewayType: 'K40', brand: 'IVT', situation: 'ok' },
  { gatewayId: 101000004, gatewayType: 'K30', brand: 'BOSCH', situation: 'consent-outdated' },
  { gatewayId: 101000005, gatewayType: 'K40', brand: 'BUDERUS', situation: 'not-shared' },
  { gatewayId: 101000006, gatewayType: 'K40', brand: 'BOSCH', situation: 'pending' },
  { gatewayId: 101000007, gatewayType: 'EMS_ESP', brand: 'BUDERUS', situation: 'offline' },
];

/** The house that stands behind every gateway until the other appliances are built. */
export const HEAT_PUMP = 'air-water-heat-pump';

const OLD_CONSENT = '2023-09';
const REQUIRED_CONSENT = '2024-07';
/** Documentation addresses (RFC 5737): nobody calls from there. */
const ELSEWHERE = ['192.0.2.0/24'];
const ONE_DAY_MS = 86_400_000;

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

  const loopback = [...config.sandboxCallers];
  const first = await onboardCompany(access, {
    name: 'Alder Heating Services',
    languages: ['en', 'de'],
    ipAllowList: loopback,
    redirectUris: [],
    autoAccept: false,
  });
  const second = await onboardCompany(access, {
    name: 'Northwind Energy',
    languages: ['en'],
    ipAllowList: ELSEWHERE,
    redirectUris: [],
    autoAccept: true,
  });
  const yesterday = new Date(access.clock.now() - ONE_DAY_MS);
  const keys = {
    ok: (await createApiKey(access, first)).apiKey,
    expired: (await createApiKey(access, { ...first, expiresAt: yesterday })).apiKey,
    removed: await removedKey(access, first.companyId),
    wrongAddress: (await createApiKey(access, second)).apiKey,
  };
  const inbox = await events.addWebhook({ ...first, url: inboxUrl, eventTypes: EVENT_TYPES });

  const { ownerId } = await registerOwner(access, { email: 'owner@sandbox.example', language: 'en' });
  const made: SandboxGateway[] = [];
  for (const { situation, ...gateway } of GATEWAYS) {
    const { mqttPassword } = await registerGateway(gateways, { ...gateway, driven: true });
    await claimGateway(access, { ...gateway, ownerId });
    await addSandboxGateway(access.db, {
      gateway_id: gateway.gatewayId,
      profile: HEAT_PUMP,
      situation,
      plugged: situation !== 'offline',
    });
    made.push({
      ...gateway,
      gatewayId: String(gateway.gatewayId),
      profile: HEAT_PUMP,
      situation,
      mqttPassword,
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
  await setAutoAccept(access, first.companyId, true);
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
        email: 'owner@sandbox.example',
        gatewayIds: GATEWAYS.map(({ gatewayId }) => String(gatewayId)),
      },
    ],
    keys,
    inbox,
    gateways: made,
  };
  await writeWorld(config.dataDir, world);
  await markSeeded(access.db, config.sandboxSeed);
  return world;
}

async function removedKey(access: Access, companyId: string): Promise<string> {
  const { apiKey, keyId } = await createApiKey(access, { companyId });
  await removeApiKey(access, { companyId, keyId });
  return apiKey;
}
