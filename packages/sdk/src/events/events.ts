import type { EventCompleteness, EventPage, HearthgateEvent } from '../generated/api.ts';
import type { Transport } from '../transport/transport.ts';
import { readEvents } from './read-events.ts';
import type { ReadOptions } from './read-options.ts';
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

  /**
   * All events from the checkpoint on, then each one when it is recorded, until the signal ends it or it fails for good.
   * `for await` it: an event counts as done when the loop asks for the next one. After a crash some come again, with the
   * same `id`.
   */
  read(options: ReadOptions): AsyncGenerator<HearthgateEvent, void, undefined> {
    return readEvents(this.#api, options);
  }

  /** Signed statement of what the log holds of a gateway in a span of time. */
  completeness(query: CompletenessQuery, options?: CallOptions): Promise<EventCompleteness> {
    return this.#api.call('get', '/events/completeness', { path: {}, query }, options);
  }
}
