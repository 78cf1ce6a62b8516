import { expect, test } from 'vitest';
import { Groups } from './groups.ts';

test('a set holds what was added under its key, and its key is forgotten with the last of it', () => {
  const groups = new Groups<string, number>();
  const leave = [groups.add('a', 1), groups.add('a', 2), groups.add('b', 3)];
  expect([[...groups.of('a')], [...groups.of('c')], groups.all(), groups.size]).toEqual([
    [1, 2],
    [],
    [1, 2, 3],
    2,
  ]);
  leave[0]?.();
  leave[2]?.();
  expect([groups.all(), groups.size]).toEqual([[2], 1]);
  leave[1]?.();
  expect(groups.size).toBe(0);
});

test('leaving twice takes nothing from those who came under the same key since', () => {
  const groups = new Groups<string, number>();
  const leave = groups.add('a', 1);
  leave();
  groups.add('a', 1);
  leave();
  expect(groups.all()).toEqual([1]);
});
