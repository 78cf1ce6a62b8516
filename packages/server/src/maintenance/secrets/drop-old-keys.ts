import { stat } from 'node:fs/promises';
import type { Db } from '../../platform/database/database.ts';
import { newestIdOf, readKeyFile, replaceKeyFile } from '../../platform/key-file.ts';
import { StartupError } from '../../platform/startup-error.ts';
import { describeUse, usesOf } from './sealed.ts';

/**
 * A server seals with the newest key of the file at that moment, and what it sealed just before a rotation is stored well
 * within this: no statement takes longer than 30 s.
 */
const WAIT_MS = 5 * 60_000;

/** Removes all keys but the newest from the file; refuses while a value needs one of them. Tells the ids that are gone. */
export async function dropOldKeys(db: Db, file: string, nowMs: number): Promise<number[]> {
  const keys = readKeyFile(file);
  const newest = newestIdOf(keys);
  const old = [...keys.keys()].filter((id) => id !== newest);
  if (old.length === 0) return [];
  const { mtimeMs } = await stat(file);
  if (nowMs - mtimeMs < WAIT_MS) {
    const from = new Date(mtimeMs + WAIT_MS).toISOString();
    throw new StartupError(
      `${file} has just changed. A running server may still be storing what it sealed with the key before: try again from ${from}.`,
    );
  }
  const uses = await usesOf(db);
  const needed = old.filter((id) => uses.has(id));
  if (needed.length > 0) {
    const list = needed.map((id) => `  master key ${id}: ${describeUse(uses.get(id))}\n`);
    throw new StartupError(
      `Old master keys are still needed, so none was removed:\n${list.join('')}` +
        'Run "hearthgate secrets rotate" first; it also names values that cannot be opened.',
    );
  }
  const kept = [...keys].filter(([id]) => id === newest);
  await replaceKeyFile(file, new Map(kept));
  return old;
}
