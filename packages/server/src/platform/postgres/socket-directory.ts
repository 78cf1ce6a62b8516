import { createHash } from 'node:crypto';
import { chown, lstat, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartupError } from '../startup-error.ts';
import type { RunAs } from './run-as.ts';

/** Names the socket file; nothing listens on TCP. */
export const SOCKET_PORT = 5432;
/** Systems cut socket paths off at 104 to 108 bytes. */
const MAX_SOCKET_PATH_BYTES = 100;

export function socketDirectoryFor(dataDir: string): string {
  const inside = join(dataDir, 'run');
  if (Buffer.byteLength(join(inside, `.s.PGSQL.${SOCKET_PORT}`)) <= MAX_SOCKET_PATH_BYTES) return inside;
  const hash = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  return join(tmpdir(), `hearthgate-${hash}`);
}

/** The temporary folder is everybody's: a directory someone else prepared there is not trusted. */
export async function ensureSocketDirectory(path: string, runAs: RunAs): Promise<void> {
  await mkdir(path, { mode: 0o700 }).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  });
  const { uid = process.getuid?.(), gid } = runAs.ids ?? {};
  const found = await lstat(path);
  const trusted = found.uid === uid || found.uid === process.getuid?.();
  if (!found.isDirectory() || !trusted || (found.mode & 0o077) !== 0) {
    throw new StartupError(
      `${path} must be a directory of Hearthgate's user with mode 0700 (PostgreSQL's socket). Remove it and start again.`,
    );
  }
  if (uid !== undefined && gid !== undefined && found.uid !== uid) await chown(path, uid, gid);
}
