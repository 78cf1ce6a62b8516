import { execFile } from 'node:child_process';
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { prepareDataDir, preparedVersion } from '@hearthgate/server/maintenance';

const run = promisify(execFile);
/** 50 MB, on a slow disk. */
const COPY_TIMEOUT_MS = 60_000;
/** A prepared directory of another version is removed when it was not used for this long. */
const UNUSED_MS = 7 * 86_400_000;
const OF_A_VERSION = /^[0-9a-f]{16}/;

/** Where data directories with a migrated database are kept, to be copied; several processes may use it at once. */
export class PreparedDirs {
  readonly #cache: string;
  readonly #warn: (text: string) => void;

  constructor(cache: string, warn: (text: string) => void) {
    this.#cache = cache;
    this.#warn = warn;
  }

  /** Makes `dataDir`, which must not exist, with a migrated database in it: a copy, or a new one that is kept to be copied. */
  async make(dataDir: string): Promise<void> {
    const prepared = join(this.#cache, await preparedVersion());
    if (await exists(prepared)) {
      await copy(prepared, dataDir);
      const now = new Date();
      await utimes(prepared, now, now).catch(() => undefined);
      return;
    }
    await prepareDataDir(dataDir);
    await this.#keep(dataDir, prepared).catch((error: unknown) =>
      this.#warn(`the next sandbox will start slowly too, since ${prepared} was not made: ${String(error)}`),
    );
  }

  /** For a copy that turned out to be damaged. */
  async forget(): Promise<void> {
    await rm(join(this.#cache, await preparedVersion()), { recursive: true, force: true });
  }

  /** Under another name first: it appears whole or not at all, and of two processes one wins. */
  async #keep(dataDir: string, prepared: string): Promise<void> {
    const draft = `${prepared}.${process.pid}-${Math.random().toString(36).slice(2)}`;
    try {
      await mkdir(this.#cache, { recursive: true, mode: 0o700 });
      await copy(dataDir, draft);
      await rename(draft, prepared);
    } catch (error) {
      if (!(await exists(prepared))) throw error;
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
    await this.#removeUnused();
  }

  async #removeUnused(): Promise<void> {
    for (const name of await readdir(this.#cache)) {
      if (!OF_A_VERSION.test(name)) continue;
      const path = join(this.#cache, name);
      const found = await stat(path).catch(() => undefined);
      if (found && found.mtimeMs < Date.now() - UNUSED_MS) await rm(path, { recursive: true, force: true });
    }
  }
}

/** With owners, since root's database belongs to another user, and without copying a byte where the file system can. */
async function copy(source: string, target: string): Promise<void> {
  await run('cp', ['-Rp', source, target], { timeout: COPY_TIMEOUT_MS });
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
