import { describe, expect, test } from 'vitest';
import { live, type Lived, type Stay } from './year/live.ts';
import { writeReport } from './year/report.ts';

/** `npm run proof:year` runs the long form and writes docs/proofs/year.md. */
const isLong = process.env['MODE'] === 'long';
const YEAR_S = 60;
/** A short run shares its machine with other tests. */
const SLOWER_BY = isLong ? 1 : 6;
const TIMEOUT_MS = isLong ? 1_800_000 : 120_000;
const YEAR: Stay = { from: '2026-01-01T10:00:00Z', days: 365, houses: 'one' };
const STAYS: readonly (readonly [name: string, stay: Stay, performance: readonly [number, number]])[] = isLong
  ? [['a year', YEAR, [2.8, 4.5]]]
  : [
      // Frost costs performance, and what the sun gives in spring is heat for water above all.
      ['two weeks of winter', { ...YEAR, days: 14 }, [2.4, 4]],
      ['a week of spring', { ...YEAR, from: '2026-04-08T10:00:00Z', days: 7 }, [2.8, 4.5]],
    ];

describe('a world that lives faster', () => {
  const lived: Lived[] = [];

  test.each(STAYS)(
    '%s of one heat pump house goes through broker and database in time, and nothing is lost',
    async (_name, stay, [least, most]) => {
      const life = await live(stay);
      lived.push(life);
      if (isLong) console.log(life);
      expect(life.lost).toBe(0);
      expect(life.reports).toBeGreaterThanOrEqual(stay.days * 96);
      expect(life.seconds).toBeLessThan(SLOWER_BY * Math.max(2, (YEAR_S * stay.days) / 365));
      // The run tells how far it is.
      for (const looks of life.looks) {
        expect(looks).toEqual([...looks].toSorted((a, b) => a - b));
        expect(looks.at(-1)).toBe(1);
      }
      expect(life.seasonalPerformance).toBeGreaterThan(least);
      expect(life.seasonalPerformance).toBeLessThan(most);
      for (const [circuit, { within, heatingHours }] of life.comfort) {
        expect([circuit, within]).toEqual([circuit, expect.toSatisfy((share: number) => share >= 0.95)]);
        expect(heatingHours).toBeGreaterThan(stay.days);
      }
    },
    TIMEOUT_MS,
  );

  test.runIf(isLong)(
    'the seeded houses are measured, and the figures written down',
    async () => {
      const [one] = lived;
      if (!one) throw new Error('the year of one house has failed');
      const seeded = await live({ ...YEAR, houses: 'seeded' });
      console.log(seeded);
      expect(seeded.lost).toBe(0);
      await writeReport(one, seeded);
    },
    TIMEOUT_MS,
  );
});
