import type { MemberRole } from '@hearthgate/wire';
import type { Access } from '../access.ts';

/** A member who manages the members of the own company. */
export interface MemberContext {
  readonly access: Access;
  readonly companyId: string;
  readonly memberId: string;
  readonly role: MemberRole;
}
