import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openRing } from './open-ring.ts';

const calls = vi.hoisted(() => ({ list: [] as string[], fail: undefined as string | undefined }));

/** The real file system, with a record of what is written and forced to the disk, and a disk that fails when told to. */
vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>();
  const watched =
    <A extends unknown[], R>(name: string, call: (...args: A) => R) =>
    (...args: A): R => {
      calls.list.push(name);
      if (calls.fail === name) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
      return call(...args);
    };
  return {
    ...real,
    writeSync: watched('write', real.writeSync as (...args: unknown[]) => number),
    fdatasyncSync: watched('sync', real.fdatasyncSync),
    fsyncSync: watched('sync folder', real.fsyncSync),
  };
});

function ringOf(segmentBytes = 1_000_000) {
  const folder = mkdtempSync(join(tmpdir(), 'hg-ring-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const open = () => openRing(join(folder, 'ring'), { limits: { maxBytes: 1_000_000, segmentBytes } });
  calls.list = [];
  return { ring: open(), open };
}

test('a report is forced to the disk before it can be sent, a new file with its name, an acknowledgement is not', () => {
  const { ring } = ringOf(200);
  expect(calls.list).toEqual(['write', 'sync', 'sync folder', 'sync folder']);
  calls.list = [];
  ring.add(0, { '/a': 1 }, false);
  expect(calls.list).toEqual(['write', 'sync']);
  calls.list = [];
  ring.cover(1);
  expect(calls.list).toEqual(['write']);
  calls.list = [];
  ring.add(0, { '/a': 2 }, false);
  expect(calls.list).toEqual(['write', 'sync', 'sync folder', 'write', 'sync']);
});

test.each(['write', 'sync'])(
  'a disk that fails at %s costs the report, no number and nothing else',
  (failing) => {
    const { ring, open } = ringOf();
    ring.add(0, { '/a': 1 }, false);
    calls.fail = failing;
    expect(() => ring.add(1, { '/a': 2 }, false)).toThrow('no space left');
    calls.fail = undefined;
    expect([ring.lastSeq, ring.size]).toEqual([1, 1]);
    ring.add(2, { '/a': 3 }, false);
    const again = open();
    expect([again.lastSeq, again.payload({ seq: 2, late: false, sentAtMs: undefined })]).toEqual([
      2,
      ring.payload({ seq: 2, late: false, sentAtMs: undefined }),
    ]);
  },
);
