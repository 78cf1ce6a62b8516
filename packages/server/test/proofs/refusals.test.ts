import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';
import { inventions } from './refusals/inventions.ts';
import { writeReport, type Figures } from './refusals/report.ts';
import { growth } from './refusals/statistics.ts';
import { storm } from './refusals/storm.ts';
import { compareRefusals } from './refusals/timing.ts';

/** `npm run proof:refusals` runs the long form and writes docs/proofs/refusals.md. */
const isLong = process.env['MODE'] === 'long';
const SIZE = isLong
  ? { storm: 100_000, inventions: 40_000, timing: 10_000, control: 1_000 }
  : { storm: 8_000, inventions: 8_000, timing: 1_000, control: 300 };
/** A busy machine may take many times as long as a free one; what hangs is found by the time-out of each answer. */
const TIMEOUT_MS = isLong ? 900_000 : 120_000;
/** Samples of memory in a run. */
const SAMPLES = 10;
/** Bytes per request: less than the smallest thing that could be kept of it; in a short run the code is still warming up. */
const GROWTH_MAX_BYTES = isLong ? 25 : 80;
/** Chance alone goes beyond this once in 16,000 runs. */
const Z_MAX = 4;

describe('refusals', () => {
  const seed = Number(process.env['PROOF_SEED'] ?? 1);
  const figures: { -readonly [Part in keyof Figures]?: Figures[Part] } = {};
  let sandbox: TestSandbox;

  beforeAll(async () => {
    sandbox = await startSandbox({
      TRUST_PROXY: '127.0.0.1',
      SANDBOX_CALLERS: '127.0.0.0/8,::1,198.51.100.0/24',
    });
  });
  afterAll(() => sandbox.stop());

  test(
    'no request whatsoever is answered with 5xx, or let in without a valid key',
    async () => {
      const run = { seed, requests: SIZE.storm, sampleEvery: SIZE.storm / SAMPLES };
      const result = await storm(sandbox, run);
      figures.storm = result;
      expect(result.faults).toEqual([]);
      // All of it happened: refused, limited, let in.
      const seen = Object.fromEntries(result.answers);
      for (const label of ['401 `api-key-unknown`', '429 `rate-limit-exceeded`', '200', 'not HTTP: refused'])
        expect([label, (seen[label] ?? 0) > SIZE.storm / 200]).toEqual([label, true]);
      if (isLong) expect(growth(result.memory) / run.sampleEvery).toBeLessThan(GROWTH_MAX_BYTES);
    },
    TIMEOUT_MS,
  );

  test(
    'invented keys, addresses, gateways, circuits and programs leave nothing in memory',
    async () => {
      const run = { seed, requests: SIZE.inventions, sampleEvery: SIZE.inventions / SAMPLES };
      const memory = await inventions(sandbox, run);
      figures.inventions = { requests: run.requests, memory };
      expect(growth(memory) / run.sampleEvery).toBeLessThan(GROWTH_MAX_BYTES);
    },
    TIMEOUT_MS,
  );

  test(
    'nobody can tell an unknown id from a wrong secret by the time it takes',
    async () => {
      figures.control = await compareRefusals(sandbox, ['unknown', 'malformed'], {
        seed,
        each: SIZE.control,
      });
      expect(Math.abs(figures.control.z)).toBeGreaterThan(Z_MAX);
      figures.secret = await compareRefusals(sandbox, ['unknown', 'wrongSecret'], {
        seed,
        each: SIZE.timing,
      });
      const { medians, noise, z } = figures.secret;
      expect(Math.abs(z)).toBeLessThan(Z_MAX);
      expect(Math.abs(medians[0] - medians[1])).toBeLessThan(2 * noise[1]);
    },
    TIMEOUT_MS,
  );

  test.runIf(isLong)('the figures are written down', async () => {
    const { storm: stormed, inventions: invented, secret, control } = figures;
    if (!stormed || !invented || !secret || !control) throw new Error('a part of the proof has failed');
    const { rows } = await sandbox.pool.query<{ server_version: string }>('SHOW server_version');
    const postgres = rows[0]?.server_version.split(' ')[0] ?? '';
    await writeReport({ seed, postgres, storm: stormed, inventions: invented, secret, control });
  });
});
