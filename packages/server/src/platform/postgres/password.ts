import { randomBytes } from 'node:crypto';
import { link, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { StartupError } from '../startup-error.ts';

/** The cluster's password; made once. Of two first starts at a time both get the same. */
export async function loadPassword(dataDir: string, clusterExists: boolean): Promise<string> {
  const path = join(dataDir, 'postgres.json');
  const known = await readPassword(path);
  if (known !== undefined) return known;
  if (clusterExists) {
    throw new StartupError(
      `${path} is missing; it holds the password of the database in ${dataDir}. ` +
        'Restore it from a backup, or choose another DATA_DIR.',
    );
  }
  await createOnce(path, JSON.stringify({ password: randomBytes(32).toString('base64url') }));
  const created = await readPassword(path);
  if (created === undefined) throw new StartupError(`${path} vanished while Hearthgate was starting.`);
  return created;
}

async function readPassword(path: string): Promise<string | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new StartupError(`${path} cannot be read: ${String(error)}`, { cause: error });
  }
  const password = /"password":\s*"(?<password>[\w-]+)"/.exec(text)?.groups?.['password'];
  if (password === undefined) {
    throw new StartupError(
      `${path} holds no password. Restore it from a backup, or choose another DATA_DIR.`,
    );
  }
  return password;
}

/** Appears whole or not at all (link), and never replaces another process's file. */
async function createOnce(path: string, text: string): Promise<void> {
  const draft = `${path}.${process.pid}`;
  const file = await open(draft, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
    await link(draft, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    await file.close();
    await rm(draft, { force: true });
  }
}
