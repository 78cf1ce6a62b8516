import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLog } from './log.ts';
import { AppendFile } from './append-file.ts';

const log = createLog('silent');
let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hg-lines-'));
  path = join(folder, 'heads.jsonl');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const lines = async () => (await readFile(path, 'utf8')).split('\n');

test('everything that is added stands in the file, one a line, whenever it came', async () => {
  const file = await AppendFile.open(path, 'lines', log);
  for (let no = 1; no <= 50; no += 1) {
    file.add(`{"a":"x","no":${no}}`);
    if (no % 10 === 0) await Promise.resolve();
    if (no % 25 === 0) await file.settled();
  }
  await file.close();
  expect(await lines()).toEqual([...Array.from({ length: 50 }, (_, i) => `{"a":"x","no":${i + 1}}`), '']);
});

test('a line that a crash has cut in half goes, and those before it stay', async () => {
  await writeFile(path, '{"no":1}\n{"no":2}\n{"no":');
  const file = await AppendFile.open(path, 'lines', log);
  file.add('{"no":3}');
  await file.close();
  expect(await lines()).toEqual(['{"no":1}', '{"no":2}', '{"no":3}', '']);
});

test('what cannot be written now is written later', async () => {
  const file = await AppendFile.open(join(folder, 'later', 'heads.jsonl'), 'lines', log);
  file.add('{"no":1}');
  await file.settled();
  path = join(folder, 'later', 'heads.jsonl');
  await mkdir(join(folder, 'later'));
  file.add('{"no":2}');
  await file.close();
  expect(await lines()).toEqual(['{"no":1}', '{"no":2}', '']);
});
