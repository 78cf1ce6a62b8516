import type { Db } from '../../platform/database/database.ts';
import { readKeyFile, replaceKeyFile, withNewKey } from '../../platform/key-file.ts';
import type { FileMasterKey } from '../../platform/master-key.ts';
import { reseal } from '../../platform/sealed-columns.ts';
import { SEALED } from './sealed.ts';

export interface Rotation {
  readonly newestId: number;
  /** False: an earlier rotation had not ended, and was ended now instead. */
  readonly isNew: boolean;
  readonly moved: number;
  readonly unreadable: readonly string[];
}

/**
 * Adds a master key and seals everything with it. First comes what an interrupted rotation left undone: then the key that it
 * made is used, and none is added. The file is durable before the first value depends on it.
 */
export async function rotateMasterKey(db: Db, masterKey: FileMasterKey, file: string): Promise<Rotation> {
  const left = await resealAll(db, masterKey);
  if (left.moved > 0) return { ...left, newestId: masterKey.newestId(), isNew: false };
  await replaceKeyFile(file, withNewKey(readKeyFile(file), file));
  const all = await resealAll(db, masterKey);
  return { ...all, newestId: masterKey.newestId(), isNew: true };
}

async function resealAll(db: Db, masterKey: FileMasterKey): Promise<{ moved: number; unreadable: string[] }> {
  let moved = 0;
  const unreadable: string[] = [];
  for (const column of SEALED) {
    const result = await reseal(db, masterKey, column);
    moved += result.moved;
    unreadable.push(...result.unreadable);
  }
  return { moved, unreadable };
}
