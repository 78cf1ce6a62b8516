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

test('what does not exist is not kept, so invented keys displace nothing', async () => {
  const load = vi.fn((key: number) => Promise.resolve(key < 3 ? `value ${key}` : undefined));
  const cache = new Cache(load, 2);
  await cache.get(1);
  for (let invented = 3; invented < 100; invented += 1) await cache.get(invented);
  await cache.get(2);
  load.mockClear();
  expect([await cache.get(1), await cache.get(2)]).toEqual(['value 1', 'value 2']);
  expect(load).not.toHaveBeenCalled();
  expect(cache.has(3)).toBe(false);
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

test('many keys: those not remembered are loaded together, and once, also for callers of one of them', async () => {
  const { cache, load } = quickCache(10);
  await cache.get(1);
  const loadMany = vi.fn((keys: readonly number[]) => Promise.resolve(keys.map((key) => `many ${key}`)));
  const many = cache.getMany([1, 2, 3], loadMany);
  expect(await cache.get(2)).toBe('many 2');
  expect(await many).toEqual(['value 1', 'many 2', 'many 3']);
  expect(loadMany.mock.calls).toEqual([[[2, 3]]]);
  expect(load).toHaveBeenCalledTimes(1);
  await cache.getMany([3, 2], loadMany);
  expect(loadMany).toHaveBeenCalledTimes(1);
});

test('many keys: what was put or dropped while they are loaded wins', async () => {
  const { cache, load } = quickCache(10);
  const answer = Promise.withResolvers<string[]>();
  const many = cache.getMany([1, 2], () => answer.promise);
  cache.put(1, 'put');
  cache.drop(2);
  answer.resolve(['old', 'old']);
  expect(await many).toEqual(['old', 'old']);
  expect(await Promise.all([cache.get(1), cache.get(2)])).toEqual(['put', 'value 2']);
  expect(load).toHaveBeenCalledTimes(1);
});

test('many keys: a failed load is told and tried again', async () => {
  const { cache } = quickCache(10);
  await expect(cache.getMany([1, 2], () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  expect(await cache.get(2)).toBe('value 2');
});

test('many keys: nothing is remembered while nothing is trusted', async () => {
  const cache = new Cache(
    (key: number) => Promise.resolve(`value ${key}`),
    10,
    () => false,
  );
  const loadMany = vi.fn((keys: readonly number[]) => Promise.resolve(keys.map((key) => `many ${key}`)));
  for (const _ of [1, 2]) expect(await cache.getMany([1], loadMany)).toEqual(['many 1']);
  expect(loadMany).toHaveBeenCalledTimes(2);
});

test('a peek gives what is loaded and trusted, loads nothing, and counts as use', async () => {
  const { cache, load } = quickCache(2);
  expect(cache.peek(1)).toBeUndefined();
  const loading = cache.get(1);
  expect(cache.peek(1)).toBeUndefined();
  await loading;
  cache.put(2, 'put 2');
  expect([cache.peek(1), cache.peek(2)]).toEqual(['value 1', 'put 2']);
  cache.drop(2);
  expect(cache.peek(2)).toBeUndefined();
  await cache.get(3);
  cache.peek(1);
  await cache.get(4);
  expect([cache.peek(1), cache.peek(3)]).toEqual(['value 1', undefined]);
  expect(load.mock.calls).toEqual([[1], [3], [4]]);
  const doubted = new Cache(
    (key: number) => Promise.resolve(`value ${key}`),
    2,
    () => false,
  );
  doubted.put(1, 'put');
  expect(doubted.peek(1)).toBeUndefined();
});
