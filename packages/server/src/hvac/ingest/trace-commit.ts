import { traceOfReport, type Tracing } from '../../platform/tracing/tracing.ts';
import { numberOf, type Entry } from './batch-draft.ts';

/** Name of the span of a commit in the trace of its report. */
export const COMMIT_SPAN = 'commit';

interface Committed {
  readonly entry: Entry;
  readonly queuedMs: number | undefined;
}

/** Spans of the reports that one transaction has committed, each from when it was handed to the writer. */
export function traceCommit(tracing: Tracing | undefined, batch: readonly Committed[]): void {
  if (!tracing) return;
  const endMs = tracing.now();
  for (const { entry, queuedMs: startMs = endMs } of batch) {
    const { gatewayId, atMs, report } = entry;
    // 0: of a report whose values could not be read.
    if (!report || !atMs) continue;
    tracing.record({
      trace: traceOfReport(gatewayId, atMs),
      id: COMMIT_SPAN,
      // A gateway that does not number its reports has none to begin with.
      parent: numberOf(entry) && 'report',
      name: COMMIT_SPAN,
      startMs,
      endMs,
      attributes: { 'hearthgate.gateway.id': gatewayId, 'hearthgate.batch.reports': batch.length },
    });
  }
}
