import type { OnboardingWarning } from '@hearthgate/wire';
import type { Tx } from '../../platform/database/database.ts';
import { parseRange } from '../../platform/http/caller-address.ts';
import type { Access } from '../access.ts';
import { returnAddressFault } from '../invitations/return-address.ts';
import { findPlan } from '../store.ts';
import type { CompanyRow } from '../tables.ts';
import type { CompanySettings } from './onboarding.ts';
import { contractsByStatus } from './store.ts';

interface OnboardingFault {
  readonly pointer: string;
  readonly message: string;
}

/** Ranges that hold more addresses than this are worth a second look. */
const WIDEST_BITS = { ipv4: 16, ipv6: 32 } as const;

/** What no schema can say about the settings; empty when they can be written. */
export async function settingsFaults(
  access: Pick<Access, 'transport'>,
  tx: Tx,
  settings: CompanySettings,
): Promise<OnboardingFault[]> {
  const faults: OnboardingFault[] = [];
  settings.ipAllowList.forEach((entry, at) => {
    if (!parseRange(entry)) {
      const message = 'is neither an address nor a range such as 203.0.113.0/24';
      faults.push({ pointer: `/ipAllowList/${at}`, message });
    }
  });
  settings.redirectUris.forEach((uri, at) => {
    const message = returnAddressFault(access, uri);
    if (message !== undefined) faults.push({ pointer: `/redirectUris/${at}`, message });
  });
  settings.webhookHosts.forEach((host, at) => {
    if (!isHostName(host)) {
      const message = 'is not a host name in lower case, without port and path, such as hooks.example.com';
      faults.push({ pointer: `/webhookHosts/${at}`, message });
    }
  });
  if (!(await findPlan(tx, settings.plan)))
    faults.push({ pointer: '/plan', message: `there is no plan ${settings.plan}` });
  return faults;
}

/** What can be written and may not be meant. */
export async function settingsWarnings(
  tx: Tx,
  company: CompanyRow,
  settings: CompanySettings,
): Promise<OnboardingWarning[]> {
  const warnings: OnboardingWarning[] = [];
  const { ipAllowList, ipMode } = settings;
  if (ipMode === 'OBSERVE')
    warnings.push({ path: '/ipMode', message: 'calls from every address are let through' });
  else if (ipAllowList.length === 0)
    warnings.push({ path: '/ipAllowList', message: 'an empty list refuses every call' });
  ipAllowList.forEach((entry, at) => {
    const range = parseRange(entry);
    if (!range || range[1] >= WIDEST_BITS[range[0].kind()]) return;
    const message = `${entry} is wider than /${WIDEST_BITS[range[0].kind()]}`;
    warnings.push({ path: `/ipAllowList/${at}`, message });
  });
  if (settings.gatekeeper && !company.gatekeeper) {
    const counts = await contractsByStatus(tx, company.company_id);
    const standing = counts.find(({ status }) => status === 'ACTIVE')?.count ?? 0;
    if (standing > 0) {
      const message = `nothing new can be shared; ${standing} active contract(s) go on until they are ended`;
      warnings.push({ path: '/gatekeeper', message });
    }
  }
  return warnings;
}

/** As a URL gives it back, so that the two compare to the letter. */
function isHostName(host: string): boolean {
  const url = `https://${host}/`;
  return /^[a-z0-9.:[\]-]+$/.test(host) && URL.canParse(url) && new URL(url).hostname === host;
}
