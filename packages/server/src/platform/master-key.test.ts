import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readMasterKey } from './master-key.ts';

let folder: string;
let files = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'master-key-'));
});
afterAll(() => rm(folder, { recursive: true }));

const first = { id: 1, key: randomBytes(32).toString('base64') };
const second = { id: 2, key: randomBytes(32).toString('base64') };

function newFile(): string {
  files += 1;
  return join(folder, `keys-${files}.json`);
}
async function keyOf(...keys: { id: number; key: string }[]) {
  const file = newFile();
  await writeFile(file, JSON.stringify({ keys }));
  return readMasterKey(file, false);
}

test.each(['', 'whsec_abc', 'größer 温度'])('opens what it sealed: "%s"', async (plain) => {
  const key = await keyOf(first);
  expect(key.open(key.seal(plain, 'whk_1'), 'whk_1')).toBe(plain);
});

test('seals the same text differently each time, and shows nothing of it', async () => {
  const key = await keyOf(first);
  const sealed = [key.seal('whsec_abc', 'whk_1'), key.seal('whsec_abc', 'whk_1')];
  expect(sealed[0]?.equals(sealed[1] ?? Buffer.of())).toBe(false);
  expect(sealed[0]?.includes('whsec')).toBe(false);
});

test('refuses to open a value that was moved to another row', async () => {
  const key = await keyOf(first);
  expect(() => key.open(key.seal('secret', 'whk_1'), 'whk_2')).toThrow('unable to authenticate');
});

test('refuses a value of which any bit was changed', async () => {
  const key = await keyOf(first, second);
  const sealed = key.seal('secret', 'whk_1');
  for (let at = 0; at < sealed.length; at += 1) {
    const tampered = Buffer.from(sealed);
    tampered.writeUInt8(sealed.readUInt8(at) ^ 1, at);
    expect(() => key.open(tampered, 'whk_1')).toThrow(/unable to authenticate|is missing/);
  }
});

test('refuses a value that was cut, even where a shorter tag would fit', async () => {
  const key = await keyOf(first);
  const sealed = key.seal('', 'whk_1');
  for (let length = 0; length < sealed.length; length += 1) {
    expect(() => key.open(sealed.subarray(0, length), 'whk_1')).toThrow(/Invalid|is missing/);
  }
});

test('the newest key seals and all open, whatever their order in the file', async () => {
  const old = (await keyOf(first)).seal('before', 'whk_1');
  const rotated = await keyOf(second, first);
  expect(rotated.open(old, 'whk_1')).toBe('before');
  const fresh = rotated.seal('after', 'whk_1');
  expect((await keyOf(second)).open(fresh, 'whk_1')).toBe('after');
  const onlyFirst = await keyOf(first);
  expect(() => onlyFirst.open(fresh, 'whk_1')).toThrow('master key 2 is missing');
});

test('makes a file for its owner alone where it may, and keeps an existing one', async () => {
  const file = newFile();
  const sealed = (await readMasterKey(file, true)).seal('secret', 'whk_1');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const text = await readFile(file, 'utf8');
  expect((await readMasterKey(file, true)).open(sealed, 'whk_1')).toBe('secret');
  expect(await readFile(file, 'utf8')).toBe(text);
});

test.each([
  ['is empty', ''],
  ['is not JSON', '{'],
  ['is null', 'null'],
  ['holds no keys', '{"keys":[]}'],
  ['holds a short key', JSON.stringify({ keys: [{ id: 1, key: randomBytes(16).toString('base64') }] })],
  ['holds a second, broken key', JSON.stringify({ keys: [first, { id: 2, key: '' }] })],
  ['gives a key the id 0', JSON.stringify({ keys: [{ ...first, id: 0 }] })],
  ['gives a key the id 256', JSON.stringify({ keys: [{ ...first, id: 256 }] })],
])('names the file and the cure when it %s', async (_, text) => {
  const file = newFile();
  await writeFile(file, text);
  const reading = readMasterKey(file, true);
  await expect(reading).rejects.toThrow(`${file} holds no master key`);
  await expect(reading).rejects.toThrow('MASTER_KEY_FILE');
});

test('does not make a file in production', async () => {
  const file = newFile();
  await expect(readMasterKey(file, false)).rejects.toThrow('holds no master key');
  await expect(stat(file)).rejects.toThrow('ENOENT');
});
