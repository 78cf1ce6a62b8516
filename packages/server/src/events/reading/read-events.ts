import type { EventsQuery } from '@hearthgate/wire';
import { requireAccess, type CompanyCaller } from '../../access/index.ts';
import type { Events } from '../events.ts';
import type { EventFilter } from './store.ts';

const LIMIT = 100;
/** An answer ends with the event that passes this, so that 5,000 large events do not fill the memory. */
const BYTES_MAX = 8 * 1024 * 1024;
/** Rows that are read together. */
const CHUNK = 500;

/** A page of the company's log, as JSON text: the data of events is text already and only passed on. */
export async function readEvents(events: Events, caller: CompanyCaller, query: EventsQuery): Promise<string> {
  const { companyId } = caller;
  const filter = await filterOf(events, caller, query);
  const { limit = LIMIT } = query;
  const items: string[] = [];
  let bytes = 0;
  let after = await events.reader.start(companyId, query);
  let hasMore = true;
  while (hasMore && items.length < limit) {
    const wanted = Math.min(CHUNK, limit - items.length);
    const page = await events.reader.read(companyId, after, filter, wanted);
    const full = page.rows.findIndex(({ data }) => (bytes += Buffer.byteLength(data)) >= BYTES_MAX);
    const rows = full === -1 ? page.rows : page.rows.slice(0, full + 1);
    for (const { text } of await events.reader.tell(companyId, rows, filter)) items.push(text);
    const isCut = rows.length < page.rows.length;
    after = (isCut ? rows.at(-1)?.seq : undefined) ?? page.upTo;
    hasMore = isCut || page.hasMore;
    // Full, or a window of numbers without what is looked for: the caller goes on, so that one call stays short.
    if (full !== -1 || page.rows.length < wanted) break;
  }
  const nextCursor = await events.reader.cursor(after);
  return `{"items":[${items.join(',')}],"nextCursor":"${nextCursor}","hasMore":${hasMore}}`;
}

/** The filter of a query; a gateway needs a contract of any kind. */
async function filterOf(
  { access }: Events,
  caller: CompanyCaller,
  { type, gatewayId }: Pick<EventsQuery, 'type' | 'gatewayId'>,
): Promise<EventFilter> {
  const grant =
    gatewayId === undefined ? undefined : await requireAccess(access, caller, gatewayId, 'contract');
  return { types: type, gatewayId: grant?.gatewayId };
}
