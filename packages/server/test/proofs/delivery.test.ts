import { describe, expect, test } from 'vitest';
import { chaos, type Chaos } from './delivery/chaos.ts';
import { fairness, type Fairness } from './delivery/fairness.ts';
import { writeReport } from './delivery/report.ts';

/** `npm run proof:delivery` runs the long form and writes docs/proofs/delivery.md. */
const isLong = process.env['MODE'] === 'long';
const SIZE = isLong
  ? { rounds: 20, backlog: 100_000, quietMs: 20_000 }
  : { rounds: 3, backlog: 5_000, quietMs: 2_000 };
/** A busy machine may take many times as long as a free one. */
const TIMEOUT_MS = isLong ? 1_800_000 : 180_000;
/** In a short run a few events decide, and what else the machine does. */
const SLOWER_MAX = isLong ? 2 : 10;

describe('delivery', () => {
  const seed = Number(process.env['PROOF_SEED'] ?? 1);
  let chaotic: Chaos | undefined;
  let fair: Fairness | undefined;

  test(
    'whatever is killed and however the receiver answers, nothing acknowledged is lost',
    async () => {
      chaotic = await chaos({ rounds: SIZE.rounds, seed });
      expect(chaotic.faults).toEqual([]);
      expect(chaotic.delivered).toBe(chaotic.logged);
    },
    TIMEOUT_MS,
  );

  test(
    'an endpoint with a backlog does not hold up the others',
    async () => {
      const measured = await fairness(SIZE.backlog, SIZE.quietMs);
      if (isLong) console.log(measured);
      expect(measured.beside.p99).toBeLessThan(SLOWER_MAX * measured.alone.p99);
      fair = measured;
    },
    TIMEOUT_MS,
  );

  test.runIf(isLong)('the figures are written down', async () => {
    if (!chaotic || !fair) throw new Error('a part of the proof has failed');
    await writeReport({ seed, chaos: chaotic, fairness: fair });
  });
});
