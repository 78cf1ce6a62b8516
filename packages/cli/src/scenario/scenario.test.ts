import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSandbox } from '@hearthgate/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

const BIN = fileURLToPath(new URL('../../bin/hearthgate.js', import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hg-scenario-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function hearthgate(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [BIN, 'scenario', ...args], { cwd: folder }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

test('what comes along is listed, and can be read by programs', async () => {
  const { code, stdout } = await hearthgate('list', '--json');
  expect(code).toBe(0);
  const listed = JSON.parse(stdout) as { id: string; name: string; steps: number }[];
  expect(listed).toHaveLength(10);
  expect(listed).toContainEqual(expect.objectContaining({ id: 'cold-snap', name: 'A cold snap' }));
  expect((await hearthgate('list')).stdout).toContain('key-rotation                 A key is rotated\n');
});

test('the commands of docs/guides/scenarios.md work as they stand there, with its story', async () => {
  const guide = await readFile(new URL('../../../../docs/guides/scenarios.md', import.meta.url), 'utf8');
  const block = (language: string) => new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``).exec(guide)?.[1] ?? '';
  await writeFile(join(folder, 'my-story.yaml'), block('yaml'));
  const start = 'npm run -s hearthgate -- scenario ';
  const lines = block('sh').trim().split('\n');
  expect(lines).toHaveLength(4);
  for (const line of lines) {
    expect(line.startsWith(start)).toBe(true);
    expect(await hearthgate(...line.slice(start.length).split(' '))).toMatchObject({ code: 0, stderr: '' });
  }
});

test('a story that is not as it says fails with the step, what was expected and what came', async () => {
  const story = `name: Wrong\nat: 2026-01-15T10:00:00Z\nhouses: []\nsteps:
  - title: This one is known
    request: GET /hvacs/101000001
  - request: GET /hvacs/101000005
    expect: 200
  - advance: PT1H\n`;
  await writeFile(join(folder, 'wrong.yaml'), story);
  const { code, stdout } = await hearthgate('run', './wrong.yaml');
  expect(code).toBe(1);
  expect(stdout).toMatch(/✓ 01-15 10:01 {2}This one is known {2}\d+ ms\n/);
  expect(stdout).toMatch(/✗ 01-15 10:01 {2}GET \/hvacs\/101000005 {2}\d+ ms\n/);
  expect(stdout).toContain('expected status 200, got 403: {"type":"/docs/errors/access-not-granted"');
  expect(stdout).toContain('line 7 of the file');
  expect(stdout).not.toContain('advance');
  expect(stdout).toMatch(/0 of 1 passed in \d/);
});

test('in a running sandbox, which is reset before each and not stopped', async () => {
  await using sandbox = await startSandbox({ at: '2026-05-05T08:00:00Z' });
  const { code, stdout } = await hearthgate(
    'run',
    'key-rotation',
    'key-rotation',
    '--url',
    sandbox.url,
    '--json',
  );
  expect(code).toBe(0);
  const reports = JSON.parse(stdout) as { passed: boolean; steps: { title: string; at: string }[] }[];
  expect(reports.map(({ passed, steps }) => [passed, steps.length])).toEqual([
    [true, 13],
    [true, 13],
  ]);
  // As the last step left it: the key of before is removed.
  expect((await sandbox.fetch('/hvacs')).status).toBe(401);
});

test('a file that is wrong is not run; what is wrong is named with its line', async () => {
  await writeFile(
    join(folder, 'typo.yaml'),
    'name: Typo\nat: 2026-01-15T10:00:00Z\nsteps:\n  - advanse: PT1H\n',
  );
  const fault = './typo.yaml:4:5 unknown step "advanse"; did you mean advance?\n';
  expect(await hearthgate('check', './typo.yaml', 'cold-snap')).toMatchObject({
    code: 1,
    stdout: `${fault}cold-snap: 9 steps, nothing wrong\n`,
  });
  const run = await hearthgate('run', 'cold-snap', './typo.yaml');
  expect(run).toMatchObject({ code: 1, stdout: '' });
  expect(run.stderr).toBe(`${fault}hearthgate: nothing was run, since a scenario cannot be read\n`);
});

test.each([
  [['run', 'warm-snap'], 1, /no scenario warm-snap: there are cold-snap, .*\.\/warm-snap\.yaml/],
  [['run', '--seed', 'x'], 2, /--seed is "x": give a whole number/],
  [['run', '--seed', '3', '--url', 'http://127.0.0.1:1'], 2, /set SANDBOX_SEED/],
  [['check'], 2, /needs FILE/],
])('%j fails with one line and the cure', async (args, code, text) => {
  expect(await hearthgate(...args)).toMatchObject({ code, stderr: expect.stringMatching(text) });
});
