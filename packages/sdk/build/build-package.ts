import { execFile } from 'node:child_process';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const SDK = fileURLToPath(new URL('..', import.meta.url));
/** In the repository everybody runs the sources; a published package has no TypeScript to run. */
const COPIED = ['README.md', '../../LICENSE'];

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly engines: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string>>;
}

/** Writes the package as it is published, with its own `package.json`, so that `npm publish` runs in that directory. */
export async function buildPackage(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true });
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const args = [tsc, '-p', join(SDK, 'tsconfig.build.json'), '--outDir', directory];
  await promisify(execFile)(process.execPath, args).catch((error: { stdout?: string }) => {
    throw new Error(error.stdout ?? 'tsc failed', { cause: error });
  });
  const manifest = JSON.parse(await readFile(join(SDK, 'package.json'), 'utf8')) as Manifest;
  const { name, version, description, license, engines } = manifest;
  const published = {
    name,
    version,
    description,
    license,
    type: 'module',
    sideEffects: false,
    exports: Object.fromEntries(
      Object.entries(manifest.exports).map(([entry, source]) => [entry, builtFrom(source)]),
    ),
    engines,
  };
  await writeFile(join(directory, 'package.json'), `${JSON.stringify(published, undefined, 2)}\n`);
  for (const file of COPIED) await cp(join(SDK, file), join(directory, file.replace(/^.*\//, '')));
}

function builtFrom(source: string): object {
  const path = source.replace('./src/', './').replace(/\.ts$/, '');
  return { types: `${path}.d.ts`, default: `${path}.js` };
}
