import fs, { mkdtempSync, rmSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { NativeGateway } from '../../gateway/native-gateway.ts';
import { PATH, Thermostat } from '../../gateway/test-thermostat.ts';
import { openRing } from './open-ring.ts';

const calls = { list: [] as string[], fail: undefined as string | undefined };

/** The real file system, with a record of what is written and forced to the disk, and a disk that fails when told to. */
function watch(name: string, method: 'writeSync' | 'fdatasyncSync' | 'fsyncSync'): void {
  const real = fs[method] as (...args: unknown[]) => unknown;
  vi.spyOn(fs, method).mockImplementation((...args: unknown[]): never => {
    calls.list.push(name);
    if (calls.fail === name) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    return real(...args) as never;
  });
}

beforeAll(() => {
  watch('write', 'writeSync');
  watch('sync', 'fdatasyncSync');
  watch('sync folder', 'fsyncSync');
  syncBuiltinESMExports();
});
afterAll(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
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

test('a gateway whose disk is full goes on, and tells everything with the next report that it can keep', () => {
  const { ring } = ringOf();
  const lines: string[] = [];
  const gateway = new NativeGateway({
    brokerUrl: 'mqtt://127.0.0.1:1',
    gatewayId: '101000001',
    password: 'secret',
    appliance: new Thermostat(),
    now: () => 0,
    ring,
    tells: 'changes',
    log: (line) => lines.push(line),
  });
  calls.fail = 'write';
  gateway.report();
  calls.fail = undefined;
  expect(lines).toEqual(['a report could not be kept: no space left']);
  expect(() => {
    calls.fail = 'write';
    gateway.reportPast(0, { [PATH]: 1 });
  }).toThrow('no space left');
  calls.fail = undefined;
  gateway.report();
  expect(JSON.parse(ring.payload({ seq: 1, late: false, sentAtMs: undefined }))).toMatchObject({
    values: { [PATH]: 20 },
  });
});
