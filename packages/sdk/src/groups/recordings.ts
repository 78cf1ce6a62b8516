import type { RecordedPoints, Recordings as Recorded } from '../generated/api.ts';
import { Pages } from '../pages.ts';
import type { Transport } from '../transport/transport.ts';
import type { CallOptions, RecordingsQuery } from '../types.ts';

const PATH = '/hvacs/{gatewayId}/recordings';

/** A data point by its name, with the span and resolution wanted. */
export type SeriesQuery = RecordingsQuery & { readonly dataPoint: string };

/** What data points of a system were. */
export class Recordings {
  readonly #api: Transport;
  constructor(api: Transport) {
    this.#api = api;
  }

  /** The data points that there are recordings of. */
  async dataPoints(gatewayId: string, options?: CallOptions): Promise<RecordedPoints['items']> {
    const answer = await this.#api.call('get', PATH, { path: { gatewayId } }, options);
    return (answer as RecordedPoints).items;
  }

  /** One answer: unit, gaps and values; RAW ends after 5,000 values with a `nextCursor`. */
  async series(gatewayId: string, query: SeriesQuery, options?: CallOptions): Promise<Recorded> {
    return (await this.#api.call('get', PATH, { path: { gatewayId }, query }, options)) as Recorded;
  }

  /** All values of the span, however many. */
  values(gatewayId: string, query: SeriesQuery, options?: CallOptions): Pages<Recorded['items'][number]> {
    return new Pages((cursor) => this.series(gatewayId, { ...query, ...cursor }, options));
  }

  /** The series as a table. */
  async csv(gatewayId: string, query: SeriesQuery, options?: CallOptions): Promise<string> {
    const input = { path: { gatewayId }, query, headers: { accept: 'text/csv' } };
    return (await this.#api.call('get', PATH, input, options)) as unknown as string;
  }
}
