import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ReportMark } from '../system-state.ts';
import { isCommitted, skipTo, withReport } from './report-mark.ts';

function markOf(seqs: Iterable<number>): ReportMark | undefined {
  let mark: ReportMark | undefined;
  for (const seq of seqs) mark = withReport(mark, seq);
  return mark;
}
function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}
/** The last number before the first hole. */
function firstHole(seqs: ReadonlySet<number>): number {
  let last = 0;
  while (seqs.has(last + 1)) last += 1;
  return last;
}

const someSeqs = fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 60 });

test('a new boot has nothing committed', () => {
  expect(isCommitted(undefined, 1)).toBe(false);
  expect(withReport(undefined, 1)).toEqual({ acked: 1, ahead: new Set() });
});

test('1 to n in any order, some more than once, end as n without a rest', () => {
  const orders = fc.integer({ min: 1, max: 40 }).chain((count) => {
    const again = fc.array(fc.integer({ min: 1, max: count }));
    const all = again.map((list) => [...range(1, count), ...list]);
    return fc.tuple(
      fc.constant(count),
      all.chain((list) => fc.shuffledSubarray(list, { minLength: list.length })),
    );
  });
  fc.assert(
    fc.property(orders, ([count, seqs]) => {
      expect(markOf(seqs)).toEqual({ acked: count, ahead: new Set() });
    }),
  );
});

test('the mark stands before the first hole, and knows what is beyond it', () => {
  fc.assert(
    fc.property(someSeqs, (seqs) => {
      const seen = new Set<number>();
      let mark: ReportMark | undefined;
      for (const seq of seqs) {
        expect(isCommitted(mark, seq)).toBe(seen.has(seq));
        seen.add(seq);
        mark = withReport(mark, seq);
        const acked = firstHole(seen);
        expect(mark).toEqual({ acked, ahead: new Set([...seen].filter((each) => each > acked)) });
      }
    }),
  );
});

test('a mark is never changed in place', () => {
  const before = markOf([1, 3]);
  withReport(before, 2);
  skipTo(before, 5);
  expect(before).toEqual({ acked: 1, ahead: new Set([3]) });
});

test('skipping names exactly the missing reports, once, and moves past them', () => {
  fc.assert(
    fc.property(someSeqs, fc.integer({ min: 1, max: 40 }), (seqs, oldestSeq) => {
      const had = new Set(seqs);
      const { mark, missing } = skipTo(markOf(seqs), oldestSeq);
      const lost = range(1, oldestSeq - 1).filter((seq) => !had.has(seq));
      expect(missing.flatMap(([from, to]) => range(from, to))).toEqual(lost);
      const settled = new Set([...had, ...lost]);
      const acked = firstHole(settled);
      expect(mark.acked).toBe(acked);
      expect([...mark.ahead].toSorted((a, b) => a - b)).toEqual(
        [...had].filter((seq) => seq > acked).toSorted((a, b) => a - b),
      );
    }),
  );
});

test('neighbours are named as one gap', () => {
  expect(skipTo(markOf([1, 4, 5]), 9)).toEqual({
    mark: { acked: 8, ahead: new Set() },
    missing: [
      [2, 3],
      [6, 8],
    ],
  });
});

test('no empty gap is named before a report that came early', () => {
  expect(skipTo(markOf([1, 3, 4]), 4).missing).toEqual([[2, 2]]);
});

test('nothing is missing where the gateway still keeps the next report', () => {
  const mark = markOf([1, 2, 4]);
  expect(skipTo(mark, 3)).toEqual({ mark, missing: [] });
  expect(skipTo(undefined, 1)).toEqual({ mark: { acked: 0, ahead: new Set() }, missing: [] });
});
