import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DiskRing } from './disk-ring.ts';
import { openRing, renewRing } from './open-ring.ts';
import { encodeRecord } from './record.ts';

const NOON = Date.UTC(2026, 0, 15, 12);
const HOUR_MS = 3_600_000;
const ROOM = '/heatingCircuits/hc1/roomtemperature';

let parent: string;
let folder: string;
let lines: string[];
const open = (limits = { maxBytes: 1_000_000, segmentBytes: 600 }) =>
  openRing(folder, { limits, log: (line) => lines.push(line) });

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'hg-ring-'));
  folder = join(parent, 'ring');
  lines = [];
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const files = () =>
  readdirSync(folder)
    .toSorted()
    .map((name) => join(folder, name));
const lastFile = () => files().at(-1) ?? '';
/** Seq and value of everything kept. */
function kept(ring: DiskRing): [number, unknown][] {
  const found: [number, unknown][] = [];
  for (let seq = ring.oldestSeq; seq <= ring.lastSeq; seq += 1) {
    const report = JSON.parse(ring.payload({ seq, late: true, sentAtMs: undefined })) as {
      boot: string;
      seq: number;
      late: boolean;
      values: Record<string, unknown>;
    };
    expect([report.boot, report.late]).toEqual([ring.boot, true]);
    found.push([report.seq, report.values[ROOM]]);
  }
  return found;
}
const range = (from: number, to: number): [number, unknown][] =>
  Array.from({ length: to - from + 1 }, (_unused, index) => [from + index, from + index]);
function fill(ring: DiskRing, count: number, startMs = NOON): void {
  for (let times = 0; times < count; times += 1)
    ring.add(startMs + times * 60_000, { [ROOM]: ring.lastSeq + 1 }, false);
}

test('reports outlive the process, with the same boot and without a hole in the numbers', () => {
  const before = open();
  fill(before, 20);
  expect(files().length).toBeGreaterThan(2);
  const after = open();
  expect([after.boot, after.latestAtMs]).toEqual([before.boot, NOON + 19 * 60_000]);
  fill(after, 5);
  expect(kept(after)).toEqual(range(1, 25));
  expect(after.nextUnsent(1)).toMatchObject({ seq: 1, late: true });
});

test('what is covered goes from the disk, the number goes on, and covered ones do not come back', () => {
  const before = open();
  fill(before, 20);
  expect(before.cover(18)).toBe(true);
  expect(files().length).toBeLessThan(4);
  expect(kept(open())).toEqual(range(19, 20));
  before.cover(20);
  const after = open();
  expect([after.size, after.oldestSeq, after.lastSeq]).toEqual([0, 21, 20]);
  expect(after.latestAtMs).toBe(NOON + 19 * 60_000);
  expect(after.cover(21)).toBe(false);
});

test('a tail that was torn when the power went is cut off, whatever is in it', () => {
  const tails = [
    Buffer.from([1]),
    Buffer.alloc(300),
    encodeRecord('{"boot":"x"}').subarray(0, 15),
    Buffer.alloc(9, 0xff),
  ];
  for (const tail of tails) {
    fill(open(), 3);
    const whole = statSync(lastFile()).size;
    appendFileSync(lastFile(), tail);
    const ring = open();
    expect(statSync(lastFile()).size).toBe(whole);
    expect(lines.pop()).toContain(`${tail.length} bytes at its end were not whole`);
    expect(kept(ring).map(([, value]) => value)).toEqual(range(1, ring.lastSeq).map(([, value]) => value));
  }
});

test('a file that was being made when the power went is no hindrance', () => {
  fill(open(), 3);
  writeFileSync(join(folder, '0000000000000004.seg'), Buffer.alloc(5));
  const ring = open();
  fill(ring, 1);
  expect(kept(ring)).toEqual(range(1, 4));
});

