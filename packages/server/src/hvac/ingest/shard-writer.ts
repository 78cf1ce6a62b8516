import { sql } from 'kysely';
import type { CommandAck, DownAck, LinkValue } from '@hearthgate/wire';
import { buryLetter, type Gateways } from '../../gateways/index.ts';
import type { Cache } from '../../platform/cache.ts';
import { isPassing } from '../../platform/database/database.ts';
import { sliceOfGateway } from '../../platform/database/unit-of-work.ts';
import { ShardsLost } from '../../platform/shards/shards.ts';
import type { Platform } from '../../platform/platform.ts';
import { reportedStates } from '../reported-states.ts';
import type { SystemState } from '../system-state.ts';
import { BatchDraft, numberOf, type Entry } from './batch-draft.ts';
import { traceCommit } from './trace-commit.ts';
import type { IngestCounts } from './ingest-counts.ts';

/** Reports written by one statement. */
const BATCH_MAX = 500;
/** How long a batch is tried again while the database is away, before its gateways are disconnected. */
const DATABASE_AWAY_MS = 30_000;
const RETRY_MS = 250;

/** What a writer needs; it alone replaces the states. */
export interface WriterServices extends Platform {
  readonly gateways: Gateways;
  readonly states: Cache<number, SystemState>;
  readonly ingest: IngestCounts;
  /** Of gateways that name no time zone of their own. */
  readonly timeZone: string;
}

interface Waiting {
  readonly entry: Entry;
  readonly done: (ack: DownAck | undefined) => void;
  readonly failed: (error: unknown) => void;
  /** By `tracing`; undefined: nothing is traced. */
  readonly queuedMs: number | undefined;
}

