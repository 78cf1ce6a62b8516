import type { Onboarding, OnboardingResult, RegistrationData } from '@hearthgate/wire';
import {
  applyForRegistration,
  approveRegistration,
  lockRegistered,
  writeOnboarding,
  type Access,
} from '../../src/access/index.ts';
import type { App } from '../../src/app.ts';
import { createHttpServer } from '../../src/platform/http/server.ts';
import { createLog } from '../../src/platform/log.ts';
import { addCompanyRoutes } from '../../src/portals/index.ts';
import { caller } from './sandbox.ts';

export const AUTOMATIC = { ownerInitiated: 'AUTOMATIC', partnerInitiated: 'AUTOMATIC' } as const;

let applications = 0;

/** An application unlike any other. */
export function application(change: Partial<RegistrationData> = {}): RegistrationData {
  applications += 1;
  return {
    name: `Company ${applications}`,
    address: { street: 'Main Street 1', postalCode: '10115', city: 'Berlin', country: 'DE' },
    administrator: { name: 'Ada', email: `ada@company-${applications}.example` },
    brand: 'BOSCH',
    ...change,
  };
}

/** A whole onboarding document. */
export function onboarding(companyId: string, change: Partial<Onboarding> = {}): Onboarding {
  return {
    companyId,
    languages: ['en'],
    ipAllowList: ['127.0.0.1', '::1'],
    ipMode: 'ENFORCE',
    redirectUris: [],
    webhookHosts: [],
    gatekeeper: false,
    acceptance: { ownerInitiated: 'MANUAL', partnerInitiated: 'MANUAL' },
    dataPoints: true,
    plan: 'reference',
    webhooks: [],
    ...change,
  };
}

/** A company that may call, on the access domain alone. */
export async function activeCompany(
  access: Access,
  change: Partial<Onboarding> = {},
  data: Partial<RegistrationData> = {},
): Promise<{ companyId: string }> {
  const { registrationId } = await applyForRegistration(access, application(data));
  const { companyId = '' } = await approveRegistration(access, { registrationId });
  await access.transact(async (unit) => {
    const company = await lockRegistered(unit, companyId);
    await writeOnboarding(access, unit, company, onboarding(companyId, change));
  });
  return { companyId };
}

/** The operators' routes on a server of their own, without the gate that stands before them. */
export async function startOperatorServer(app: App) {
  const server = createHttpServer(createLog('silent'));
  addCompanyRoutes(server, app.domains);
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  return { server, url, call: caller(url), close: () => server.close() };
}

export type OperatorServer = Awaited<ReturnType<typeof startOperatorServer>>;

/** A company that has applied and was approved, over HTTP. */
export async function registeredCompany(
  operator: OperatorServer,
  app: App,
  change: Partial<RegistrationData> = {},
): Promise<{ companyId: string; name: string }> {
  const data = application(change);
  // Not by the route, whose limit per address is another test's matter.
  const { registrationId } = await applyForRegistration(app.domains.access, data);
  const { body } = await operator.call<{ companyId: string }>(
    'POST',
    `/operator/registrations/${registrationId}/approve`,
  );
  return { companyId: body.companyId, name: data.name };
}

export async function onboard(
  operator: OperatorServer,
  document: Onboarding,
  version: number | undefined,
  query = '',
) {
  return operator.call<Partial<OnboardingResult> & Problem>(
    'PUT',
    `/operator/companies/${document.companyId}/onboarding${query}`,
    { body: document, headers: version === undefined ? {} : { 'if-match': `"${version}"` } },
  );
}

export interface Problem {
  readonly code?: string;
  readonly current?: number;
  readonly errors?: { pointer: string; message: string }[];
  readonly from?: string;
  readonly allowed?: string[];
}

/** The token of a first-key link. */
export function tokenOf({ firstKeyUrl }: { firstKeyUrl: string }): string {
  return new URL(firstKeyUrl).hash.slice(1);
}
