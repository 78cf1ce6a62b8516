import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { chown, mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT';

export interface CopyOptions {
  readonly signal?: AbortSignal;
  /** By the path from the root; what lies in a folder that is left out is still made as an empty folder. */
  readonly leaveOut: (path: string, isFolder: boolean) => boolean;
  /** Files may vanish while they are copied: the log knows what became of them. */
  readonly mayVanish: boolean;
}

/** Copies a folder with its owners and tells the SHA-256 of each file by its path. */
export async function copyFolder(
  from: string,
  to: string,
  options: CopyOptions,
  path = '',
  sums = new Map<string, string>(),
): Promise<Map<string, string>> {
  const entries = await readdir(join(from, path), { withFileTypes: true }).catch((error: unknown) => {
    if (options.mayVanish && isMissing(error)) return [];
    throw error;
  });
  await mkdir(join(to, path), { recursive: true, mode: 0o700 });
  await keepOwner(join(from, path), join(to, path));
  for (const entry of entries) {
    const inner = path === '' ? entry.name : `${path}/${entry.name}`;
    const isLeftOut = options.leaveOut(inner, entry.isDirectory());
    if (entry.isDirectory()) {
      if (!isLeftOut) await copyFolder(from, to, options, inner, sums);
    } else if (entry.isFile() && !isLeftOut) {
      const sum = await copyFile(join(from, inner), join(to, inner), options);
      if (sum !== undefined) sums.set(inner, sum);
    }
  }
  return sums;
}

async function copyFile(
  from: string,
  to: string,
  { signal, mayVanish }: CopyOptions,
): Promise<string | undefined> {
  const hash = createHash('sha256');
  const hashing = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  try {
    const target = createWriteStream(to, { mode: 0o600, flush: true });
    await pipeline(createReadStream(from), hashing, target, { ...(signal && { signal }) });
    await keepOwner(from, to);
    return hash.digest('hex');
  } catch (error) {
    if (mayVanish && isMissing(error)) return undefined;
    throw error;
  }
}

/** Root may run the database as another user, who has to own its files again. */
export async function keepOwner(from: string, to: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = await stat(from);
  await chown(to, uid, gid);
}
