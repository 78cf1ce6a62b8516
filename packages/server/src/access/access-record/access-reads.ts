import type { Platform } from '../../platform/platform.ts';
import type { Actor } from './actor.ts';
import { addReads } from './store.ts';
import type { RecordTables } from './tables.ts';

/** A crash loses at most the reads of this long. */
const FLUSH_MS = 5_000;
/** So many different reads are written without waiting for that. */
const FLUSH_AT_KEYS = 10_000;
/** Memory stays bounded while the database is away; beyond it only reads that are known already are counted. */
const KEYS_MAX = 50_000;
const MINUTE_MS = 60_000;

export interface Read {
  readonly gatewayId: number;
  readonly dataFrom: Date;
  readonly actor: Actor;
  /** Method and route template, or `event` and its type. */
  readonly operation: string;
  /** 1 when left out. */
  readonly count?: number;
}

type Row = RecordTables['access_reads'];

/** Reads that differ by their gateways alone. */
interface Alike {
  readonly row: Row;
  readonly key: string;
  readonly ofGateways: Map<number, Row>;
}

/** Who read what: counted in memory per minute, without a wait and without a query, and written together. */
export class AccessReads {
  readonly #platform: Platform;
  /** By everything but the gateway, then by gateway. */
  #counts = new Map<string, Map<number, Row>>();
  #size = 0;
  #last: Alike | undefined;
  #flushing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #lost = 0;

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  /** Different reads that wait to be written. */
  get size(): number {
    return this.#size;
  }

  start(): void {
    this.#timer = setInterval(() => this.#flushSoon(), FLUSH_MS);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
  }

  note({ gatewayId, dataFrom, actor, operation, count = 1 }: Read): void {
    const now = this.#platform.clock.now();
    // In the minute in which a gateway changes hands, what the new owners see begins with them.
    const at = Math.max(now - (now % MINUTE_MS), Math.min(dataFrom.getTime(), now));
    this.#add({
      gateway_id: gatewayId,
      at: new Date(at),
      actor_kind: actor.kind,
      actor_id: actor.id,
      member_id: actor.memberId ?? '',
      operation,
      count,
    });
    if (this.#size === FLUSH_AT_KEYS) this.#flushSoon();
  }

  /** Everything noted so far is written; one flush runs at a time. */
  flush(): Promise<void> {
    const flush = this.#flushing.then(() => this.#write());
    this.#flushing = flush.catch(() => undefined);
    return flush;
  }

  #add(row: Row): void {
    const { key, ofGateways } = this.#alike(row);
    const known = ofGateways.get(row.gateway_id);
    if (known) {
      known.count += row.count;
      return;
    }
    if (this.#size >= KEYS_MAX) {
      this.#lost += row.count;
      return;
    }
    this.#size += 1;
    this.#counts.set(key, ofGateways.set(row.gateway_id, row));
  }

  /** Mostly those of the read before: no key is put together for them. */
  #alike(row: Row): Alike {
    if (this.#last && isAlike(this.#last.row, row)) return this.#last;
    const key = `${row.at.getTime()} ${row.actor_kind} ${row.actor_id} ${row.member_id} ${row.operation}`;
    const ofGateways = this.#counts.get(key) ?? new Map<number, Row>();
    return (this.#last = { row, key, ofGateways });
  }

  #flushSoon(): void {
    this.flush().catch((error: unknown) =>
      this.#platform.log.warn({ err: error, lost: this.#lost }, 'reads were not recorded: trying again'),
    );
  }

  async #write(): Promise<void> {
    if (this.#counts.size === 0) return;
    const counts = this.#counts;
    this.#counts = new Map();
    this.#size = 0;
    this.#last = undefined;
    // In one order on all nodes, so that none waits for another in a circle.
    const rows = [...counts]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([, ofGateways]) => [...ofGateways.values()].toSorted((a, b) => a.gateway_id - b.gateway_id));
    let written = 0;
    try {
      for (; written < rows.length; written += FLUSH_AT_KEYS)
        await addReads(this.#platform.db, rows.slice(written, written + FLUSH_AT_KEYS));
    } catch (error) {
      for (const row of rows.slice(written)) this.#add(row);
      throw error;
    }
  }
}

/** In everything but the gateway and how often. */
function isAlike(a: Row, b: Row): boolean {
  return (
    a.operation === b.operation &&
    a.actor_id === b.actor_id &&
    a.member_id === b.member_id &&
    a.actor_kind === b.actor_kind &&
    a.at.getTime() === b.at.getTime()
  );
}