test('damage in the middle costs the values behind it in that file, and no number', () => {
  fill(open(), 20);
  const damaged = files()[1] ?? '';
  const bytes = readFileSync(damaged);
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 20) ^ 0xff, bytes.length - 20);
  writeFileSync(damaged, bytes);
  const found = kept(open());
  expect(found.map(([seq]) => seq)).toEqual(range(1, 20).map(([seq]) => seq));
  expect(found.filter(([, value]) => value === undefined).length).toBeGreaterThan(0);
  expect(found.filter(([, value]) => value === undefined).length).toBeLessThan(5);
});

test('a full ring drops its oldest file and says how many reports that were', () => {
  const ring = open({ maxBytes: 3_000, segmentBytes: 600 });
  let dropped = 0;
  for (let times = 0; times < 100; times += 1)
    dropped += ring.add(NOON + times, { [ROOM]: ring.lastSeq + 1 }, false);
  expect(dropped).toBeGreaterThan(50);
  expect(kept(ring)).toEqual(range(dropped + 1, 100));
  expect(lines.at(-1)).toContain('the ring holds 3000 bytes at most');
  const bytes = files().reduce((sum, file) => sum + statSync(file).size, 0);
  expect(bytes).toBeLessThan(3_000);
  expect(kept(open())).toEqual(range(dropped + 1, 100));
});

test('reports older than seven days go, with their files', () => {
  const ring = open();
  fill(ring, 20);
  const dropped = ring.add(NOON + 7 * 24 * HOUR_MS + 10 * 60_000, { [ROOM]: 21 }, false);
  expect(dropped).toBe(10);
  expect(kept(ring)).toEqual(range(11, 21));
});

test('numbers that the platform knows and the disk has lost are not given again', () => {
  const before = open();
  fill(before, 5);
  before.cover(2);
  const ring = renewRing(folder, before, { limits: { maxBytes: 1_000_000, segmentBytes: 600 } });
  expect(ring.boot).not.toBe(before.boot);
  expect(kept(ring)).toEqual([
    [1, 3],
    [2, 4],
    [3, 5],
  ]);
  expect(readdirSync(parent)).toEqual(['ring']);
  expect(kept(open())).toEqual(kept(ring));
});

test('whatever happens, each report that was taken is there until it is covered or dropped, and no number is used twice', () => {
  const operation = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ do: fc.constant('add' as const), values: fc.integer({ min: 1, max: 5 }) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('cover' as const),
        part: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
    },
    // Lost power: of what was not confirmed any part may be there, in any state.
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('power' as const),
        tail: fc.uint8Array({ maxLength: 40 }),
        cut: fc.nat(200),
      }),
    },
  );
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 40 }), (operations) => {
      rmSync(folder, { recursive: true, force: true });
      let ring = open();
      const { boot } = ring;
      const given = new Map<number, string>();
      let covered = 0;
      let durable = statSync(lastFile()).size;
      for (const step of operations) {
        if (step.do === 'add') {
          const values = Object.fromEntries(
            Array.from({ length: step.values }, (_unused, n) => [`${ROOM}${n}`, Math.random()]),
          );
          ring.add(NOON + given.size * 1_000, values, false);
          expect(given.has(ring.lastSeq)).toBe(false);
          given.set(ring.lastSeq, ring.payload({ seq: ring.lastSeq, late: false, sentAtMs: undefined }));
          durable = statSync(lastFile()).size;
        } else if (step.do === 'cover') {
          covered = Math.max(covered, Math.floor(step.part * ring.lastSeq));
          ring.cover(covered);
        } else {
          const size = statSync(lastFile()).size;
          truncateSync(lastFile(), Math.max(durable, size - step.cut));
          appendFileSync(lastFile(), step.tail);
          ring = open();
          expect([ring.boot, ring.lastSeq]).toEqual([boot, given.size]);
          durable = statSync(lastFile()).size;
        }
        for (const [seq, body] of given) {
          if (seq <= covered) continue;
          expect(ring.payload({ seq, late: false, sentAtMs: undefined })).toBe(body);
        }
      }
    }),
    { numRuns: 150 },
  );
});