/** The serial writer of one shard: collects what arrives while a commit is under way and commits it at once. */
export class ShardWriter {
  readonly #services: WriterServices;
  #queue: Waiting[] = [];
  #draining = false;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(services: WriterServices) {
    this.#services = services;
  }

  /** Resolves after the commit; the last report of each boot in it answers how far the boot is committed. */
  write(entry: Entry): Promise<DownAck | undefined> {
    if (entry.report) this.#services.ingest.received += 1;
    return new Promise((done, failed) => {
      this.#queue.push({ entry, done, failed, queuedMs: this.#services.tracing?.now() });
      if (this.#draining) return;
      this.#draining = true;
      // What arrives in this turn of the event loop goes along.
      setImmediate(() => void this.exclusively(() => this.#drain()));
    });
  }

  /** Runs between two batches, so that nothing else touches the shard's states meanwhile. */
  exclusively<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#tail.then(work);
    this.#tail = run.catch(() => undefined);
    return run;
  }

  async #drain(): Promise<void> {
    const batch = this.#queue.slice(0, BATCH_MAX);
    this.#queue = this.#queue.slice(BATCH_MAX);
    await this.#commit(batch, this.#services.monotonic() + DATABASE_AWAY_MS);
    if (this.#queue.length === 0) this.#draining = false;
    // Behind what waits for its turn: a busy shard must not keep a description out.
    else void this.exclusively(() => this.#drain());
  }

  async #commit(batch: readonly Waiting[], giveUpAt: number): Promise<void> {
    try {
      const acks = await this.#measured(batch.map((waiting) => waiting.entry));
      traceCommit(this.#services.tracing, batch);
      batch.forEach((waiting, index) => waiting.done(acks[index]));
    } catch (error) {
      this.#services.ingest.failedBatches += 1;
      // What was drafted is void, and whether the commit arrived may be unknown: the states are read again.
      for (const { entry } of batch) this.#services.states.drop(entry.gatewayId);
      if (isPassing(error)) await this.#tryAgain(batch, giveUpAt, error);
      else if (error instanceof ShardsLost) await this.#leaveOut(batch, giveUpAt, error);
      else await this.#isolate(batch, giveUpAt, error);
    }
  }

  async #tryAgain(batch: readonly Waiting[], giveUpAt: number, error: unknown): Promise<void> {
    if (this.#services.monotonic() >= giveUpAt) {
      this.#services.log.error(
        { err: error, reports: batch.length },
        'the database is away: reports stay with their gateways',
      );
      for (const waiting of batch) this.#refuse(waiting, error);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    // One question instead of all the states: thousands of gateways must not keep a database from coming back.
    const stillAway = await sql`SELECT 1`.execute(this.#services.db).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (stillAway === undefined) await this.#commit(batch, giveUpAt);
    else await this.#tryAgain(batch, giveUpAt, stillAway);
  }

  /** Gateways of lost slices are told nothing: what they said goes to another node. */
  async #leaveOut(batch: readonly Waiting[], giveUpAt: number, error: ShardsLost): Promise<void> {
    const isLost = ({ entry }: Waiting) => error.slices.includes(sliceOfGateway(entry.gatewayId));
    for (const waiting of batch) if (isLost(waiting)) this.#refuse(waiting, error);
    const rest = batch.filter((waiting) => !isLost(waiting));
    if (rest.length > 0) await this.#commit(rest, giveUpAt);
  }

  #refuse({ entry, failed }: Waiting, error: unknown): void {
    if (entry.report) this.#services.ingest.refused += 1;
    failed(error);
  }

  /** Halves the batch until the culprit stands alone. */
  async #isolate(batch: readonly Waiting[], giveUpAt: number, error: unknown): Promise<void> {
    const [only] = batch;
    if (batch.length === 1 && only) return this.#bury(only, giveUpAt, error);
    const half = Math.ceil(batch.length / 2);
    await this.#commit(batch.slice(0, half), giveUpAt);
    await this.#commit(batch.slice(half), giveUpAt);
  }

  /** Keeps what cannot be stored as a dead letter and acknowledges its number, so that the gateway goes on. */
  async #bury(culprit: Waiting, giveUpAt: number, error: unknown): Promise<void> {
    const { entry } = culprit;
    this.#services.log.error({ err: error, gatewayId: entry.gatewayId }, 'values could not be stored');
    if (!entry.report || Object.keys(entry.values).length === 0) return this.#refuse(culprit, error);
    const number = numberOf(entry);
    const which = number ? `${number.boot}/${number.seq}` : 'unnumbered';
    this.#services.gateways.deadLetters.add('not storable');
    const letter = { gatewayId: entry.gatewayId, topic: 'up/report', reason: `not storable: ${which}` };
    await buryLetter(this.#services.gateways, letter, Buffer.from(JSON.stringify(entry.values)));
    await this.#commit([{ ...culprit, entry: { ...entry, values: {} } }], giveUpAt);
  }

  async #measured(entries: readonly Entry[]): Promise<(DownAck | undefined)[]> {
    const { ingest, monotonic } = this.#services;
    const begunMs = monotonic();
    const acks = await this.#transaction(entries);
    ingest.batchSeconds.add((monotonic() - begunMs) / 1_000);
    ingest.batchReports.add(entries.length);
    for (const { report, values } of entries) {
      if (!report) continue;
      ingest.acknowledged += 1;
      ingest.values += Object.keys(values).length;
    }
    return acks;
  }

  async #transaction(entries: readonly Entry[]): Promise<(DownAck | undefined)[]> {
    const { transact, transactAtOnce, states, clock, shards } = this.#services;
    const gatewayIds = [...new Set(entries.map((entry) => entry.gatewayId))];
    const loaded = await reportedStates(this.#services, gatewayIds);
    const batch = new BatchDraft(loaded, clock.now());
    for (const entry of entries) batch.add(entry);
    if (batch.isWorthWriting || entries.some((entry) => entry.also)) {
      await (batch.readsNothing ? transactAtOnce : transact)(async (unit) => {
        await shards.guard(unit.tx, gatewayIds.map(sliceOfGateway));
        await batch.write(unit);
        for (const entry of entries) await entry.also?.(unit);
      });
    }
    for (const state of batch.states()) states.put(state.gatewayId, state);
    return acksOf(entries, batch);
  }
}

/** One for each boot, since it says the same for all reports of the commit. */
function acksOf(entries: readonly Entry[], batch: BatchDraft): (DownAck | undefined)[] {
  const lasts = new Map<string, Entry>();
  for (const entry of entries) {
    const boot = numberOf(entry)?.boot;
    if (boot !== undefined) lasts.set(`${entry.gatewayId}/${boot}`, entry);
  }
  return entries.map((entry) => {
    const boot = numberOf(entry)?.boot;
    if (boot === undefined || lasts.get(`${entry.gatewayId}/${boot}`) !== entry) return undefined;
    return { boot, seq: batch.ackedSeq(entry.gatewayId, boot) };
  });
}

/** Values of a command answer, as reported by the gateway after read-back. */
export function readBackValues(answer: CommandAck): Record<string, LinkValue> {
  return Object.fromEntries(
    answer.results.flatMap((result) =>
      result.value === undefined ? [] : [[result.path, result.value] as const],
    ),
  );
}
