import type { Hvac } from '../hvac.ts';
import { deleteResolved } from './store.ts';

/** As long as recordings: what failed last winter is of use this winter. */
const RETENTION_MS = 400 * 86_400_000;

export async function forgetNotifications({ db, clock }: Hvac): Promise<void> {
  await deleteResolved(db, new Date(clock.now() - RETENTION_MS));
}
