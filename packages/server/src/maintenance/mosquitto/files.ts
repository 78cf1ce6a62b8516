import { createHash } from 'node:crypto';
import { chown, open, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { StoredSecret } from '../../gateways/index.ts';

/** The broker's own user may read it, and nobody else: it runs as the owner of the folder. */
const MODE = 0o600;

/** A line of Mosquitto's password file, version 7: PBKDF2-SHA512. */
export function passwordLine(user: string, stored: StoredSecret): string {
  const salt = stored.password_salt.toString('base64');
  return `${user}:$7$${stored.password_iterations}$${salt}$${stored.password_hash.toString('base64')}\n`;
}

/** The server may use every gateway's topics; a gateway those below its own id. */
export function aclOf(serverUser: string): string {
  return `user ${serverUser}\ntopic readwrite gw/#\n\npattern readwrite gw/%u/#\n`;
}

/** Puts a file in place of an older one, whole or not at all. False: it says the same. */
export async function replaceFile(
  folder: string,
  name: string,
  content: AsyncIterable<string>,
): Promise<boolean> {
  const path = join(folder, name);
  const made = createHash('sha256');
  const next = await open(`${path}.next`, 'w', MODE);
  try {
    for await (const piece of content) {
      made.update(piece);
      await next.write(piece);
    }
    await next.sync();
  } finally {
    await next.close();
  }
  if (made.digest('hex') === (await digestOf(path))) return false;
  // Root writes for the user of the broker.
  const { uid, gid } = await stat(folder);
  if (process.getuid?.() === 0) await chown(`${path}.next`, uid, gid);
  await rename(`${path}.next`, path);
  return true;
}

/** Undefined: there is none. */
async function digestOf(path: string): Promise<string | undefined> {
  const file = await open(path, 'r').catch(() => undefined);
  if (!file) return undefined;
  const hash = createHash('sha256');
  for await (const piece of file.createReadStream()) hash.update(piece as Buffer);
  return hash.digest('hex');
}
