import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';
import { writeReport } from './agent/report.ts';
import { type Outcome, twoDays } from './agent/two-days.ts';

/** `npm run proof:agent` runs the long form and writes docs/proofs/agent.md. */
const isLong = process.env['MODE'] === 'long';
const SIZE = isLong ? { stepMinutes: 5, killChance: 0.1 } : { stepMinutes: 15, killChance: 0.04 };
const KINDS = isLong ? (['km200', 'k40rf'] as const) : (['km200'] as const);
const TIMEOUT_MS = isLong ? 1_800_000 : 240_000;
/** The platform takes a value as known for half an hour. */
const HOLE_MINUTES = 30;

describe('the edge agent', () => {
  const seed = Number(process.env['PROOF_SEED'] ?? 1);
  const outcomes: Outcome[] = [];
  let sandbox: TestSandbox;

  beforeAll(async () => {
    sandbox = await startSandbox();
    await sandbox.call('POST', '/sandbox/clock', { body: { freeze: true } });
    await sandbox.unplugHouses();
  });
  afterAll(() => sandbox.stop());

  test.each(KINDS)(
    '%s: cut off for 48 hours and killed at random, it ends with no hole in the recordings',
    async (kind) => {
      const outcome = await twoDays(sandbox, { kind, seed, ...SIZE });
      outcomes.push(outcome);
      // All of it happened.
      expect(outcome.kills).toBeGreaterThan(2);
      expect(outcome.tornWrites).toBeGreaterThan(0);
      expect(outcome.longStops).toBeGreaterThan(0);
      expect(outcome.recordings).toBeGreaterThan(outcome.points * 90);
      expect(outcome.longestHoleMinutes).toBeLessThanOrEqual(HOLE_MINUTES);
      expect(outcome).toMatchObject({ wrongValues: 0, repeated: 0, lostReports: 0, boots: 1 });
    },
    TIMEOUT_MS,
  );

  test.runIf(isLong)('the figures are written down', async () => {
    expect(outcomes).toHaveLength(KINDS.length);
    const { rows } = await sandbox.pool.query<{ server_version: string }>('SHOW server_version');
    await writeReport(seed, rows[0]?.server_version.split(' ')[0] ?? '', outcomes);
  });
});
