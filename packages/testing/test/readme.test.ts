import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
const PACKAGE = fileURLToPath(new URL('..', import.meta.url));
const VITEST = fileURLToPath(new URL('../../../node_modules/vitest', import.meta.url));
const TIMEOUT_MS = 55_000;

let folder: string;
beforeAll(async () => {
  // As somebody does who has a checkout: a folder elsewhere, and a link.
  folder = await realpath(await mkdtemp(join(tmpdir(), 'hg-kit-')));
  await mkdir(join(folder, 'node_modules', '@hearthgate'), { recursive: true });
  await symlink(PACKAGE, join(folder, 'node_modules', '@hearthgate', 'testing'));
  await symlink(VITEST, join(folder, 'node_modules', 'vitest'));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const [ofNode = '', ofVitest = ''] = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code);
  await writeFile(join(folder, 'node.test.ts'), ofNode);
  await writeFile(join(folder, 'vitest.test.ts'), ofVitest);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('the tests of the README pass with node:test and Vitest, in two processes at once, outside of the repository', async () => {
  const options = { cwd: folder, timeout: TIMEOUT_MS, env: cleanEnv() };
  // What failed is told on stdout.
  const output = (args: string[]) =>
    run(process.execPath, args, options).then(
      ({ stdout }) => stdout,
      (error: { stdout: string }) => error.stdout,
    );
  const [ofNode, ofVitest] = await Promise.all([
    output(['--test', '--test-reporter=tap', 'node.test.ts']),
    output([join(VITEST, 'vitest.mjs'), 'run', 'vitest.test.ts']),
  ]);
  expect(ofNode).toContain('# pass 2');
  expect(ofNode).toContain('# fail 0');
  expect(ofVitest).toMatch(/2 passed/);
});

/** Without what this run of Vitest and its worker say of themselves. */
function cleanEnv(): NodeJS.ProcessEnv {
  const own = /^(VITEST|NODE_TEST|NODE_OPTIONS|TINYPOOL|TEST$|NODE_ENV$|NODE_V8)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)));
}
