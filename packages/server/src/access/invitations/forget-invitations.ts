import type { Access } from '../access.ts';
import { deleteInvitations } from './store.ts';

/** Forgets invitations that nobody can answer any more; after that their pages say so. */
export async function forgetInvitations({ db, clock }: Access): Promise<void> {
  await deleteInvitations(db, new Date(clock.now()));
}
