import { REQUEST_SPAN } from '../../platform/tracing/http-tracing.ts';
import { traceOfCommand, type Tracing } from '../../platform/tracing/tracing.ts';
import type { CommandRow } from '../tables.ts';

/** Name of the span of a command in its trace. */
const COMMAND_SPAN = 'command';

/** Spans of a command that has ended: from the call, and from when it left for the gateway until it was read back. */
export function traceCommand(tracing: Tracing | undefined, row: CommandRow): void {
  if (!tracing || !row.ended_at) return;
  const endMs = tracing.now();
  const endedMs = row.ended_at.getTime();
  const agoMs = (at: Date) => endMs - Math.max(0, endedMs - at.getTime());
  const span = {
    trace: traceOfCommand(row.command_id),
    endMs,
    attributes: {
      'hearthgate.command.id': row.command_id,
      'hearthgate.command.status': row.status,
      'hearthgate.command.writes': row.writes.length,
      'hearthgate.gateway.id': row.gateway_id,
    },
    ...(row.status !== 'CONFIRMED' && { failure: row.reason ?? row.status }),
  };
  const startMs = agoMs(row.accepted_at);
  tracing.record({ ...span, id: COMMAND_SPAN, parent: REQUEST_SPAN, name: COMMAND_SPAN, startMs });
  if (row.sent_at)
    tracing.record({
      ...span,
      parent: COMMAND_SPAN,
      name: 'read-back',
      kind: 'client',
      startMs: agoMs(row.sent_at),
    });
}
