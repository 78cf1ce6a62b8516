import { isPassing } from '../platform/database/database.ts';
import { sliceOfGateway, type UnitOfWork } from '../platform/database/unit-of-work.ts';
import { andThen, type Soon } from '../platform/soon.ts';
import { ShardsLost } from '../platform/shards/shards.ts';
import type { ConnectivityFact } from './facts.ts';
import type { Gateways } from './gateways.ts';
import {
  lockGateway,
  onlineGateways,
  onlineIn,
  setAnnounced,
  setConnectivity,
  writeLastSeen,
  type ConnectivityChange,
} from './store.ts';
import type { GatewayRow } from './tables.ts';

const TIMER_KIND = 'connectivity';
/** `last_seen_at` goes to the database at most this often. */
const LAST_SEEN_FLUSH_MS = 60_000;
/** How soon changes are tried again that the database did not take. */
const CATCH_UP_MS = 1_000;
/** Gateways written by one transaction: thousands come back in the same second after an outage. */
const BATCH_MAX = 500;
/** A gateway that reports every 15 minutes and was silent for three times that is offline, connected or not. */
export const SILENCE_MS = 3 * 15 * 60_000;

interface Present {
  lastSeenMs: number;
  lastHeard: number;
  /** Silent for longer it counts as offline. */
  silenceMs: number;
  driven: boolean;
}

type Unwritten = readonly [gatewayId: number, lastSeenMs: number | undefined];

/** Who is there. A state is shown at once, and told to companies when it has lasted longer than the flap window. */
export class Presence {
  /** How often gateways came and went. */
  readonly flips = { ONLINE: 0, OFFLINE: 0 };
  readonly #gateways: Gateways;
  readonly #present = new Map<number, Present>();
  /** Gateways whose state is not written yet, and when they were last seen; what is true in their turn is written. */
  readonly #unwritten = new Map<number, number | undefined>();
  #writing: Promise<void> | undefined;
  #catchingUp: NodeJS.Timeout | undefined;
  /** The database did not take the last batch; told once. */
  #isAway = false;
  #flush: NodeJS.Timeout | undefined;

  constructor(gateways: Gateways) {
    this.#gateways = gateways;
    gateways.timers.on<{ gatewayId: number }>(TIMER_KIND, (unit, { gatewayId }) =>
      this.#announce(unit, gatewayId),
    );
  }

