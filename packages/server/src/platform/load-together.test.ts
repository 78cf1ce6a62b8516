import { expect, test } from 'vitest';
import { loadTogether } from './load-together.ts';

test('what is asked for at once, or during a load, is loaded together and given to whoever asked', async () => {
  const loads: (readonly number[])[] = [];
  const gates: (() => void)[] = [];
  const load = loadTogether(async (keys: readonly number[]) => {
    loads.push(keys);
    await new Promise<void>((resolve) => gates.push(resolve));
    return keys.map((key) => key * 10);
  });
  const first = [load(1), load(2)];
  await new Promise(setImmediate);
  const later = [load(3), load(4), load(3)];
  gates.shift()?.();
  expect(await Promise.all(first)).toEqual([10, 20]);
  await new Promise(setImmediate);
  gates.shift()?.();
  expect(await Promise.all(later)).toEqual([30, 40, 30]);
  expect(loads).toEqual([
    [1, 2],
    [3, 4, 3],
  ]);
});

test('a load that fails is told to those who asked for it, and the next one is tried', async () => {
  let isAway = true;
  const load = loadTogether((keys: readonly number[]) =>
    isAway ? Promise.reject(new Error('away')) : Promise.resolve(keys),
  );
  const failed = await Promise.allSettled([load(1), load(2)]);
  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  isAway = false;
  expect(await load(3)).toBe(3);
});

test('a crowd is loaded in statements of a thousand', async () => {
  const sizes: number[] = [];
  const load = loadTogether((keys: readonly number[]) => {
    sizes.push(keys.length);
    return Promise.resolve(keys);
  });
  const keys = Array.from({ length: 2_500 }, (_, key) => key);
  expect(await Promise.all(keys.map(load))).toEqual(keys);
  expect(sizes).toEqual([1_000, 1_000, 500]);
});
