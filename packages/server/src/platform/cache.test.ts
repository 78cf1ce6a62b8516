import { expect, test, vi } from 'vitest';
import { Cache } from './cache.ts';

/** A cache whose loads are answered by hand, in any order. */
function slowCache(max = 10) {
  const loads: { key: string; done: (value: string) => void; failed: (error: Error) => void }[] = [];
  const load = vi.fn(
    (key: string) => new Promise<string>((done, failed) => void loads.push({ key, done, failed })),
  );
  return { cache: new Cache(load, max), loads, load };
}

function quickCache(max: number) {
  const load = vi.fn((key: number) => Promise.resolve(`value ${key}`));
  return { cache: new Cache(load, max), load };
}

test('loads a key once, also for callers that come while it is being loaded', async () => {
  const { cache, loads, load } = slowCache();
  const both = [cache.get('a'), cache.get('a')];
  loads[0]?.done('1');
  expect(await Promise.all(both)).toEqual(['1', '1']);
  expect(await cache.get('a')).toBe('1');
  expect(load).toHaveBeenCalledTimes(1);
});

test.each(['drop', 'clear'] as const)(
  '%s while a load is under way never brings the old value back',
  async (way) => {
    const { cache, loads } = slowCache();
    const before = cache.get('a');
    cache[way]('a');
    const after = cache.get('a');
    loads[1]?.done('new');
    expect(await after).toBe('new');
    loads[0]?.done('old');
    expect(await before).toBe('old');
    expect(await cache.get('a')).toBe('new');
    expect(loads).toHaveLength(2);
  },
);

test('what was put stays, though a load that began earlier ends later', async () => {
  const { cache, loads } = slowCache();
  const before = cache.get('a');
  cache.put('a', 'put');
  loads[0]?.done('old');
  await before;
  expect(await cache.get('a')).toBe('put');
  expect(loads).toHaveLength(1);
});

test('a failed load is told to its callers and tried again', async () => {
  const { cache, loads } = slowCache();
  const failing = cache.get('a');
  loads[0]?.failed(new Error('away'));
  await expect(failing).rejects.toThrow('away');
  const again = cache.get('a');
  loads[1]?.done('back');
  expect(await again).toBe('back');
});

test('a load that fails after its entry was replaced leaves the new entry alone', async () => {
  const { cache, loads } = slowCache();
  const failing = cache.get('a');
  cache.put('a', 'put');
  loads[0]?.failed(new Error('away'));
  await expect(failing).rejects.toThrow('away');
  expect(await cache.get('a')).toBe('put');
  expect(loads).toHaveLength(1);
});

test('keeps at most its maximum, the longest unused goes first', async () => {
  const { cache, load } = quickCache(2);
  await cache.get(1);
  await cache.get(2);
  await cache.get(1);
  await cache.get(3);
  load.mockClear();
  await cache.get(1);
  await cache.get(3);
  expect(load).not.toHaveBeenCalled();
  await cache.get(2);
  expect(load).toHaveBeenCalledTimes(1);
});

test('what is put counts towards the maximum', async () => {
  const { cache, load } = quickCache(2);
  for (const key of [1, 2, 3]) cache.put(key, `put ${key}`);
  expect([await cache.get(2), await cache.get(3)]).toEqual(['put 2', 'put 3']);
  expect(load).not.toHaveBeenCalled();
  expect(await cache.get(1)).toBe('value 1');
});

test('what is put counts as used', async () => {
  const { cache, load } = quickCache(2);
  await cache.get(1);
  await cache.get(2);
  cache.put(1, 'put 1');
  await cache.get(3);
  load.mockClear();
  expect(await cache.get(1)).toBe('put 1');
  await cache.get(2);
  expect(load.mock.calls).toEqual([[2]]);
});
