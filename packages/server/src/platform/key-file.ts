import { randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { chown, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StartupError } from './startup-error.ts';

/** Keys by id, in the order of the file; the last one is the newest. */
export type MasterKeys = ReadonlyMap<number, Buffer>;

const KEY_BYTES = 32;
/** An id is the first byte of what the key has sealed. */
const ID_MAX = 255;

/** Reads `{"keys":[{"id":1,"key":"<base64 of 32 bytes>"}]}`. */
export function readKeyFile(file: string): MasterKeys {
  const keys = new Map<number, Buffer>();
  try {
    const parsed = JSON.parse(readFileSync(file, 'utf8')) as { keys: { id: number; key: string }[] };
    // Of two keys with one id nobody could tell which is meant.
    for (const { id, key } of parsed.keys) keys.set(keys.has(id) ? 0 : id, Buffer.from(key, 'base64'));
  } catch {
    // The message below covers a missing and a broken file alike.
  }
  const sound = [...keys].every(
    ([id, key]) => Number.isInteger(id) && id > 0 && id <= ID_MAX && key.length === KEY_BYTES,
  );
  if (keys.size === 0 || !sound) {
    throw new StartupError(
      `${file} holds no master key. Make one, keep it out of backups, and name it in MASTER_KEY_FILE:\n` +
        `  node -e 'console.log(JSON.stringify({keys:[{id:1,key:require("crypto").randomBytes(32).toString("base64")}]}))' > master-key.json`,
    );
  }
  return keys;
}

export function keyFileText(keys: MasterKeys): string {
  const list = [...keys].map(([id, key]) => ({ id, key: key.toString('base64') }));
  return `${JSON.stringify({ keys: list })}\n`;
}

/** The same keys and a new one, which becomes the newest; its id follows the newest's, after 255 comes 1. */
export function withNewKey(keys: MasterKeys, file: string): MasterKeys {
  if (keys.size === ID_MAX) {
    throw new StartupError(
      `${file} holds ${ID_MAX} keys, and there are no more ids. Remove those that nothing uses any more: ` +
        'hearthgate secrets rotate --drop-old',
    );
  }
  let id = newestIdOf(keys);
  do id = (id % ID_MAX) + 1;
  while (keys.has(id));
  return new Map([...keys, [id, randomBytes(KEY_BYTES)]]);
}

export function newestIdOf(keys: MasterKeys): number {
  return [...keys.keys()].at(-1) ?? 0;
}

/** Changes whenever the file is replaced or written. */
export function keyFileStamp(file: string): string {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return found ? `${found.ino} ${found.size} ${found.mtimeNs} ${found.ctimeNs}` : 'missing';
}

/** Puts another content in place of the file, whole or not at all; it stays with its owner, for nobody else to read. */
export async function replaceKeyFile(file: string, keys: MasterKeys): Promise<void> {
  try {
    const target = await realpath(file);
    const { uid, gid } = await stat(target);
    const fresh = `${target}.${randomBytes(6).toString('hex')}`;
    try {
      await writeDurably(fresh, keyFileText(keys));
      if (process.getuid?.() !== uid) await chown(fresh, uid, gid);
      await rename(fresh, target);
    } catch (error) {
      await rm(fresh, { force: true });
      throw error;
    }
    await syncFolder(dirname(target));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartupError(
      `${file} could not be replaced (${reason}), so nothing was changed. Run this as the user that owns the file, with a ` +
        'folder that it may write to; in a container, mount the folder, not the single file.',
      { cause: error },
    );
  }
}

async function writeDurably(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Without it a crash could bring the old name back. Windows cannot do it. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
