import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { PROBLEM_CODES } from '@hearthgate/wire';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';
import { doSteps, stepsOf } from '../harness/tour.ts';

const GUIDE = fileURLToPath(new URL('../../../../docs/guides/reading-the-log.md', import.meta.url));
const run = promisify(execFile);

/** Every call and the program of the guide, as they stand there. */
describe('the guide to the event log', () => {
  let sandbox: TestSandbox;
  let directory: string;
  let guide: string;

  beforeAll(async () => {
    sandbox = await startSandbox();
    directory = await mkdtemp(join(tmpdir(), 'hg-guide-'));
    guide = await readFile(GUIDE, 'utf8');
  });
  afterAll(async () => {
    await sandbox.stop();
    await rm(directory, { recursive: true, force: true });
  });

  test('its calls and its program show what it says', async () => {
    const steps = stepsOf(guide);
    expect(steps.filter(({ expected }) => expected.length > 0).length).toBe(5);
    const { baseUrl, keys } = sandbox.world;
    const setUp = { kind: '', script: `export URL=${baseUrl} KEY=${keys.ok}`, expected: [] };
    await doSteps([setUp, ...steps], directory);
    const options = { cwd: directory, timeout: 60_000 };
    const verified = await run(process.execPath, ['verify.mjs'], options);
    expect(verified.stdout).toMatch(/^([1-9]\d*) of \1 events, 0 gaps\n$/);
    const statement = await readFile(join(directory, 'statement.json'), 'utf8');
    const { jws } = JSON.parse(statement) as { jws: string };
    const forged = `${jws.slice(0, -4)}${jws.endsWith('AAAA') ? 'BBBB' : 'AAAA'}`;
    await writeFile(join(directory, 'statement.json'), statement.replace(jws, forged));
    await expect(run(process.execPath, ['verify.mjs'], options)).rejects.toThrow('forged');
  });

  test('the codes that it names exist', () => {
    const named = [...guide.matchAll(/4\d\d `([a-z-]+)`/g)].map(([, code]) => code);
    expect(named.length).toBeGreaterThan(1);
    for (const code of named) expect(PROBLEM_CODES).toContain(code);
  });
});
