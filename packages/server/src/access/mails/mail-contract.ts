import type { ContractStatus } from '@hearthgate/wire';
import type { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { MailTemplate } from '../../platform/mail/mail.ts';
import type { Access } from '../access.ts';
import { findClaim } from '../owners/store.ts';
import { findCompany } from '../store.ts';
import type { ContractRow } from '../tables.ts';
import { gatewayPage, mailOwners } from './mail-owners.ts';

/** All owners of the gateway learn who got access to it, and whose access has ended. */
export async function mailContract(
  { urls }: Access,
  unit: UnitOfWork,
  row: ContractRow,
  from: ContractStatus | null,
): Promise<void> {
  const template = templateOf(row, from);
  if (!template) return;
  const { gateway_id: gatewayId, brand } = row;
  const claim = await findClaim(unit.tx, gatewayId);
  const company = await findCompany(unit.tx, row.company_id);
  if (!claim || !company) return;
  const told = {
    company: company.name,
    gatewayId: String(gatewayId),
    link: gatewayPage(urls, brand, gatewayId),
  };
  const given = { ...told, scope: scopeOf(row), until: row.valid_until?.toISOString() ?? '' };
  const owners = claim.owners.map(({ ownerId }) => ownerId);
  await mailOwners(
    unit,
    owners,
    brand,
    template === 'access-given' ? { template, data: given } : { template, data: told },
  );
}

type About = Extract<MailTemplate, 'access-given' | 'access-rejected' | 'access-ended'>;

/** Undefined for what owners do themselves and see at once, and when the gateway leaves them, which is told once for all. */
function templateOf(
  { status, closed_by: closedBy }: ContractRow,
  from: ContractStatus | null,
): About | undefined {
  switch (status) {
    case 'ACTIVE':
      return from === 'PAUSED' ? undefined : 'access-given';
    case 'REJECTED':
      return 'access-rejected';
    case 'REVOKED':
    case 'EXPIRED':
      return from === 'PENDING' ? undefined : 'access-ended';
    case 'CLOSED':
      return from !== 'PENDING' && (closedBy === 'OWNER' || closedBy === 'OFFBOARDING')
        ? 'access-ended'
        : undefined;
    case 'PENDING':
    case 'PAUSED':
      return undefined;
  }
}

function scopeOf(row: ContractRow): string {
  const words = [
    row.monitoring && 'monitoring',
    row.remote_control && 'remoteControl',
    row.data_points && 'dataPoints',
  ];
  return words.filter((word) => word !== false).join(',');
}
