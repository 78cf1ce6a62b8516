import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { unzip } from '../../test/harness/zip.ts';
import { outsideHeap } from '../../test/harness/memory.ts';
import { ZipWriter } from './zip-writer.ts';

async function* pieces(...texts: string[]): AsyncGenerator<string> {
  for (const text of texts) yield await Promise.resolve(text);
}

test('an archive holds its files as they were written, whatever their names and sizes', async () => {
  const out = new PassThrough();
  const archive = buffer(out);
  const zip = new ZipWriter(out, new Date('2026-01-15T06:30:00Z'));
  await zip.add('empty.txt', pieces());
  await zip.add('Übersicht/ä.json', pieces('{"a":', '1}'));
  await zip.add('large.csv', pieces(...Array.from({ length: 300 }, (_, line) => `${line},`.repeat(1_000))));
  const length = await zip.end();
  out.end();
  const bytes = await archive;
  expect(bytes).toHaveLength(length);
  const files = unzip(bytes);
  expect([...files.keys()]).toEqual(['empty.txt', 'Übersicht/ä.json', 'large.csv']);
  expect(files.get('Übersicht/ä.json')).toBe('{"a":1}');
  expect(files.get('large.csv')).toHaveLength(
    Array.from({ length: 300 }, (_, line) => `${line},`.length * 1_000).reduce((sum, size) => sum + size),
  );
  const directory = bytes.readUInt32LE(bytes.length - 6);
  expect(bytes.readUInt32LE(directory)).toBe(0x0201_4b50);
  const second = directory + 46 + 'empty.txt'.length;
  expect(bytes.readUInt32LE(second + 16)).toBe(crc32('{"a":1}'));
});

test('a file that cannot be read ends the archive with its reason', async () => {
  const out = new PassThrough();
  out.resume();
  const zip = new ZipWriter(out, new Date());
  const failing = async function* (): AsyncGenerator<string> {
    yield await Promise.resolve('a');
    throw new Error('the database is away');
  };
  await expect(zip.add('a.txt', failing())).rejects.toThrow('the database is away');
});

test('an archive whose end is gone is told why, also when that came while a file was read', async () => {
  const out = new PassThrough();
  out.on('error', () => undefined);
  const zip = new ZipWriter(out, new Date());
  const late = async function* (): AsyncGenerator<string> {
    out.destroy(new Error('the disk is full'));
    yield await Promise.resolve('a');
  };
  await expect(zip.add('a.txt', late())).rejects.toThrow('the disk is full');
});

test('an archive of many files takes no more memory than one of few', async () => {
  const out = new PassThrough();
  out.resume();
  const zip = new ZipWriter(out, new Date());
  const text = 'x'.repeat(Buffer.poolSize / 4);
  const add = async (count: number, folder: string) => {
    for (let no = 0; no < count; no += 1)
      await zip.add(`${folder}/${no}.csv`, pieces(text, text, text, text));
    return outsideHeap();
  };
  const first = await add(20, 'few');
  expect((await add(200, 'many')) - first).toBeLessThan(20 * Buffer.poolSize);
});
