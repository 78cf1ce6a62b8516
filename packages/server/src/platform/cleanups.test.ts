import { expect, test } from 'vitest';
import { Cleanups } from './cleanups.ts';

test('stops in the opposite order, each once, one after the other', async () => {
  const cleanups = new Cleanups();
  const said: string[] = [];
  cleanups.add(() => said.push('first'));
  cleanups.add(async () => {
    await Promise.resolve();
    said.push('second');
  });
  await cleanups.run();
  await cleanups.run();
  expect(said).toEqual(['second', 'first']);
});

test('goes on after what cannot be stopped, and tells of it in the end', async () => {
  const cleanups = new Cleanups();
  let isLockGiven = false;
  cleanups.add(() => (isLockGiven = true));
  cleanups.add(() => Promise.reject(new Error('the database is away')));
  await expect(cleanups.run()).rejects.toThrow('the database is away');
  expect(isLockGiven).toBe(true);

  cleanups.add(() => Promise.reject(new Error('one')));
  cleanups.add(() => {
    throw new Error('two');
  });
  await expect(cleanups.run()).rejects.toMatchObject({ errors: [{ message: 'two' }, { message: 'one' }] });
});
