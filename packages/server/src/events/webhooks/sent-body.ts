import { sql } from 'kysely';
import { envelope } from '../envelope.ts';
import { LANES } from '../delivery/window.ts';
import { selectEvents } from '../log/store.ts';
import { mayBeToldEach } from '../right-to-event.ts';
import type { EventRow, WebhookRow } from '../tables.ts';
import type { AttemptRow } from './attempt-store.ts';
import type { WebhookContext } from './context.ts';

export interface SentBody {
  readonly body: string | null;
  readonly bodyState: 'AS_SENT' | 'WITHHELD' | 'NOT_KEPT';
}

type Message = Pick<AttemptRow, 'message_id' | 'first_seq' | 'last_seq' | 'events'>;

/**
 * What a request carried, from the log: the right to each event is asked again. The log passes data on as text, so it is the
 * same to the byte.
 */
export async function sentBody(
  { events, caller }: WebhookContext,
  webhook: WebhookRow,
  message: Message,
): Promise<SentBody> {
  const rows = await eventsOf(events.platform.db, webhook, message);
  if (rows.length === 0 || rows.length !== message.events) return { body: null, bodyState: 'NOT_KEPT' };
  const may = await mayBeToldEach(events.access, caller.companyId, rows);
  const types = webhook.event_types;
  const texts = rows.map((row, at) => envelope(row, { types, withheld: may[at] !== true }));
  const isArray = message.message_id.startsWith('bat_') || webhook.batch > 1;
  return {
    body: isArray ? `[${texts.join(',')}]` : texts.join(''),
    bodyState: may.every(Boolean) ? 'AS_SENT' : 'WITHHELD',
  };
}

/** A batch holds events of one lane, of the types of its endpoint. */
async function eventsOf(
  db: Parameters<typeof selectEvents>[0],
  { company_id: companyId, event_types: eventTypes }: WebhookRow,
  { message_id: id, first_seq: first, last_seq: last }: Message,
): Promise<EventRow[]> {
  if (first === null || last === null) return [];
  const between = selectEvents(db, companyId).where('seq', '>=', first).where('seq', '<=', last);
  if (!id.startsWith('bat_')) return between.where('event_id', '=', id).execute();
  const rows = await between
    .where('type', '=', sql<EventRow['type']>`ANY(${eventTypes}::text[])`)
    .orderBy('seq')
    .execute();
  const lane = (rows[0]?.gateway_id ?? 0) % LANES;
  return rows.filter((row) => (row.gateway_id ?? 0) % LANES === lane);
}
