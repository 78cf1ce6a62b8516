import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HoleBook } from './hole-book.ts';

const HOUR_MS = 3_600_000;
const NOON = Date.UTC(2026, 0, 15, 12);
const HOLE = { fromMs: NOON - 5 * HOUR_MS, toMs: NOON + HOUR_MS / 2 };

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hg-holes-'));
  file = join(folder, 'holes.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a hole is filled in two goes, the second when its last hour is over, and outlives the process', () => {
  new HoleBook(file).add(HOLE);
  const book = new HoleBook(file);
  expect(book.due(HOLE.toMs)).toMatchObject([HOLE]);
  book.filled(HOLE, NOON, HOLE.toMs);
  const rest = { fromMs: NOON, toMs: HOLE.toMs };
  expect(new HoleBook(file).due(NOON + HOUR_MS)).toEqual([]);
  const overMs = HOLE.toMs + HOUR_MS + 2 * 60_000;
  expect(new HoleBook(file).due(overMs)).toMatchObject([rest]);
  book.filled(rest, NOON + HOUR_MS, overMs);
  expect(new HoleBook(file).due(overMs + HOUR_MS)).toEqual([]);
  expect(readdirSync(folder)).toEqual(['holes.json']);
});

test('a hole whose end was lost with the power is one hole with a later end', () => {
  new HoleBook(file).add(HOLE);
  const book = new HoleBook(file);
  book.add({ ...HOLE, toMs: NOON + HOUR_MS });
  expect(book.due(NOON + HOUR_MS)).toMatchObject([{ ...HOLE, toMs: NOON + HOUR_MS }]);
});

test('recordings that cannot be read are tried again after five minutes, and given up after a day', () => {
  const book = new HoleBook(file);
  book.add(HOLE);
  book.failed(HOLE, HOLE.toMs);
  expect(book.due(HOLE.toMs + 60_000)).toEqual([]);
  expect(book.due(HOLE.toMs + 5 * 60_000)).toMatchObject([HOLE]);
  book.failed(HOLE, HOLE.toMs + 25 * HOUR_MS);
  expect(book.due(HOLE.toMs + 100 * HOUR_MS)).toEqual([]);
});

test('of a long absence the last seven days are filled; a clock that jumps cannot fill the book; a damaged one is empty', () => {
  const book = new HoleBook(file);
  book.add({ fromMs: 0, toMs: NOON });
  expect(book.due(NOON)).toMatchObject([{ fromMs: NOON - 7 * 24 * HOUR_MS, toMs: NOON }]);
  for (let times = 1; times <= 60; times += 1) book.add({ fromMs: NOON + times, toMs: NOON + times + 1 });
  expect(book.due(NOON + HOUR_MS)).toHaveLength(50);
  for (const damage of ['{', '[{"fromMs":1}]', '']) {
    writeFileSync(file, damage);
    expect(new HoleBook(file).due(NOON + HOUR_MS)).toEqual([]);
  }
});
