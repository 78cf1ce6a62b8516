import { execFile } from 'node:child_process';
import { mkdir, readFile, readdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'vite';
import { buildPackage } from '../build/build-package.ts';

const NODE_MODULES = fileURLToPath(new URL('../../../node_modules/', import.meta.url));
const run = promisify(execFile);

/** A project of somebody who has installed the package as it is published. */
export interface Project {
  readonly directory: string;
  /** What `npm publish` would send. */
  readonly tarball: Uint8Array<ArrayBuffer>;
  readonly packageDirectory: string;
}

export async function installPublished(directory: string, others: readonly string[]): Promise<Project> {
  const scope = join(directory, 'node_modules/@hearthgate');
  await mkdir(scope, { recursive: true });
  const built = join(directory, 'built');
  await buildPackage(built);
  await run('npm', ['pack', '--silent', '--pack-destination', directory], { cwd: built });
  const file = (await readdir(directory)).find((name) => name.endsWith('.tgz')) ?? '';
  const tarball = new Uint8Array(await readFile(join(directory, file)));
  const packageDirectory = join(scope, 'sdk');
  await mkdir(packageDirectory);
  await run('tar', ['-xzf', join(directory, file), '--strip-components=1', '-C', packageDirectory]);
  await rm(built, { recursive: true });
  for (const name of others) await symlink(join(NODE_MODULES, name), join(directory, 'node_modules', name));
  return { directory, tarball, packageDirectory };
}

/** All of an entry in one file, as a page would load it. */
export async function bundled(entry: string): Promise<string> {
  const made = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, minify: true, lib: { entry, formats: ['es'] } },
  });
  const [first] = Array.isArray(made) ? made : [made];
  const chunk = first && 'output' in first ? first.output[0] : undefined;
  if (!chunk) throw new Error(`${entry} was not bundled`);
  return chunk.code;
}

/** The Node of the system of that major version, if it has one; tests themselves run on a newer one. */
export async function nodeOf(major: number): Promise<string | undefined> {
  for (const directory of (process.env['PATH'] ?? '').split(':')) {
    const path = join(directory, 'node');
    const { stdout } = await run(path, ['--version']).catch(() => ({ stdout: '' }));
    if (stdout.startsWith(`v${major}.`)) return path;
  }
  return undefined;
}
