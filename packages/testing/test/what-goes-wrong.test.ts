import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSandbox } from '@hearthgate/testing';

const KIT = fileURLToPath(import.meta.resolve('@hearthgate/testing'));
const OF_A_VERSION = /^[0-9a-f]{16}$/;

let cache: string;
const usual = process.env['HEARTHGATE_CACHE'];
beforeAll(async () => {
  cache = await mkdtemp(join(tmpdir(), 'hg-cache-'));
  process.env['HEARTHGATE_CACHE'] = cache;
});
afterAll(async () => {
  if (usual === undefined) delete process.env['HEARTHGATE_CACHE'];
  else process.env['HEARTHGATE_CACHE'] = usual;
  await rm(cache, { recursive: true, force: true });
});

/** Data directories of sandboxes that this process has started. */
async function dataDirs(pid: number): Promise<string[]> {
  const lists = ['/dev/shm', tmpdir()].map(async (folder) =>
    (await readdir(folder).catch(() => []))
      .filter((name) => name.startsWith('hearthgate-testing-') && name.includes(`-${pid}-`))
      .map((name) => join(folder, name)),
  );
  return (await Promise.all(lists)).flat();
}

test('a kept database that is damaged is made anew, and nothing stays behind after a stop', async () => {
  await (await startSandbox()).stop();
  const [version = ''] = (await readdir(cache)).filter((name) => OF_A_VERSION.test(name));
  await writeFile(join(cache, version, 'postgres', 'global', 'pg_control'), 'damaged');
  const warned = once(process, 'warning');
  const sandbox = await startSandbox();
  expect((await sandbox.fetch('/hvacs')).status).toBe(200);
  expect(String((await warned)[0])).toContain('the kept database did not start and is made anew');
  expect(await dataDirs(process.pid)).toHaveLength(1);
  await sandbox.stop();
  expect(await dataDirs(process.pid)).toEqual([]);
});

test('without a cache folder it starts all the same; what a killed process leaves is removed by the next start', async () => {
  const code = `import { startSandbox } from ${JSON.stringify(KIT)};
    const { url } = await startSandbox();
    console.log(url);
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    env: { PATH: process.env['PATH'], HEARTHGATE_CACHE: '/dev/null/cache' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let warnings = '';
  child.stderr.on('data', (chunk: Buffer) => (warnings += chunk.toString()));
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  expect(line.toString()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\n$/);
  expect(warnings).toContain('the next sandbox will start slowly too');
  const [left = ''] = await dataDirs(child.pid ?? 0);
  await access(left);
  child.kill('SIGKILL');
  await once(child, 'exit');

  await using sandbox = await startSandbox();
  const giveUpAt = performance.now() + 20_000;
  while ((await dataDirs(child.pid ?? 0)).length > 0) {
    if (performance.now() > giveUpAt) throw new Error('what the killed process left is still there');
    await sandbox.clock.now();
  }
});

test('what cannot be is refused before anything is started', async () => {
  await expect(startSandbox({ seed: -1 })).rejects.toThrow('give a whole number from 0 to 4294967295');
  await expect(startSandbox({ at: 'tomorrow' })).rejects.toThrow('give a time such as 2026-01-15T10:00:00Z');
});
