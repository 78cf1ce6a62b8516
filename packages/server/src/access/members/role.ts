import type { MemberRole } from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';
import { isReadMethod } from '../persons/own-page.ts';

/** Each may do what those before it may. */
const ASCENDING: readonly MemberRole[] = ['VIEWER', 'STAFF', 'ADMIN'];
/** What staff changes in its daily work: systems, and contracts with their owners. */
const STAFF_WORK = /^\/(hvacs|contracts)(\/|$)/;

interface RouteOf {
  readonly method: string;
  readonly url: string;
  /** Where the route says it itself. */
  readonly role?: MemberRole | undefined;
}

/** The least role that a route is open to: reading for all, the daily work for staff, everything else for administrators. */
export function neededRole({ method, url, role }: RouteOf): MemberRole {
  if (role) return role;
  if (isReadMethod(method)) return 'VIEWER';
  return STAFF_WORK.test(url) ? 'STAFF' : 'ADMIN';
}

export function higherRole(a: MemberRole, b: MemberRole): MemberRole {
  return ASCENDING.indexOf(a) < ASCENDING.indexOf(b) ? b : a;
}

/** Refuses with the role that is needed. */
export function requireRole(has: MemberRole, needed: MemberRole): void {
  if (ASCENDING.indexOf(has) < ASCENDING.indexOf(needed))
    throw new AppError('role-required', { role: needed });
}
