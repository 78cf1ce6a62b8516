import type { EventType, Language } from '@hearthgate/wire';
import {
  forgetFacts,
  readFacts,
  slicesWithFacts,
  type Marks,
  type OutboxFact,
} from '../../platform/database/outbox.ts';
import { newId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import type { EventRow } from '../tables.ts';
import { traceFanOut } from '../trace-events.ts';
import { Audience } from './audience.ts';
import { eventOfFact, isInWords } from './event-of-fact.ts';
import { factOf, isMeasured } from './facts.ts';
import { settleFirst } from './first-values.ts';
import { FanOutCounts } from './fan-out-counts.ts';
import * as store from './store.ts';

/**
 * Facts that become events at once, of all slices that have some, a few MB of them. A busy database takes as long for the round trips of
 * a small batch as for those of a large one, so the fan-out would fall behind with small ones just when there is most to do.
 */
const BATCH_MAX = 2_500;
const RETRY_MS = 500;
/**
 * Facts are collected for this long after the first: those that follow each other, such as a change and its confirmation, share
 * the commits, and what made them answers its caller first.
 */
const COLLECT_MS = 20;

/** Turns facts into company logs: exactly once, in order, with dense numbers. */
export class FanOut {
  readonly #platform: Platform;
  readonly #languagesOf: (companyId: string) => Promise<readonly Language[]>;
  readonly #onEvents: (companyId: string) => void;
  readonly #takesDataPoints: (companyId: string) => Promise<boolean>;
  readonly #onFacts: (facts: readonly OutboxFact[]) => void;
  readonly counts = new FanOutCounts();
  /** Slices with facts, and since when at a monotonic time. */
  readonly #pending = new Map<number, number>();
  /** The same of those under way. */
  #underWay: ReadonlyMap<number, number> = new Map();
  /** After a failure slices go one by one until none is left, so that one that cannot go on does not keep others. */
  #isTogether = true;
  #running: Promise<void> = Promise.resolve();
  /** The facts that are being fanned out now. */
  #batch: Promise<void> = Promise.resolve();
  #active = false;
  #isHeld = false;
  #isStarted = false;
  #stopped = false;
  #retry: NodeJS.Timeout | undefined;
  /** Ends the collecting that is under way. */
  #collectNoMore: (() => void) | undefined;

  constructor(
    platform: Platform,
    languagesOf: (companyId: string) => Promise<readonly Language[]>,
    takesDataPoints: (companyId: string) => Promise<boolean>,
    onEvents: (companyId: string) => void,
    onFacts: (facts: readonly OutboxFact[]) => void,
  ) {
    this.#platform = platform;
    this.#languagesOf = languagesOf;
    this.#onEvents = onEvents;
    this.#takesDataPoints = takesDataPoints;
    this.#onFacts = onFacts;
    platform.shards.listen({
      taken: () => this.#lookAgain(),
      told: (slice) => (slice === null ? this.#lookAgain() : this.signal(new Set([slice]))),
      leave: () => this.#batch,
    });
  }

  /** Takes up what a former process left behind. */
  async start(): Promise<void> {
    this.#stopped = false;
    this.#isStarted = true;
    this.signal(new Set(await slicesWithFacts(this.#platform.db)));
  }

  #lookAgain(): void {
    if (!this.#isStarted || this.#stopped) return;
    this.start().catch((error: unknown) => {
      this.#platform.log.warn({ err: error }, 'fan-out: looking again');
      this.#retry = setTimeout(() => this.#lookAgain(), RETRY_MS);
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#retry);
    this.#collectNoMore?.();
    await this.#running;
  }

  signal(slices: ReadonlySet<number>): void {
    const now = this.#platform.monotonic();
    // Of those of other nodes they hear themselves.
    for (const slice of slices) this.#wait(slice, now);
    if (this.#active || this.#stopped || this.#isHeld || this.#pending.size === 0) return;
    this.#active = true;
    this.#running = this.#run();
  }

  /** What is told while this runs becomes events together. */
  async hold(work: () => Promise<void>): Promise<void> {
    this.#isHeld = true;
    try {
      await work();
    } finally {
      this.#isHeld = false;
      this.signal(new Set());
    }
  }

  /** Every fact told so far stands in the logs. */
  async settled(): Promise<void> {
    while (this.#active) {
      this.#collectNoMore?.();
      await this.#running;
    }
  }

  async #run(): Promise<void> {
    let isBehind = false;
    try {
      while (!this.#stopped && this.#pending.size > 0) {
        if (!isBehind) await this.#collect();
        const taken = new Map([...this.#pending].slice(0, this.#isTogether ? undefined : 1));
        const slices = [...taken.keys()];
        for (const slice of slices) this.#pending.delete(slice);
        this.#underWay = taken;
        const waitedSince = (slice: number) => taken.get(slice) ?? this.#platform.monotonic();
        try {
          const batch = this.#fanOut(slices);
          this.#batch = batch.then(
            () => undefined,
            () => undefined,
          );
          const rest = await batch;
          isBehind = rest.length > 0;
          for (const slice of rest) this.#wait(slice, waitedSince(slice));
        } catch (error) {
          for (const slice of slices) this.#wait(slice, waitedSince(slice));
          throw error;
        }
      }
      this.#isTogether = true;
    } catch (error) {
      this.#isTogether = false;
      this.counts.failures += 1;
      this.#platform.log.warn({ err: error }, 'fan-out: trying again');
      this.#retry = setTimeout(() => this.signal(new Set()), RETRY_MS);
    } finally {
      this.#underWay = new Map();
      this.#active = false;
    }
  }

  #collect(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, COLLECT_MS);
      this.#collectNoMore = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** How long the fact that waits longest has been told to this process, milliseconds; 0 when none waits. */
  get lagMs(): number {
    const since = [...this.#pending.values(), ...this.#underWay.values()];
    return since.length === 0 ? 0 : this.#platform.monotonic() - Math.min(...since);
  }

  /** One that is told of again has waited since the first time. */
  #wait(slice: number, sinceMs: number): void {
    if (!this.#platform.shards.holds(slice)) return;
    this.#pending.set(slice, Math.min(sinceMs, this.#pending.get(slice) ?? sinceMs));
  }

  /** Answers the slices in which there may be more. */
  async #fanOut(slices: readonly number[]): Promise<number[]> {
    const { db, monotonic } = this.#platform;
    const begunMs = monotonic();
    const limit = Math.ceil(BATCH_MAX / slices.length);
    const facts = await readFacts(db, await store.fanoutMarks(db, slices), limit);
    if (facts.length === 0) return [];
    const audience = await Audience.load(db, facts);
    const byCompany = new Map<string, OutboxFact[]>();
    for (const row of facts) {
      for (const companyId of audience.recipients(row)) {
        // The company's own switch counts from the moment it is thrown; the audience knows only what owners share.
        if (isMeasured(row.kind) && !(await this.#takesDataPoints(companyId))) continue;
        const list = byCompany.get(companyId) ?? [];
        byCompany.set(companyId, list);
        list.push(row);
      }
    }
    for (const [companyId, rows] of byCompany) {
      await this.#append(companyId, rows);
      this.#onEvents(companyId);
    }
    // Last, with the audience as of these facts: a crash before it repeats the batch, and the marks skip what is done.
    const marks = marksAfter(facts);
    await this.#platform.transactAtOnce(async ({ tx }) => {
      await this.#platform.shards.guard(tx, marks.keys());
      await audience.save(tx);
      await store.setFanoutMarks(tx, marks);
      await forgetFacts(tx, marks);
    });
    this.counts.facts += facts.length;
    this.counts.seconds.add((monotonic() - begunMs) / 1_000);
    // Committed before they were read; owners hear of them whether a company does or not.
    this.#onFacts(facts);
    return slices.filter((slice) => facts.filter((fact) => fact.slice === slice).length === limit);
  }

  async #append(companyId: string, rows: readonly OutboxFact[]): Promise<void> {
    // Texts are chosen here, once: the log never changes, so every reader and every retry of an event says the same.
    const startMs = this.#platform.tracing?.now() ?? 0;
    const isAnyInWords = rows.some((row) => isInWords(factOf(row)));
    const languages = isAnyInWords ? await this.#languagesOf(companyId) : [];
    await this.#platform.transact(async (unit) => {
      const { tx } = unit;
      // Another node would have looked at a newer audience.
      await this.#platform.shards.guard(tx, marksAfter(rows).keys());
      const head = await store.lockHead(tx, companyId);
      const marks = await store.companyMarks(tx, companyId, [...marksAfter(rows).keys()]);
      const fresh = rows.filter(({ slice, no }) => no > (marks.get(slice) ?? 0));
      if (fresh.length === 0) return;
      // With the head locked, and never back: the order of times is the order of numbers.
      const now = Math.max(this.#platform.clock.now(), head.recordedAtMs);
      const ids = new Set(fresh.flatMap(({ gatewayId }) => (gatewayId === null ? [] : [gatewayId])));
      const heads = await store.gatewayHeads(tx, companyId, [...ids]);
      const events = fresh.map((row, index): EventRow => {
        const { type, data, late } = eventOfFact(factOf(row), languages);
        return {
          company_id: companyId,
          seq: head.seq + index + 1,
          recorded_at: new Date(now),
          event_id: newId('evt', now),
          type,
          gateway_id: row.gatewayId,
          ...nextOfGateway(heads, row.gatewayId, type),
          occurred_at: row.occurredAt,
          late,
          data: JSON.stringify(data),
        };
      });
      await store.saveGatewayHeads(tx, companyId, heads);
      await store.insertEvents(tx, events);
      unit.afterCommit(() => {
        this.counts.logged(events);
        traceFanOut(this.#platform.tracing, events, startMs);
      });
      await store.setCompanyMarks(tx, companyId, marksAfter(fresh));
      await store.setHead(tx, companyId, { seq: head.seq + events.length, recordedAtMs: now });
      for (const [index, row] of fresh.entries()) {
        const fact = factOf(row);
        const relation = { gatewayId: row.gatewayId ?? 0, companyId, sinceSeq: head.seq + index + 1 };
        if (fact.kind === 'contract-status') await settleFirst(unit, relation, fact, now);
      }
    });
  }
}

/** The number of the last fact of each slice. */
function marksAfter(facts: readonly OutboxFact[]): Marks {
  return new Map(facts.map(({ slice, no }) => [slice, no]));
}

const COMPANYS_OWN = { gatewayseq: null, previous: null } as const;

/** The numbers of the next event of a gateway, and its head moved on by it. */
function nextOfGateway(
  heads: Map<number, store.GatewayHead>,
  gatewayId: number | null,
  type: EventType,
): Pick<EventRow, 'gatewayseq' | 'previous'> {
  if (gatewayId === null) return COMPANYS_OWN;
  const { gatewayseq: last, byType } = heads.get(gatewayId) ?? { gatewayseq: 0, byType: {} };
  const gatewayseq = last + 1;
  heads.set(gatewayId, { gatewayseq, byType: { ...byType, [type]: gatewayseq } });
  return { gatewayseq, previous: byType };
}
