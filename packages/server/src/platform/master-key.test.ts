import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import {
  chmod,
  chown,
  lstat,
  mkdtemp,
  readFile,
  readdir,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { newestIdOf, readKeyFile, replaceKeyFile, withNewKey } from './key-file.ts';
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

test('the last key in the file seals, and all open', async () => {
  const old = (await keyOf(first)).seal('before', 'whk_1');
  const rotated = await keyOf(first, second);
  expect(rotated.open(old, 'whk_1')).toBe('before');
  const fresh = rotated.seal('after', 'whk_1');
  expect((await keyOf(second)).open(fresh, 'whk_1')).toBe('after');
  const onlyFirst = await keyOf(first);
  expect(() => onlyFirst.open(fresh, 'whk_1')).toThrow('master key 2 is missing');
});

describe('while the server runs', () => {
  async function fileOf(...keys: { id: number; key: string }[]): Promise<string> {
    const file = newFile();
    await writeFile(file, JSON.stringify({ keys }));
    return file;
  }

  test('a key that came into the file opens what another process sealed with it', async () => {
    const file = await fileOf(first);
    const running = await readMasterKey(file, false);
    await replaceKeyFile(file, withNewKey(readKeyFile(file), file));
    const sealed = (await readMasterKey(file, false)).seal('by another', 'whk_1');
    expect(sealed[0]).toBe(2);
    expect(running.open(sealed, 'whk_1')).toBe('by another');
  });

  test('a key that came into the file seals from then on', async () => {
    const file = await fileOf(first);
    const running = await readMasterKey(file, false);
    expect(running.seal('x', 'whk_1')[0]).toBe(1);
    await replaceKeyFile(file, withNewKey(readKeyFile(file), file));
    expect([running.seal('x', 'whk_1')[0], running.newestId()]).toEqual([2, 2]);
  });

  test('an id that no key has does not make it read an unchanged file again', async () => {
    const file = await fileOf(first);
    const running = await readMasterKey(file, false);
    const sealed = running.seal('x', 'whk_1');
    const garbage = Buffer.from([9, ...sealed.subarray(1)]);
    const reading = vi.spyOn(fs, 'readFileSync');
    syncBuiltinESMExports();
    for (let call = 0; call < 100; call += 1)
      expect(() => running.open(garbage, 'whk_1')).toThrow('master key 9 is missing');
    expect(reading).not.toHaveBeenCalled();
    await replaceKeyFile(file, withNewKey(readKeyFile(file), file));
    reading.mockClear();
    for (let call = 0; call < 100; call += 1)
      expect(() => running.open(garbage, 'whk_1')).toThrow('is missing');
    expect(reading).toHaveBeenCalledTimes(1);
    reading.mockRestore();
    syncBuiltinESMExports();
  });

  test.each(['', '{"keys":[', '{"keys":[]}'])('a file that became "%s" takes no key away', async (text) => {
    const file = await fileOf(first);
    const running = await readMasterKey(file, false);
    const sealed = running.seal('x', 'whk_1');
    await writeFile(file, text);
    expect(running.open(running.seal('y', 'whk_1'), 'whk_1')).toBe('y');
    expect(() => running.open(Buffer.from([9, ...sealed.subarray(1)]), 'whk_1')).toThrow('is missing');
    await rm(file);
    expect(running.open(sealed, 'whk_1')).toBe('x');
  });
});

describe('a new key', () => {
  const keysWith = (...ids: number[]) => new Map(ids.map((id) => [id, randomBytes(32)]));

  test.each([
    [[1], 2],
    [[3, 7], 8],
    [[254, 255], 1],
    [[1, 255], 2],
    [[200, 1, 2], 3],
  ])('beside %j has the id %i and is the newest', (ids, id) => {
    const keys = withNewKey(keysWith(...ids), 'keys.json');
    expect([...keys.keys()]).toEqual([...ids, id]);
    expect(newestIdOf(keys)).toBe(id);
  });

  test('is refused, with the cure, when all ids are in use', () => {
    const ids = Array.from({ length: 255 }, (_, at) => at + 1);
    expect(() => withNewKey(keysWith(...ids), 'keys.json')).toThrow(/no more ids.*--drop-old/);
  });
});

describe('replacing the file', () => {
  test('leaves one file, for its owner alone, also where a link leads to it', async () => {
    const file = newFile();
    await readMasterKey(file, true);
    await chmod(file, 0o644);
    const link = newFile();
    await symlink(file, link);
    await replaceKeyFile(link, withNewKey(readKeyFile(link), link));
    expect([...readKeyFile(file).keys()]).toEqual([1, 2]);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
    expect((await readdir(folder)).filter((name) => name.startsWith(basename(file)))).toEqual([
      basename(file),
    ]);
  });

  test.runIf(process.getuid?.() === 0)('leaves it with its owner', async () => {
    const file = newFile();
    await readMasterKey(file, true);
    await chown(file, 12_345, 23_456);
    await replaceKeyFile(file, withNewKey(readKeyFile(file), file));
    const { uid, gid } = await stat(file);
    expect([uid, gid]).toEqual([12_345, 23_456]);
  });

  test('that cannot be is refused with the cure, and the file stays', async () => {
    const file = join(folder, 'nowhere', 'keys.json');
    await expect(replaceKeyFile(file, keysOf(first))).rejects.toThrow(
      /nothing was changed.*mount the folder/,
    );
  });
});

function keysOf({ id, key }: { id: number; key: string }) {
  return new Map([[id, Buffer.from(key, 'base64')]]);
}

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

test('derives a key per master key and use, the same each time, the newest first', async () => {
  const derived = (await keyOf(first)).derive('sign-in');
  expect((await keyOf(first)).derive('sign-in')).toEqual(derived);
  expect((await keyOf(first)).derive('other')).not.toEqual(derived);
  const [old] = derived;
  expect(old?.key).toHaveLength(32);
  expect(old?.key.toString('base64')).not.toBe(first.key);
  const rotated = (await keyOf(first, second)).derive('sign-in');
  expect(rotated.map(({ id }) => id)).toEqual([2, 1]);
  expect(rotated[1]).toEqual(old);
});
