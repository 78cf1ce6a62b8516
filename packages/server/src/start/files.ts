import { mkdir } from 'node:fs/promises';
import type { Log } from '../platform/log.ts';
import { RemovalsJournal } from '../platform/removals.ts';
import { StartupError } from '../platform/startup-error.ts';

export async function makeDataDir(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartupError(`The data directory ${path} cannot be made (${reason}). Set DATA_DIR to another.`);
  }
}

export async function openJournal(path: string, log: Log): Promise<RemovalsJournal> {
  try {
    return await RemovalsJournal.open(path, log);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartupError(
      `The journal of ended rights cannot be written (${reason}). Set REMOVALS_JOURNAL.`,
    );
  }
}
