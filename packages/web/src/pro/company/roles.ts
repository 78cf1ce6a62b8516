import type { MemberRole } from '@hearthgate/wire';

/** As they are offered: the one that may do everything first. */
export const ROLES: readonly MemberRole[] = ['ADMIN', 'STAFF', 'VIEWER'];
