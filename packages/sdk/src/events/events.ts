import type { EventCompleteness, EventPage } from '../generated/api.ts';
import type { Transport } from '../transport/transport.ts';
import type { CallOptions, CompletenessQuery, EventFilter } from '../types.ts';

/** The company's event log. */
export class Events {
  readonly #api: Transport;
  constructor(api: Transport) {
    this.#api = api;
  }

  /** One page. Go on with its `nextCursor`, which is never null; `hasMore` false: nothing follows now. */
  page(filter: EventFilter = {}, options?: CallOptions): Promise<EventPage> {
    return this.#api.call('get', '/events', { path: {}, query: filter }, options);
  }

  /** Signed statement of what the log holds of a gateway in a span of time. */
  completeness(query: CompletenessQuery, options?: CallOptions): Promise<EventCompleteness> {
    return this.#api.call('get', '/events/completeness', { path: {}, query }, options);
  }
}
