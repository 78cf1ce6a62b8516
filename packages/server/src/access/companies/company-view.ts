import type { CompanyDetail, CompanySummary, ContractStatus } from '@hearthgate/wire';
import type { Access } from '../access.ts';
import type { CompanyRow } from '../tables.ts';
import { readCompany } from './onboarding.ts';
import { contractsByStatus, keptKeys } from './store.ts';

/** Keys shown of a company: ten work at a time, so more are expired ones that nobody removed. */
const KEYS_SHOWN = 100;

export function companySummary(row: CompanyRow): CompanySummary {
  return {
    companyId: row.company_id,
    name: row.name,
    ...(row.brand && { brand: row.brand }),
    status: row.status,
    ...(row.status_reason !== null && { statusReason: row.status_reason }),
    ...(row.status_changed_at && { statusChangedAt: row.status_changed_at.toISOString() }),
    version: row.version,
    createdAt: row.created_at.toISOString(),
  };
}

/** All that this domain knows of a company; secrets are not among it. */
export async function describeCompany(
  access: Access,
  companyId: string,
): Promise<Omit<CompanyDetail, 'webhooks'>> {
  const { db } = access;
  const row = await readCompany(access, companyId);
  await access.lastUsed.flush();
  const counts = await contractsByStatus(db, companyId);
  const keys = await keptKeys(db, companyId, KEYS_SHOWN);
  return {
    ...companySummary(row),
    ...(row.registration_id !== null && { registrationId: row.registration_id }),
    ...(row.administrator_name !== null &&
      row.administrator_email !== null && {
        administrator: { name: row.administrator_name, email: row.administrator_email },
      }),
    contracts: { ...NO_CONTRACTS, ...Object.fromEntries(counts.map(({ status, count }) => [status, count])) },
    keys: keys.map((key) => ({
      keyId: key.key_id,
      createdAt: key.created_at.toISOString(),
      expiresAt: key.expires_at.toISOString(),
      ...(key.last_used_at && { lastUsedAt: key.last_used_at.toISOString() }),
    })),
  };
}

const NO_CONTRACTS: Readonly<Record<ContractStatus, number>> = {
  PENDING: 0,
  ACTIVE: 0,
  PAUSED: 0,
  REJECTED: 0,
  REVOKED: 0,
  CLOSED: 0,
  EXPIRED: 0,
};
