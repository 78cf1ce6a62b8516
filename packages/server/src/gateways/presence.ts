import type { Connectivity } from '@hearthgate/wire';
import { isPassing } from '../platform/database/database.ts';
import { sliceOfGateway, type UnitOfWork } from '../platform/database/unit-of-work.ts';
import type { ConnectivityFact } from './facts.ts';
import type { Gateways } from './gateways.ts';
import { lockGateway, onlineGateways, setAnnounced, setConnectivity, writeLastSeen } from './store.ts';

const TIMER_KIND = 'connectivity';
/** `last_seen_at` goes to the database at most this often. */
const LAST_SEEN_FLUSH_MS = 60_000;
/** How soon changes are tried again that the database did not take. */
const CATCH_UP_MS = 1_000;
const CATCH_UP_AT_ONCE = 20;
/** A gateway that reports every 15 minutes and was silent for three times that is offline, connected or not. */
export const SILENCE_MS = 3 * 15 * 60_000;

interface Present {
  lastSeenMs: number;
  lastHeard: number;
  /** Silent for longer it counts as offline. */
  silenceMs: number;
  driven: boolean;
}

/** Who is there. A state is shown at once, and told to companies when it has lasted longer than the flap window. */
export class Presence {
  readonly #gateways: Gateways;
  readonly #present = new Map<number, Present>();
  /** Changes of one gateway are written one after the other. */
  readonly #writing = new Map<number, Promise<void>>();
  /** Changes that the database did not take; what is true when it is back is written. */
  readonly #unwritten = new Set<number>();
  #catchingUp: NodeJS.Timeout | undefined;
  #flush: NodeJS.Timeout | undefined;

  constructor(gateways: Gateways) {
    this.#gateways = gateways;
    gateways.timers.on<{ gatewayId: number }>(TIMER_KIND, (unit, { gatewayId }) =>
      this.#announce(unit, gatewayId),
    );
  }

  /** After a restart nobody is connected; who comes back within the flap window was never away. */
  async start(): Promise<void> {
    for (const gatewayId of await onlineGateways(this.#gateways.db)) await this.#write(gatewayId, 'OFFLINE');
    this.#flush = setInterval(() => void this.#sweep(), LAST_SEEN_FLUSH_MS);
    this.#flush.unref();
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
    this.#present.set(gatewayId, { lastSeenMs, lastHeard: monotonic(), silenceMs: SILENCE_MS, driven });
    this.#change(gatewayId, 'ONLINE', lastSeenMs);
  }

  disconnected(gatewayId: number): void {
    const lastSeenMs = this.#present.get(gatewayId)?.lastSeenMs;
    this.#present.delete(gatewayId);
    this.#change(gatewayId, 'OFFLINE', lastSeenMs);
  }

  /** A message came in. One that was thought silent is back. */
  heard(gatewayId: number, driven: boolean, silenceMs = SILENCE_MS): void {
    const present = this.#present.get(gatewayId);
    if (!present) return this.connected(gatewayId, driven);
    present.silenceMs = silenceMs;
    present.lastSeenMs = this.#gateways.clock.now();
    present.lastHeard = this.#gateways.monotonic();
  }

  isOnline(gatewayId: number): boolean {
    return this.#present.has(gatewayId);
  }

  lastSeenMs(gatewayId: number): number | undefined {
    return this.#present.get(gatewayId)?.lastSeenMs;
  }

  /** Every change so far is written. */
  async settled(): Promise<void> {
    while (this.#writing.size > 0) await Promise.all(this.#writing.values());
  }

  #change(gatewayId: number, state: Connectivity, lastSeenMs: number | undefined): void {
    const before = this.#writing.get(gatewayId) ?? Promise.resolve();
    const write = before
      .then(() => this.#write(gatewayId, state, lastSeenMs))
      .then(() => void this.#unwritten.delete(gatewayId))
      .catch((error: unknown) => this.#putOff(gatewayId, error))
      .finally(() => {
        if (this.#writing.get(gatewayId) === write) this.#writing.delete(gatewayId);
      });
    this.#writing.set(gatewayId, write);
  }

  #putOff(gatewayId: number, error: unknown): void {
    if (this.#unwritten.size === 0 || !isPassing(error))
      this.#gateways.log.warn({ err: error, gatewayId }, 'connectivity was not written');
    if (!isPassing(error)) return;
    this.#unwritten.add(gatewayId);
    this.#catchingUp ??= setTimeout(() => void this.#catchUp(), CATCH_UP_MS).unref();
  }

  /** One first, then more at a time: while the database is away thousands of attempts would only be in each other's way. */
  async #catchUp(): Promise<void> {
    this.#catchingUp = undefined;
    const waiting = [...this.#unwritten];
    for (let from = 0; from < waiting.length; from += from === 0 ? 1 : CATCH_UP_AT_ONCE) {
      const some = waiting.slice(from, from === 0 ? 1 : from + CATCH_UP_AT_ONCE);
      for (const gatewayId of some)
        this.#change(gatewayId, this.isOnline(gatewayId) ? 'ONLINE' : 'OFFLINE', this.lastSeenMs(gatewayId));
      await Promise.all(some.map((gatewayId) => this.#writing.get(gatewayId) ?? Promise.resolve()));
      // They were put off again.
      if (some.some((gatewayId) => this.#unwritten.has(gatewayId))) return;
    }
  }

  async #write(gatewayId: number, state: Connectivity, lastSeenMs?: number): Promise<void> {
    const { transact, clock, flapWindowMs, registry } = this.#gateways;
    const now = clock.now();
    const slice = sliceOfGateway(gatewayId);
    await transact(async (unit) => {
      const lastSeen = lastSeenMs === undefined ? undefined : new Date(lastSeenMs);
      const row = await setConnectivity(unit.tx, gatewayId, state, new Date(now), lastSeen);
      if (!row) return;
      const id = `${TIMER_KIND}:${gatewayId}`;
      if (row.announced === state) await unit.cancel(slice, id);
      else
        await unit.schedule({
          slice,
          id,
          kind: TIMER_KIND,
          dueAtMs: now + flapWindowMs,
          payload: { gatewayId },
        });
      unit.afterCommit(() => registry.put(gatewayId, row));
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
    unit.afterCommit(() => this.#gateways.registry.drop(gatewayId));
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
