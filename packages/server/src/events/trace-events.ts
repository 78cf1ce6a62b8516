import { traceOfCommand, traceOfReport, type Tracing } from '../platform/tracing/tracing.ts';
import type { Sent } from './delivery/journal.ts';
import type { EventRow, WebhookKey } from './tables.ts';

/** The trace that an event belongs to, by what stands in the event, and the span that it comes from. */
function originOf(event: EventRow): { trace: string; parent?: string } {
  if (event.type === 'DATA_POINT' && event.gateway_id !== null)
    return { trace: traceOfReport(event.gateway_id, event.occurred_at.getTime()), parent: 'commit' };
  if (event.type === 'COMMAND_STATUS') {
    const { commandId } = JSON.parse(event.data) as { commandId: string };
    return { trace: traceOfCommand(commandId), parent: 'command' };
  }
  return { trace: `event ${event.event_id}` };
}

/** Spans of events that were written into a company's log: from the outbox to the commit. */
export function traceFanOut(
  tracing: Tracing | undefined,
  events: readonly EventRow[],
  startMs: number,
): void {
  if (!tracing) return;
  const endMs = tracing.now();
  for (const event of events)
    tracing.record({
      ...originOf(event),
      id: event.event_id,
      name: 'fan-out',
      startMs,
      endMs,
      attributes: attributesOf(event),
    });
}

/** A span for each event of a message that was sent, or that could not be. */
export function traceAttempt(
  tracing: Tracing | undefined,
  { webhook_id: webhookId }: WebhookKey,
  events: readonly EventRow[],
  { kind, id, outcome, result, attempt }: Sent,
): void {
  if (!tracing || !result) return;
  const endMs = tracing.now();
  for (const event of events)
    tracing.record({
      trace: originOf(event).trace,
      parent: event.event_id,
      name: 'delivery attempt',
      kind: 'client',
      startMs: endMs - result.latencyMs,
      endMs,
      attributes: {
        ...attributesOf(event),
        'hearthgate.webhook.id': webhookId,
        'hearthgate.delivery.kind': kind,
        'hearthgate.delivery.message': id,
        'hearthgate.delivery.outcome': outcome,
        'hearthgate.delivery.attempt': attempt,
        ...(result.httpStatus !== null && { 'http.response.status_code': result.httpStatus }),
      },
      ...(outcome !== 'DELIVERED' && { failure: outcome }),
    });
}

function attributesOf(event: EventRow) {
  return {
    'hearthgate.event.id': event.event_id,
    'hearthgate.event.type': event.type,
    'hearthgate.event.seq': event.seq,
    'hearthgate.company.id': event.company_id,
    ...(event.gateway_id !== null && { 'hearthgate.gateway.id': event.gateway_id }),
  };
}
