import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cpuText, timeOfStat, timeOfTree } from './cpu.ts';

test('user and system time of a process are found whatever its name is', () => {
  const stat = '42 (a) b (c) S 1 42 42 0 -1 4194304 100 0 0 0 150 25 0 0 20 0 11 0 999 1 2';
  expect(timeOfStat(stat)).toBe(1_750);
});

test('what an operation takes is told of the server only where it is known', () => {
  expect(cpuText({ process: 500, machine: 800 }, 1_000)).toBe('500 µs of the server, 800 µs of the machine');
  expect(cpuText({ process: Number.NaN, machine: 800 }, 1_000)).toBe('800 µs of the machine');
});

test.runIf(existsSync('/proc/self/stat'))(
  'the time of a process holds that of children that have ended',
  async () => {
    const before = await timeOfTree(process.pid);
    spawnSync(process.execPath, ['-e', 'while (process.cpuUsage().user < 200_000);']);
    expect((await timeOfTree(process.pid)) - before).toBeGreaterThanOrEqual(190);
  },
);
