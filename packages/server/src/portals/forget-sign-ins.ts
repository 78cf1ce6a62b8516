import { forgetLinks } from './operator/links.ts';
import type { Portals } from './portals.ts';

/** Deletes ended sessions of operators, owners and members, and links of operators. */
export async function forgetEndedSignIns(portals: Portals): Promise<void> {
  await portals.operators.forgetExpired();
  await portals.owners.forgetExpired();
  await portals.members.forgetExpired();
  await forgetLinks(portals.db);
}
