import type { RefusedAddressList } from '@hearthgate/wire';
import type { MemberContext } from '../members/member-context.ts';
import { requireRole } from '../members/role.ts';

/** From where calls came that the company's list refuses, or would refuse; addresses are personal data, so for administrators. */
export function listRefusedAddresses({
  access,
  companyId,
  role,
}: MemberContext): Promise<RefusedAddressList> {
  requireRole(role, 'ADMIN');
  return access.refusedAddresses.list(companyId);
}
