import type { ReportMark } from '../system-state.ts';

const NOTHING: ReportMark = { acked: 0, ahead: new Set() };

/** Was this report committed already? */
export function isCommitted(mark: ReportMark = NOTHING, seq: number): boolean {
  return seq <= mark.acked || mark.ahead.has(seq);
}

/** The mark with this report added. */
export function withReport(mark: ReportMark = NOTHING, seq: number): ReportMark {
  return isCommitted(mark, seq) ? mark : closeUp(mark.acked, new Set(mark.ahead).add(seq));
}

/** Reports before `oldestSeq` will never come: the mark moves past them, and the missing ones are named. */
export function skipTo(
  mark: ReportMark = NOTHING,
  oldestSeq: number,
): { mark: ReportMark; missing: [number, number][] } {
  if (oldestSeq <= mark.acked + 1) return { mark, missing: [] };
  const missing: [number, number][] = [];
  let from = mark.acked + 1;
  for (const seq of [...mark.ahead].toSorted((a, b) => a - b)) {
    if (seq >= oldestSeq) break;
    if (seq > from) missing.push([from, seq - 1]);
    from = seq + 1;
  }
  if (from < oldestSeq) missing.push([from, oldestSeq - 1]);
  const ahead = new Set([...mark.ahead].filter((seq) => seq >= oldestSeq));
  return { mark: closeUp(oldestSeq - 1, ahead), missing };
}

function closeUp(acked: number, ahead: Set<number>): ReportMark {
  let next = acked;
  while (ahead.delete(next + 1)) next += 1;
  return { acked: next, ahead };
}
