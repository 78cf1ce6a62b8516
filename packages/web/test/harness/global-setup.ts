import { execFile } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const WEB = fileURLToPath(new URL('../..', import.meta.url));
const SOURCES = [
  'src',
  'build',
  'owner.html',
  'pro.html',
  'operator.html',
  'vite.config.ts',
  '../wire/src/looks.ts',
];

/** Seconds on a machine at rest. */
const BUILD_TIMEOUT_MS = 120_000;

/** Tests see the portals as they are written now; a build that is as new is kept. */
export default async function setup(): Promise<void> {
  const built = await newest(join(WEB, 'dist/.vite/manifest.json'));
  const written = await Promise.all(SOURCES.map((source) => newest(join(WEB, source))));
  if (Math.max(...written) <= built) return;
  // With the `NODE_ENV` of tests it would be React's build for development, and stay as what is served.
  const env = { ...process.env, NODE_ENV: 'production' };
  await promisify(execFile)('npm', ['run', 'build'], { cwd: WEB, env, timeout: BUILD_TIMEOUT_MS });
}

async function newest(path: string): Promise<number> {
  const found = await stat(path).catch(() => null);
  if (!found) return 0;
  if (!found.isDirectory()) return found.mtimeMs;
  const names = await readdir(path);
  return Math.max(found.mtimeMs, ...(await Promise.all(names.map((name) => newest(join(path, name))))));
}
