import type { Attempt, AttemptQuery } from '@hearthgate/wire';
import { mayReceiveEvents } from '../../access/index.ts';
import { encodeCursor, readPage, tieOf } from '../../platform/http/paging.ts';
import { timeOfId } from '../../platform/ids.ts';
import { attemptFloor, listAttempts, type AttemptFilter, type AttemptRow } from './attempt-store.ts';
import { requireWebhook, type WebhookContext } from './context.ts';
import { seqsOf } from './replay-store.ts';

/** Attempts of one answer when none is asked for: this is a record without an end, not a list. */
const LIMIT = 100;
/** Attempts that one request looks at for its filters; what it found until then is a short page. */
const LOOKED_AT_MAX = 50_000;

export interface AttemptsInput {
  readonly webhookId: string;
  readonly query: AttemptQuery;
}

/** What was sent to an endpoint and how it was answered, newest first; kept for seven days. */
export async function readAttempts(
  context: WebhookContext,
  { webhookId, query: { cursor, limit = LIMIT, ...filters } }: AttemptsInput,
): Promise<{ items: Attempt[]; nextCursor: string | null }> {
  const { platform } = context.events;
  const webhook = await requireWebhook(context, platform.db, webhookId);
  const tie = tieOf(filters);
  const { after: before } = readPage(
    { ...(cursor !== undefined && { cursor }), limit },
    tie,
    Number.MAX_SAFE_INTEGER,
  );
  const filter = await filterOf(context, before, filters);
  const isFiltered = filters.outcome ?? filters.kind ?? filters.eventId;
  const floor =
    isFiltered === undefined ? undefined : await attemptFloor(platform.db, webhook, filter, LOOKED_AT_MAX);
  const rows = await listAttempts(platform.db, webhook, filter, floor ?? 0, limit + 1);
  const last = rows.length > limit ? rows[limit - 1]?.no : floor === undefined ? undefined : floor + 1;
  return {
    items: await viewAttempts(context, rows.slice(0, limit)),
    nextCursor: last === undefined ? null : encodeCursor(last, tie),
  };
}

async function filterOf(
  { events, caller }: WebhookContext,
  before: number,
  { outcome, kind, eventId, from, to }: Omit<AttemptQuery, 'cursor' | 'limit'>,
): Promise<AttemptFilter> {
  const loggedMs = eventId === undefined ? undefined : timeOfId(eventId);
  const seqs =
    eventId === undefined || loggedMs === undefined
      ? undefined
      : await seqsOf(events.platform.db, caller.companyId, [eventId], [new Date(loggedMs)]);
  return {
    before,
    outcome,
    kind,
    from: from === undefined ? undefined : new Date(from),
    to: to === undefined ? undefined : new Date(to),
    event: eventId === undefined ? undefined : { id: eventId, seq: seqs?.get(eventId) },
  };
}

/** A gateway is named only while the company may hear of it. */
export async function viewAttempts(
  { events, caller }: WebhookContext,
  rows: readonly AttemptRow[],
): Promise<Attempt[]> {
  const named = new Map<number, boolean>();
  const items: Attempt[] = [];
  for (const row of rows) {
    const gatewayId = row.gateway_id ?? undefined;
    if (gatewayId !== undefined && !named.has(gatewayId)) {
      const now = new Date(events.platform.clock.now());
      named.set(
        gatewayId,
        await mayReceiveEvents(events.access, caller.companyId, gatewayId, 'monitoring', now),
      );
    }
    const isNamed = gatewayId !== undefined && named.get(gatewayId) === true;
    items.push({
      attemptId: `att_${row.no}`,
      at: row.attempted_at.toISOString(),
      kind: row.kind,
      messageId: row.message_id,
      events: row.events,
      ...(isNamed && { gatewayId: String(gatewayId) }),
      ...(gatewayId !== undefined && !isNamed && { gatewayWithheld: true as const }),
      attempt: row.attempt,
      outcome: row.outcome,
      httpStatus: row.http_status,
      error: row.error,
      latencyMs: row.latency_ms,
      answer: row.answer,
    });
  }
  return items;
}
