import type { Report } from '@hearthgate/wire';
import { traceOfReport, type Tracing } from '../../../platform/tracing/tracing.ts';

/** Spans of a report that is acknowledged: from the message to the acknowledgement, and what reading it took. */
export function traceReport(
  tracing: Tracing | undefined,
  {
    gatewayId,
    report,
    receivedMs,
    decodedMs,
  }: {
    gatewayId: number;
    report: Report;
    receivedMs: number | undefined;
    decodedMs: number | undefined;
  },
): void {
  // A report that is read again was not received now.
  if (!tracing || receivedMs === undefined || decodedMs === undefined) return;
  const trace = traceOfReport(gatewayId, Date.parse(report.at));
  const attributes = {
    'hearthgate.gateway.id': gatewayId,
    'hearthgate.report.boot': report.boot,
    'hearthgate.report.seq': report.seq,
    'hearthgate.report.values': Object.keys(report.values).length,
  };
  const span = { trace, startMs: receivedMs, attributes };
  tracing.record({ ...span, id: 'report', name: 'report', kind: 'consumer', endMs: tracing.now() });
  tracing.record({ ...span, parent: 'report', name: 'decode', endMs: decodedMs });
}
