import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLog } from '../../platform/log.ts';
import { AnchorFile } from './anchor-file.ts';

const log = createLog('silent');
let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hg-anchors-'));
  path = join(folder, 'heads.jsonl');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const lines = async () => (await readFile(path, 'utf8')).split('\n');

test('everything that is added stands in the file, one a line, whenever it came', async () => {
  const anchors = await AnchorFile.open(path, log);
  for (let no = 1; no <= 50; no += 1) {
    anchors.add({ no, a: 'x' });
    if (no % 10 === 0) await Promise.resolve();
    if (no % 25 === 0) await anchors.settled();
  }
  await anchors.close();
  expect(await lines()).toEqual([...Array.from({ length: 50 }, (_, i) => `{"a":"x","no":${i + 1}}`), '']);
});

test('a line that a crash has cut in half goes, and those before it stay', async () => {
  await writeFile(path, '{"no":1}\n{"no":2}\n{"no":');
  const anchors = await AnchorFile.open(path, log);
  anchors.add({ no: 3 });
  await anchors.close();
  expect(await lines()).toEqual(['{"no":1}', '{"no":2}', '{"no":3}', '']);
});

test('what cannot be written now is written later', async () => {
  const anchors = await AnchorFile.open(join(folder, 'later', 'heads.jsonl'), log);
  anchors.add({ no: 1 });
  await anchors.settled();
  path = join(folder, 'later', 'heads.jsonl');
  await mkdir(join(folder, 'later'));
  anchors.add({ no: 2 });
  await anchors.close();
  expect(await lines()).toEqual(['{"no":1}', '{"no":2}', '']);
});
