import type { PartitionedTable } from '../../platform/database/partitions.ts';
import type { Access } from '../access.ts';
import { deleteExpiredOffers } from '../owners/store.ts';
import { deleteChanges } from './store.ts';

/** Reads are kept 90 days. */
export const ACCESS_PARTITIONS: readonly PartitionedTable[] = [
  { name: 'access_reads', by: 'day', back: 0, ahead: 2, retention: 90 },
];
const CHANGES_KEPT_MS = 2 * 365 * 86_400_000;

/** Changes are kept two years; offers that nobody accepted name somebody's e-mail and go when they expire. */
export async function forgetOwnerRecords({ db, clock }: Access): Promise<void> {
  await deleteChanges(db, new Date(clock.now() - CHANGES_KEPT_MS));
  await deleteExpiredOffers(db, new Date(clock.now()));
}
