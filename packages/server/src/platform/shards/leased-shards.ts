import { setTimeout as sleep } from 'node:timers/promises';
import type { Monotonic } from '../clock.ts';
import { SLICES } from '../database/unit-of-work.ts';
import type { Db } from '../database/database.ts';
import { SLICE_NEWS, type SharedCaches, type SharedNews } from '../database/shared-caches.ts';
import type { Log } from '../log.ts';
import { acquire, LEASE_MS, lockHeld, makeLeases, release, renew, sayAlive, sayGone } from './lease-store.ts';
import { ShardsLost, type ShardListener, type Shards } from './shards.ts';

/** Five chances to renew a lease before it runs out. */
const RENEW_EVERY_MS = 1_000;
/** Work that has not ended by then is left to the fence: the other leases have to be renewed. */
const LEAVE_WITHIN_MS = 2_000;
/** A lease is not believed to its very end: what was asked just before it still has to arrive. */
const MARGIN_MS = 500;

/** Slices by leases in the database, divided evenly among the nodes that live. */
export class LeasedShards implements Shards {
  readonly isShared = true;
  readonly #db: Db;
  readonly #caches: SharedCaches;
  readonly #monotonic: Monotonic;
  readonly #log: Log;
  /** Other nodes look at once whether there is something to take. */
  readonly #news: SharedNews;
  readonly #listeners: ShardListener[] = [];
  readonly #fences = new Map<number, number>();
  #validUntil = 0;
  #timer: NodeJS.Timeout | undefined;
  #watchdog: NodeJS.Timeout | undefined;
  #ticking: Promise<void> | undefined;
  #isWanted = false;
  #isStopped = false;

