import { EVENT_TYPES, type EventType } from '@hearthgate/wire';
import { noteDeliveries, type Access, type Delivered } from '../../access/index.ts';
import { AppError } from '../../platform/app-error.ts';
import { envelope } from '../envelope.ts';
import { mayBeToldEach } from '../right-to-event.ts';
import type { EventRow } from '../tables.ts';
import { lastSeq } from '../webhooks/store.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import * as store from './store.ts';
import type { EventFilter } from './store.ts';

/** A rare type is looked for among so many events at once; then the caller gets a cursor and asks again. */
const SCAN_MAX = 100_000;

export interface Start {
  readonly cursor?: string | undefined;
  readonly from?: string | undefined;
  /** Where the cursor was given. */
  readonly pointer?: string;
}

/** Rows after a place, in order. */
export interface Rows {
  readonly rows: readonly EventRow[];
  /** Everything that matches up to here is in `rows`. */
  readonly upTo: number;
  /** There may be more after `upTo`. */
  readonly hasMore: boolean;
}

/** An event as a company is told it. */
export interface ToldEvent {
  readonly type: EventType | 'WITHHELD';
  /** The envelope as JSON. */
  readonly text: string;
}

/** Reads company logs, and asks for each event whether the company may be told it now. */
export class LogReader {
  readonly #access: Access;
  #epoch: Promise<number> | undefined;

  constructor(access: Access) {
    this.#access = access;
  }

  /** It changes only while the server is down, or stands still for a sandbox that is made anew. */
  epoch(): Promise<number> {
    this.#epoch ??= store.logEpoch(this.#access.db).catch((error: unknown) => {
      this.#epoch = undefined;
      throw error;
    });
    return this.#epoch;
  }

  forgetEpoch(): void {
    this.#epoch = undefined;
  }

  /** 410 when the numbers are no longer those of this epoch. */
  async requireEpoch(companyId: string, epoch: number): Promise<void> {
    if ((await this.epoch()) !== epoch) throw await this.#expired(companyId);
  }

  async cursor(seq: number): Promise<string> {
    return encodeCursor({ logEpoch: await this.epoch(), seq });
  }

  /** Number before the first event to read. A cursor counts as it was given; whether the log reaches back to it: `read`. */
  async start(companyId: string, { cursor, from, pointer }: Start): Promise<number> {
    const { db } = this.#access;
    if (cursor !== undefined && from !== undefined) throw bothGiven();
    if (cursor !== undefined) {
      const place = decodeCursor(cursor, pointer);
      if (place.logEpoch !== (await this.epoch())) throw await this.#expired(companyId);
      return place.seq;
    }
    const head = await lastSeq(db, companyId);
    const first = await (from === undefined
      ? store.oldestSeq(db, companyId)
      : store.firstSince(db, companyId, new Date(from)));
    return first === undefined ? head : first - 1;
  }

  /** At most `limit` events after `after`. 410 when some of them are not kept any more. */
  async read(companyId: string, after: number, filter: EventFilter, limit: number): Promise<Rows> {
    const { db } = this.#access;
    // Before the events: what has a number up to here is committed, so nothing can appear behind a reader.
    const head = await lastSeq(db, companyId);
    if (after === head) return { rows: [], upTo: head, hasMore: false };
    const isRare = filter.types !== undefined && filter.gatewayId === undefined;
    const upTo = isRare ? Math.min(head, after + SCAN_MAX) : head;
    const rows = await store.readRange(db, companyId, { ...filter, after, upTo, limit });
    // After the events: partitions are dropped from the old end, so what is kept now was kept then.
    const oldest = (await store.oldestSeq(db, companyId)) ?? head + 1;
    if (after < oldest - 1 || after > head) throw await this.#expired(companyId);
    const last = rows.length === limit ? rows.at(-1)?.seq : undefined;
    const reached = last ?? upTo;
    return { rows, upTo: reached, hasMore: reached < head };
  }

  /** The events as the company may be told them now. */
  async tell(
    companyId: string,
    rows: readonly EventRow[],
    { types = EVENT_TYPES }: EventFilter,
  ): Promise<ToldEvent[]> {
    const may = await mayBeToldEach(this.#access, companyId, rows);
    this.#note(
      companyId,
      rows.filter((_row, at) => may[at]),
    );
    return rows.map((row, at) => {
      const withheld = may[at] !== true;
      return { type: withheld ? 'WITHHELD' : row.type, text: envelope(row, { types, withheld }) };
    });
  }

  /** For the owners' record; nobody waits for it. */
  #note(companyId: string, rows: readonly EventRow[]): void {
    const counts = new Map<string, Delivered>();
    for (const { gateway_id: gatewayId, type } of rows) {
      if (gatewayId === null) continue;
      const key = `${gatewayId} ${type}`;
      counts.set(key, { gatewayId, type, count: (counts.get(key)?.count ?? 0) + 1 });
    }
    if (counts.size === 0) return;
    noteDeliveries(this.#access, companyId, [...counts.values()]).catch((error: unknown) =>
      this.#access.log.warn({ err: error, companyId }, 'reads of the event log were not recorded'),
    );
  }

  async #expired(companyId: string): Promise<AppError> {
    const { db } = this.#access;
    const head = await lastSeq(db, companyId);
    const oldest = (await store.oldestSeq(db, companyId)) ?? head + 1;
    return new AppError('cursor-expired', { oldest: await this.cursor(oldest - 1) });
  }
}

function bothGiven(): AppError {
  const message = 'cannot be given with a cursor: either one is a place to begin';
  return new AppError('request-invalid', { errors: [{ pointer: '/query/from', message }] });
}
