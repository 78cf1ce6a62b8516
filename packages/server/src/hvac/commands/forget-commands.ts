import type { Hvac } from '../hvac.ts';
import { deleteEndedCommands } from './store.ts';

/** As long as the company log that tells of them. */
const RETENTION_MS = 30 * 86_400_000;

export async function forgetCommands({ db, clock }: Hvac): Promise<void> {
  await deleteEndedCommands(db, new Date(clock.now() - RETENTION_MS));
}