  /** After a restart nobody is connected; who comes back within the flap window was never away. */
  async start(): Promise<void> {
    this.#flush = setInterval(() => void this.#sweep(), LAST_SEEN_FLUSH_MS);
    this.#flush.unref();
    // At a broker elsewhere gateways stay connected while nodes come and go.
    if (this.#gateways.shards.isShared) return;
    const wereOnline = await onlineGateways(this.#gateways.db);
    for (let from = 0; from < wereOnline.length; from += BATCH_MAX) {
      const some = wereOnline.slice(from, from + BATCH_MAX);
      await this.#write(some.map((gatewayId) => [gatewayId, undefined]));
    }
  }

  /** This node looks after these slices from now on: who was there is there until something else is heard. */
  async adopt(slices: readonly number[]): Promise<void> {
    const lastHeard = this.#gateways.monotonic();
    for (const row of await onlineIn(this.#gateways.db, slices)) {
      const lastSeenMs = (row.last_seen_at ?? row.connectivity_since).getTime();
      this.#present.set(row.gateway_id, { lastSeenMs, lastHeard, silenceMs: SILENCE_MS, driven: row.driven });
    }
  }

  /** Another node looks after these slices. */
  async leave(slices: readonly number[], isLost: boolean): Promise<void> {
    if (!isLost) {
      await this.settled();
      await this.#writeLastSeen();
    }
    for (const known of [this.#present, this.#unwritten])
      for (const gatewayId of known.keys())
        if (slices.includes(sliceOfGateway(gatewayId))) known.delete(gatewayId);
  }

  /** Who is there of the slices that this node looks after. */
  presentIn(slice: number): number[] {
    return [...this.#present.keys()].filter((gatewayId) => sliceOfGateway(gatewayId) === slice);
  }

  async stop(): Promise<void> {
    clearInterval(this.#flush);
    clearTimeout(this.#catchingUp);
    await this.settled();
    await this.#writeLastSeen();
  }

  connected(gatewayId: number, driven: boolean): void {
    const { clock, monotonic } = this.#gateways;
    const lastSeenMs = clock.now();
    if (!this.#present.has(gatewayId)) this.flips.ONLINE += 1;
    this.#present.set(gatewayId, { lastSeenMs, lastHeard: monotonic(), silenceMs: SILENCE_MS, driven });
    this.#changed(gatewayId, lastSeenMs);
  }

  disconnected(gatewayId: number): void {
    const lastSeenMs = this.#present.get(gatewayId)?.lastSeenMs;
    if (this.#present.delete(gatewayId)) this.flips.OFFLINE += 1;
    this.#changed(gatewayId, lastSeenMs);
  }

  /** A message came in. One that was thought silent is back. */
  heard(gatewayId: number, driven: boolean, silenceMs = SILENCE_MS): void {
    const present = this.#present.get(gatewayId);
    if (!present) return this.connected(gatewayId, driven);
    present.silenceMs = silenceMs;
    present.lastSeenMs = this.#gateways.clock.now();
    present.lastHeard = this.#gateways.monotonic();
  }

  get online(): readonly number[] {
    return [...this.#present.keys()];
  }

  /** Of a gateway of another node's slice the database is asked. */
  isOnline(gatewayId: number): Soon<boolean> {
    const { shards, registry } = this.#gateways;
    if (this.#present.has(gatewayId)) return true;
    if (shards.holds(sliceOfGateway(gatewayId))) return false;
    return andThen(registry.soon(gatewayId), (row) => row?.connectivity === 'ONLINE');
  }

  /** The same for a row that has just been read. */
  connectivityOf({ gateway_id: id, connectivity }: Pick<GatewayRow, 'gateway_id' | 'connectivity'>) {
    if (!this.#gateways.shards.holds(sliceOfGateway(id))) return connectivity;
    return this.#present.has(id) ? 'ONLINE' : 'OFFLINE';
  }

  /** Newer than what is written; undefined for who is not there, and for gateways of other nodes. */
  lastSeenMs(gatewayId: number): number | undefined {
    return this.#present.get(gatewayId)?.lastSeenMs;
  }

  /** Every change so far is written, unless the database is away. */
  async settled(): Promise<void> {
    while (this.#writing) await this.#writing;
  }

  #changed(gatewayId: number, lastSeenMs: number | undefined): void {
    this.#unwritten.set(gatewayId, lastSeenMs);
    if (!this.#catchingUp) this.#writeSoon();
  }

  #writeSoon(): void {
    this.#writing ??= this.#writeAll().finally(() => (this.#writing = undefined));
  }

  /** What changes while a batch is written goes with the next one. */
  async #writeAll(): Promise<void> {
    while (this.#unwritten.size > 0) {
      const batch = [...this.#unwritten].slice(0, BATCH_MAX);
      for (const [gatewayId] of batch) this.#unwritten.delete(gatewayId);
      try {
        await this.#write(batch);
        this.#isAway = false;
      } catch (error) {
        if (isPassing(error)) return this.#putOff(batch, error);
        if (error instanceof ShardsLost) this.#keepOthers(batch, error.slices);
        else await this.#isolate(batch, error);
      }
    }
  }

  /** Those of lost slices are another node's matter now. */
  #keepOthers(batch: readonly Unwritten[], lost: readonly number[]): void {
    for (const [gatewayId, lastSeenMs] of batch)
      if (!lost.includes(sliceOfGateway(gatewayId)) && !this.#unwritten.has(gatewayId))
        this.#unwritten.set(gatewayId, lastSeenMs);
  }

  #putOff(batch: readonly Unwritten[], error: unknown): void {
    if (!this.#isAway)
      this.#gateways.log.warn({ err: error, gateways: batch.length }, 'connectivity was not written');
    this.#isAway = true;
    for (const [gatewayId, lastSeenMs] of batch)
      if (!this.#unwritten.has(gatewayId)) this.#unwritten.set(gatewayId, lastSeenMs);
    this.#catchingUp = setTimeout(() => {
      this.#catchingUp = undefined;
      this.#writeSoon();
    }, CATCH_UP_MS).unref();
  }

  /** One that cannot be written must not keep the others from it. */
  async #isolate(batch: readonly Unwritten[], error: unknown): Promise<void> {
    const [only] = batch;
    if (batch.length === 1 && only)
      return this.#gateways.log.error({ err: error, gatewayId: only[0] }, 'connectivity was not written');
    for (const one of batch) {
      await this.#write([one]).catch(async (reason: unknown) => {
        if (isPassing(reason)) this.#unwritten.set(...one);
        else await this.#isolate([one], reason);
      });
    }
  }

  async #write(batch: readonly Unwritten[]): Promise<void> {
    const { transact, clock, flapWindowMs, registry, shards } = this.#gateways;
    const now = clock.now();
    const changes = batch.map(([gatewayId, lastSeenMs]): ConnectivityChange => {
      return { gatewayId, connectivity: this.#present.has(gatewayId) ? 'ONLINE' : 'OFFLINE', lastSeenMs };
    });
    await transact(async (unit) => {
      await shards.guard(
        unit.tx,
        batch.map(([gatewayId]) => sliceOfGateway(gatewayId)),
      );
      const rows = await setConnectivity(unit.tx, changes, new Date(now));
      const timer = ({ gateway_id: gatewayId }: GatewayRow) => ({
        slice: sliceOfGateway(gatewayId),
        id: `${TIMER_KIND}:${gatewayId}`,
        kind: TIMER_KIND,
        dueAtMs: now + flapWindowMs,
        payload: { gatewayId },
      });
      const isTold = (row: GatewayRow) => row.announced === row.connectivity;
      await unit.cancelAll(rows.filter(isTold).map(timer));
      await unit.schedule(...rows.filter((row) => !isTold(row)).map(timer));
      unit.afterCommit(() => {
        for (const row of rows) registry.put(row.gateway_id, row);
      });
    });
  }

  async #announce(unit: UnitOfWork, gatewayId: number): Promise<void> {
    const row = await lockGateway(unit.tx, gatewayId);
    if (!row || row.announced === row.connectivity) return;
    await setAnnounced(unit.tx, gatewayId, row.connectivity);
    const fact: ConnectivityFact = {
      kind: 'connectivity',
      data: {
        status: row.connectivity,
        previous: row.announced,
        since: row.connectivity_since.toISOString(),
      },
    };
    unit.tell({
      kind: fact.kind,
      gatewayId,
      companyId: null,
      occurredAtMs: row.connectivity_since.getTime(),
      payload: fact,
    });
    // Kept rather than dropped: what CONNECT is checked against has to be there when the database goes away next.
    unit.afterCommit(() => this.#gateways.registry.put(gatewayId, { ...row, announced: row.connectivity }));
  }

  async #sweep(): Promise<void> {
    const now = this.#gateways.monotonic();
    for (const [gatewayId, { driven, lastHeard, silenceMs }] of this.#present) {
      if (!driven && now - lastHeard > silenceMs) this.disconnected(gatewayId);
    }
    await this.#writeLastSeen().catch((error: unknown) =>
      this.#gateways.log.warn({ err: error }, 'last seen times were not written'),
    );
  }

  async #writeLastSeen(): Promise<void> {
    const seen = new Map([...this.#present].map(([id, present]) => [id, present.lastSeenMs]));
    if (seen.size > 0) await writeLastSeen(this.#gateways.db, seen);
  }
}
