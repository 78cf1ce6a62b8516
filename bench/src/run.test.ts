import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const RUN = fileURLToPath(new URL('run.ts', import.meta.url));

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [RUN, ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

test('--help says what there is, and is no error', () => {
  const { status, stdout, stderr } = run('--help');
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^Usage: npm run bench -- NAME/);
  expect(stdout).toContain('webhooks');
  expect(stdout).toContain('gateways (a proof');
});

test('a bench or an option that does not exist is named, with the usage, before anything is measured', () => {
  const wrongName = run('constructor');
  expect(wrongName.status).toBe(2);
  expect(wrongName.stderr).toContain('There is no bench constructor.\nUsage:');
  const wrongFlag = run('webhooks', '--fast');
  expect(wrongFlag.status).toBe(2);
  expect(wrongFlag.stderr).toContain('Unknown: --fast\nUsage:');
});
