import type { LinkValue, Report } from '@hearthgate/wire';
import type { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { MeasuredFact } from '../facts.ts';
import { closedDayOf, reviseDay, startDays } from '../recordings/day-timers.ts';
import { namesAnotherType, systemType } from '../heat-sources/source-type.ts';
import { insertRecordings, writeMarks, writeReportState, writeSystemTypes, writeTwin } from '../store.ts';
import type { ReportedState } from '../system-state.ts';
import type { HvacTables } from '../tables.ts';
import { zoneOf } from '../zone-of.ts';
import { applyValues, type Recording } from './apply-report.ts';
import { isCommitted, withReport } from './report-mark.ts';

/** A measurement this far ahead of the clock is taken as of its receipt. */
const AHEAD_MAX_MS = 5 * 60_000;
/** Recordings are kept for measurement times back to this. */
export const RECORDINGS_BACK_DAYS = 8;
/** What is younger is not looked at: the day that it may be late for was closed after it was measured, or a moment ago. */
const YOUNG_MS = 60_000;
const RECORDINGS_BACK_MS = RECORDINGS_BACK_DAYS * 86_400_000;

type NumberedReport = Pick<Report, 'boot' | 'seq' | 'late'>;

/** Something that changes the twin of one gateway. */
export interface Entry {
  readonly gatewayId: number;
  readonly values: Readonly<Record<string, LinkValue>>;
  /** When they were measured; left out for what a command read back now. */
  readonly atMs?: number;
  /** A report with its number, or of a gateway that has none; values read back by a command are no report. */
  readonly report?: NumberedReport | 'unnumbered';
  /** Further writes of the same transaction; they read nothing in it. */
  readonly also?: (unit: UnitOfWork) => Promise<void>;
}

export function numberOf({ report }: Entry): NumberedReport | undefined {
  return report === 'unnumbered' ? undefined : report;
}

/** What a batch of entries changes, before it is written. */
export class BatchDraft {
  readonly #drafts = new Map<number, ReportedState>();
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

  constructor(states: readonly ReportedState[], nowMs: number) {
    for (const state of states) this.#drafts.set(state.gatewayId, state);
    this.#nowMs = nowMs;
  }

  /** An unnumbered report that says nothing new leaves no trace in the database. */
  get isWorthWriting(): boolean {
    return this.#changedStates.size > 0;
  }

  /** Days that begin are asked for. */
  get readsNothing(): boolean {
    return this.#first.size === 0;
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

  #noteDay(state: ReportedState, measuredAtMs: number): void {
    if (measuredAtMs > this.#nowMs - YOUNG_MS) return;
    const { gatewayId } = state;
    const day = closedDayOf(gatewayId, measuredAtMs, this.#nowMs, zoneOf(state));
    if (day !== undefined) this.#late.set(`${gatewayId}/${day}`, { gatewayId, day });
  }

  states(): Iterable<ReportedState> {
    return this.#drafts.values();
  }

  ackedSeq(gatewayId: number, boot: string): number {
    return this.#draft(gatewayId).marks.get(boot)?.acked ?? 0;
  }

  #draft(gatewayId: number): ReportedState {
    const draft = this.#drafts.get(gatewayId);
    if (!draft) throw new Error(`state of gateway ${gatewayId} was not loaded`);
    return draft;
  }

  #marked(state: ReportedState, { boot, seq }: NumberedReport): ReportedState {
    this.#changedMarks.set(`${state.gatewayId}/${boot}`, { gatewayId: state.gatewayId, boot });
    return { ...state, marks: new Map(state.marks).set(boot, withReport(state.marks.get(boot), seq)) };
  }

  #markRow(gatewayId: number, boot: string): HvacTables['report_marks'] {
    const mark = this.#draft(gatewayId).marks.get(boot);
    return { gateway_id: gatewayId, boot, acked_seq: mark?.acked ?? 0, ahead: [...(mark?.ahead ?? [])] };
  }
}
