import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import {
  keyFileStamp,
  keyFileText,
  newestIdOf,
  readKeyFile,
  withNewKey,
  type MasterKeys,
} from './key-file.ts';

/** Keys of `MASTER_KEY_FILE`: the last one encrypts, all decrypt. A replaced file is noticed while the server runs. */
export interface MasterKey {
  /** Encrypts with AES-256-GCM; `rowId` is associated data, so that a value cannot be moved to another row. */
  seal(plain: string, rowId: string): Buffer;
  open(sealed: Buffer, rowId: string): string;
  /** A key of its own per master key for the use that the label names (HKDF-SHA256), the newest first. */
  derive(label: string): { id: number; key: Buffer }[];
}

export interface FileMasterKey extends MasterKey {
  /** The key that seals now. */
  newestId(): number;
}

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Reads the file; makes it where `create` says so. */
export async function readMasterKey(file: string, create: boolean): Promise<FileMasterKey> {
  if (create && !existsSync(file))
    await writeFile(file, keyFileText(withNewKey(new Map(), file)), { mode: 0o600, flag: 'wx' });
  return masterKey(file);
}

/** The file is looked at before a key is used anew and when an unknown id is met, and read again only if it has changed. */
function masterKey(file: string): FileMasterKey {
  let stamp = keyFileStamp(file);
  let keys = readKeyFile(file);
  const current = (): MasterKeys => {
    const now = keyFileStamp(file);
    if (now === stamp) return keys;
    stamp = now;
    try {
      keys = readKeyFile(file);
    } catch {
      // What cannot be read takes away none of the keys that are known.
    }
    return keys;
  };
  const keyOf = (id: number): Buffer => {
    const key = keys.get(id) ?? current().get(id);
    if (!key) throw new Error(`master key ${id} is missing from MASTER_KEY_FILE`);
    return key;
  };
  return {
    newestId: () => newestIdOf(current()),
    seal(plain, rowId) {
      const id = newestIdOf(current());
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', keyOf(id), nonce).setAAD(Buffer.from(rowId));
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.from([id]), nonce, cipher.getAuthTag(), body]);
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
    derive: (label) =>
      [...current()]
        .toReversed()
        .map(([id, key]) => ({ id, key: Buffer.from(hkdfSync('sha256', key, '', label, KEY_BYTES)) })),
  };
}