  constructor(parts: { db: Db; caches: SharedCaches; monotonic: Monotonic; log: Log }) {
    this.#db = parts.db;
    this.#caches = parts.caches;
    this.#monotonic = parts.monotonic;
    this.#log = parts.log;
    this.#news = parts.caches.onOthers('shards', () => this.#tickNow());
    parts.caches.divide((slice) => !this.holds(slice));
    parts.caches.onOthers(SLICE_NEWS, (key) => {
      const slice = key === null ? null : Number(key);
      for (const listener of this.#listeners) listener.told?.(slice);
    });
  }

  listen(listener: ShardListener): void {
    this.#listeners.push(listener);
  }

  holds(slice: number): boolean {
    return this.#fences.has(slice) && this.#monotonic() < this.#validUntil;
  }

  async guard(tx: Db, slices: Iterable<number>): Promise<void> {
    const wanted = [...new Set(slices)];
    const held = wanted.map((slice) => ({ slice, fence: this.#fences.get(slice) ?? -1 }));
    const ours = await lockHeld(tx, this.#caches.node, held);
    const lost = wanted.filter((slice) => !ours.has(slice));
    if (lost.length === 0) return;
    // Out of the transaction, which fails now.
    setImmediate(() => this.#tickNow());
    throw new ShardsLost(lost);
  }

  get count(): number {
    return this.#monotonic() < this.#validUntil ? this.#fences.size : 0;
  }

  /** Resolves when this node has its share, as far as others let go of it. */
  async start(): Promise<void> {
    await makeLeases(this.#db);
    await this.#tick();
    await this.#tellOthers();
  }

  /** Hands everything over; other nodes take it at once. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#ticking;
    clearTimeout(this.#watchdog);
    await this.#handOver([...this.#fences.keys()]);
    await sayGone(this.#db, this.#caches.node);
    await this.#tellOthers();
  }

  #tickNow(): void {
    this.#isWanted = true;
    void this.#tick();
  }

  /** One at a time; what is wanted meanwhile follows. */
  #tick(): Promise<void> {
    if (this.#isStopped) return Promise.resolve();
    return (this.#ticking ??= this.#run().finally(() => {
      this.#ticking = undefined;
      if (this.#isStopped) return;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.#tick(), this.#isWanted ? 0 : RENEW_EVERY_MS);
      this.#timer.unref();
    }));
  }

  async #run(): Promise<void> {
    this.#isWanted = false;
    try {
      await this.#renew();
      const live = await sayAlive(this.#db, this.#caches.node);
      const share = shareOf(live, this.#caches.node);
      const held = [...this.#fences.keys()];
      if (held.length > share) {
        await this.#handOver(held.slice(share));
        await this.#tellOthers();
      } else if (held.length < share) await this.#take(held, share - held.length);
    } catch (error) {
      this.#log.warn({ err: error }, 'leases of slices could not be renewed');
    }
  }

  async #renew(): Promise<void> {
    const askedAt = this.#monotonic();
    const held = [...this.#fences.keys()];
    const kept = held.length > 0 ? await renew(this.#db, this.#caches.node, held) : new Set<number>();
    const lost = held.filter((slice) => !kept.has(slice));
    if (lost.length > 0) await this.#lose(lost);
    this.#believe(askedAt);
  }

  #believe(askedAt: number): void {
    this.#validUntil = askedAt + LEASE_MS - MARGIN_MS;
    clearTimeout(this.#watchdog);
    // The database does not answer: by now another node may take what this one has.
    this.#watchdog = setTimeout(
      () => void this.#lose([...this.#fences.keys()]),
      Math.max(0, this.#validUntil - this.#monotonic()),
    ).unref();
  }

  async #take(held: readonly number[], count: number): Promise<void> {
    const taken = await acquire(this.#db, this.#caches.node, held, count);
    if (taken.length === 0) return;
    const slices = taken.map(({ slice }) => slice);
    try {
      for (const listener of this.#listeners) await listener.prepare?.(slices);
    } catch (error) {
      await this.#tellListeners(slices, true);
      await release(this.#db, this.#caches.node, slices);
      throw error;
    }
    for (const { slice, fence } of taken) this.#fences.set(slice, fence);
    for (const listener of this.#listeners) listener.taken?.(slices);
    this.#log.info({ slices: slices.length, of: this.#fences.size }, 'slices taken');
  }

  async #lose(slices: readonly number[]): Promise<void> {
    if (slices.length === 0) return;
    for (const slice of slices) this.#fences.delete(slice);
    this.#log.warn({ slices: slices.length }, 'slices lost: their leases ran out');
    await this.#tellListeners(slices, true);
  }

  async #handOver(slices: readonly number[]): Promise<void> {
    if (slices.length === 0) return;
    await this.#tellListeners(slices, false);
    for (const slice of slices) this.#fences.delete(slice);
    await release(this.#db, this.#caches.node, slices);
    this.#log.info({ slices: slices.length, of: this.#fences.size }, 'slices handed over');
  }

  /** In the opposite order: what listens to gateways first. */
  async #tellListeners(slices: readonly number[], isLost: boolean): Promise<void> {
    const timeout = new AbortController();
    const leaving = async () => {
      for (const listener of this.#listeners.toReversed()) {
        await listener.leave?.(slices, isLost).catch((error: unknown) => {
          this.#log.warn({ err: error }, 'work on slices did not end well');
        });
      }
    };
    const late = sleep(LEAVE_WITHIN_MS, 'late', { signal: timeout.signal, ref: false });
    const outcome = await Promise.race([leaving(), late]);
    timeout.abort();
    late.catch(() => undefined);
    if (outcome === 'late') this.#log.warn({ slices: slices.length }, 'work on slices did not end in time');
  }

  async #tellOthers(): Promise<void> {
    await this.#caches.announce(this.#db, [[this.#news.name, null]]);
  }
}

/** How many slices a node shall have: as many as the others, the first ones one more. */
export function shareOf(live: readonly string[], node: string): number {
  const rank = live.indexOf(node);
  if (rank < 0) return 0;
  return Math.floor(SLICES / live.length) + (rank < SLICES % live.length ? 1 : 0);
}
