import { sql } from 'kysely';
import type { CommandAck, DownAck, LinkValue, Report } from '@hearthgate/wire';
import { buryLetter, type Gateways } from '../../gateways/index.ts';
import type { Cache } from '../../platform/cache.ts';
import { isPassing } from '../../platform/database/database.ts';
import { sliceOfGateway, type UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { ShardsLost } from '../../platform/shards/shards.ts';
import type { MeasuredFact } from '../facts.ts';
import { closedDayOf, reviseDay, startDays } from '../recordings/day-timers.ts';
import { namesAnotherType, systemType } from '../heat-sources/source-type.ts';
import {
  insertRecordings,
  loadStates,
  writeMarks,
  writeReportState,
  writeSystemTypes,
  writeTwin,
} from '../store.ts';
import type { SystemState } from '../system-state.ts';
import { zoneOf } from '../zone-of.ts';
import type { HvacTables } from '../tables.ts';
import { applyValues, type Recording } from './apply-report.ts';
import type { Platform } from '../../platform/platform.ts';
import { isCommitted, withReport } from './report-mark.ts';

/** Reports written by one statement. */
const BATCH_MAX = 500;
/** How long a batch is tried again while the database is away, before its gateways are disconnected. */
const DATABASE_AWAY_MS = 30_000;
const RETRY_MS = 250;
/** A measurement this far ahead of the clock is taken as of its receipt. */
const AHEAD_MAX_MS = 5 * 60_000;
/** Recordings are kept for measurement times back to this. */
export const RECORDINGS_BACK_DAYS = 8;
/** What is younger is not looked at: the day that it may be late for was closed after it was measured, or a moment ago. */
const YOUNG_MS = 60_000;
const RECORDINGS_BACK_MS = RECORDINGS_BACK_DAYS * 86_400_000;

/** What a writer needs; it alone replaces the states. */
export interface WriterServices extends Platform {
  readonly gateways: Gateways;
  readonly states: Cache<number, SystemState>;
  /** Of gateways that name no time zone of their own. */
  readonly timeZone: string;
}

type NumberedReport = Pick<Report, 'boot' | 'seq' | 'late'>;

/** Something that changes the twin of one gateway. */
export interface Entry {
  readonly gatewayId: number;
  readonly values: Readonly<Record<string, LinkValue>>;
  /** When they were measured; left out for what a command read back now. */
  readonly atMs?: number;
  /** A report with its number, or of a gateway that has none; values read back by a command are no report. */
  readonly report?: NumberedReport | 'unnumbered';
  /** Further writes of the same transaction. */
  readonly also?: (unit: UnitOfWork) => Promise<void>;
}

interface Waiting {
  readonly entry: Entry;
  readonly done: (ack: DownAck | undefined) => void;
  readonly failed: (error: unknown) => void;
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
    return new Promise((done, failed) => {
      this.#queue.push({ entry, done, failed });
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
      const acks = await this.#transaction(batch.map((waiting) => waiting.entry));
      batch.forEach((waiting, index) => waiting.done(acks[index]));
    } catch (error) {
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
      for (const waiting of batch) waiting.failed(error);
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
    for (const waiting of batch) if (isLost(waiting)) waiting.failed(error);
    const rest = batch.filter((waiting) => !isLost(waiting));
    if (rest.length > 0) await this.#commit(rest, giveUpAt);
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
    if (!entry.report || Object.keys(entry.values).length === 0) return culprit.failed(error);
    const number = numberOf(entry);
    const which = number ? `${number.boot}/${number.seq}` : 'unnumbered';
    const letter = { gatewayId: entry.gatewayId, topic: 'up/report', reason: `not storable: ${which}` };
    await buryLetter(this.#services.gateways, letter, Buffer.from(JSON.stringify(entry.values)));
    await this.#commit([{ ...culprit, entry: { ...entry, values: {} } }], giveUpAt);
  }

  async #transaction(entries: readonly Entry[]): Promise<(DownAck | undefined)[]> {
    const { transact, states, clock, db, timeZone, shards } = this.#services;
    const gatewayIds = [...new Set(entries.map((entry) => entry.gatewayId))];
    const loaded = await states.getMany(gatewayIds, (missing) => loadStates(db, missing, timeZone));
    const batch = new BatchDraft(loaded, clock.now());
    for (const entry of entries) batch.add(entry);
    if (batch.isWorthWriting || entries.some((entry) => entry.also)) {
      await transact(async (unit) => {
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

function numberOf({ report }: Entry): NumberedReport | undefined {
  return report === 'unnumbered' ? undefined : report;
}

/** What a batch of entries changes, before it is written. */
class BatchDraft {
  readonly #drafts = new Map<number, SystemState>();
  readonly #changedTwin = new Map<string, { gatewayId: number; component: string }>();
  readonly #changedMarks = new Map<string, { gatewayId: number; boot: string }>();
  readonly #changedStates = new Set<number>();
  /** Gateways of which a value changed that names their kind. */
  readonly #renamed = new Set<number>();
  /** Gateways that report for the first time. */
  readonly #first = new Set<number>();
  /** Days that were closed before these values of them came. */
  readonly #late = new Map<string, { gatewayId: number; day: string }>();
  readonly #recordings: (Recording & { gatewayId: number })[] = [];
  readonly #facts: { gatewayId: number; fact: MeasuredFact }[] = [];
  readonly #nowMs: number;

  constructor(states: readonly SystemState[], nowMs: number) {
    for (const state of states) this.#drafts.set(state.gatewayId, state);
    this.#nowMs = nowMs;
  }

  /** An unnumbered report that says nothing new leaves no trace in the database. */
  get isWorthWriting(): boolean {
    return this.#changedStates.size > 0;
  }

  add(entry: Entry): void {
    const { gatewayId, values, atMs, report } = entry;
    const number = numberOf(entry);
    const before = this.#draft(gatewayId);
    if (number && isCommitted(before.marks.get(number.boot), number.seq)) return;
    const measuredAtMs = atMs === undefined || atMs > this.#nowMs + AHEAD_MAX_MS ? this.#nowMs : atMs;
    const recordable = measuredAtMs > this.#nowMs - RECORDINGS_BACK_MS;
    const applied = applyValues(before, values, measuredAtMs, recordable);
    // A gateway whose clock is behind ours must not look late after a command: only its reports move `latestAtMs`.
    const state = report ? applied.state : { ...applied.state, latestAtMs: before.latestAtMs };
    for (const component of applied.changedComponents) {
      this.#changedTwin.set(`${gatewayId}/${component}`, { gatewayId, component });
    }
    const { changedComponents, recordings, points } = applied;
    if (namesAnotherType(before, state, changedComponents)) this.#renamed.add(gatewayId);
    const isNews = changedComponents.size + recordings.length + points.length > 0;
    if (number || isNews || report === undefined) this.#changedStates.add(gatewayId);
    if (report && before.latestAtMs === 0) this.#first.add(gatewayId);
    if (applied.recordings.length > 0) this.#noteDay(before, measuredAtMs);
    this.#recordings.push(...applied.recordings.map((recording) => ({ ...recording, gatewayId })));
    if (applied.points.length > 0) {
      const late = number?.late === true || measuredAtMs < before.latestAtMs;
      this.#facts.push({
        gatewayId,
        fact: { kind: 'measured', atMs: measuredAtMs, late, points: applied.points },
      });
    }
    this.#drafts.set(gatewayId, number ? this.#marked(state, number) : state);
  }

  async write(unit: UnitOfWork): Promise<void> {
    const { tx } = unit;
    const twin = [...this.#changedTwin.values()].map(({ gatewayId, component }) => ({
      state: this.#draft(gatewayId),
      component,
    }));
    await writeTwin(tx, twin);
    await writeSystemTypes(tx, new Map([...this.#renamed].map((id) => [id, systemType(this.#draft(id))])));
    await writeReportState(
      tx,
      [...this.#changedStates].map((gatewayId) => this.#draft(gatewayId)),
    );
    await insertRecordings(tx, this.#recordings);
    await writeMarks(
      tx,
      [...this.#changedMarks.values()].map(({ gatewayId, boot }) => this.#markRow(gatewayId, boot)),
    );
    const first = [...this.#first].map((gatewayId) => ({ gatewayId, zone: zoneOf(this.#draft(gatewayId)) }));
    await startDays(unit, first, this.#nowMs);
    for (const change of this.#late.values()) await reviseDay(unit, change, this.#nowMs);
    for (const { gatewayId, fact } of this.#facts) {
      unit.tell({ kind: fact.kind, gatewayId, companyId: null, occurredAtMs: fact.atMs, payload: fact });
    }
  }

  #noteDay(state: SystemState, measuredAtMs: number): void {
    if (measuredAtMs > this.#nowMs - YOUNG_MS) return;
    const { gatewayId } = state;
    const day = closedDayOf(gatewayId, measuredAtMs, this.#nowMs, zoneOf(state));
    if (day !== undefined) this.#late.set(`${gatewayId}/${day}`, { gatewayId, day });
  }

  states(): Iterable<SystemState> {
    return this.#drafts.values();
  }

  ackedSeq(gatewayId: number, boot: string): number {
    return this.#draft(gatewayId).marks.get(boot)?.acked ?? 0;
  }

  #draft(gatewayId: number): SystemState {
    const draft = this.#drafts.get(gatewayId);
    if (!draft) throw new Error(`state of gateway ${gatewayId} was not loaded`);
    return draft;
  }

  #marked(state: SystemState, { boot, seq }: NumberedReport): SystemState {
    this.#changedMarks.set(`${state.gatewayId}/${boot}`, { gatewayId: state.gatewayId, boot });
    return { ...state, marks: new Map(state.marks).set(boot, withReport(state.marks.get(boot), seq)) };
  }

  #markRow(gatewayId: number, boot: string): HvacTables['report_marks'] {
    const mark = this.#draft(gatewayId).marks.get(boot);
    return { gateway_id: gatewayId, boot, acked_seq: mark?.acked ?? 0, ahead: [...(mark?.ahead ?? [])] };
  }
}

/** Values of a command answer, as reported by the gateway after read-back. */
export function readBackValues(answer: CommandAck): Record<string, LinkValue> {
  return Object.fromEntries(
    answer.results.flatMap((result) =>
      result.value === undefined ? [] : [[result.path, result.value] as const],
    ),
  );
}
