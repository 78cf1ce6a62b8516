import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { StartupError } from './startup-error.ts';

/** Keys of `MASTER_KEY_FILE`: the one with the highest id encrypts, all decrypt. */
export interface MasterKey {
  /** Encrypts with AES-256-GCM; `rowId` is associated data, so that a value cannot be moved to another row. */
  seal(plain: string, rowId: string): Buffer;
  open(sealed: Buffer, rowId: string): string;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/** Reads the file (`{"keys":[{"id":1,"key":"<base64 of 32 bytes>"}]}`); makes it where `create` says so. */
export async function readMasterKey(file: string, create: boolean): Promise<MasterKey> {
  if (create && !existsSync(file)) {
    const fresh = { keys: [{ id: 1, key: randomBytes(KEY_BYTES).toString('base64') }] };
    await writeFile(file, `${JSON.stringify(fresh)}\n`, { mode: 0o600, flag: 'wx' });
  }
  return masterKey(parseKeys(await readFile(file, 'utf8').catch(() => ''), file));
}

function parseKeys(text: string, file: string): Map<number, Buffer> {
  const keys = new Map<number, Buffer>();
  try {
    const parsed = JSON.parse(text) as { keys: { id: number; key: string }[] };
    // Of two keys with one id nobody could tell which is meant.
    for (const { id, key } of parsed.keys) keys.set(keys.has(id) ? 0 : id, Buffer.from(key, 'base64'));
  } catch {
    // The message below covers a missing and a broken file alike.
  }
  const sound = [...keys].every(
    ([id, key]) => Number.isInteger(id) && id > 0 && id < 256 && key.length === KEY_BYTES,
  );
  if (keys.size === 0 || !sound) {
    throw new StartupError(
      `${file} holds no master key. Make one, keep it out of backups, and name it in MASTER_KEY_FILE:\n` +
        `  node -e 'console.log(JSON.stringify({keys:[{id:1,key:require("crypto").randomBytes(32).toString("base64")}]}))' > master-key.json`,
    );
  }
  return keys;
}

function masterKey(keys: Map<number, Buffer>): MasterKey {
  const newest = Math.max(...keys.keys());
  const keyOf = (id: number): Buffer => {
    const key = keys.get(id);
    if (!key) throw new Error(`master key ${id} is missing from MASTER_KEY_FILE`);
    return key;
  };
  return {
    seal(plain, rowId) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', keyOf(newest), nonce).setAAD(Buffer.from(rowId));
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.from([newest]), nonce, cipher.getAuthTag(), body]);
    },
    open(sealed, rowId) {
      const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
      const tag = sealed.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES);
      const decipher = createDecipheriv('aes-256-gcm', keyOf(sealed[0] ?? 0), nonce, {
        authTagLength: TAG_BYTES,
      })
        .setAAD(Buffer.from(rowId))
        .setAuthTag(tag);
      const body = sealed.subarray(1 + NONCE_BYTES + TAG_BYTES);
      return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
    },
  };
}
