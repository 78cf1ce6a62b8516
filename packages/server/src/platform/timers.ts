import type { Clock } from './clock.ts';
import { isPassing, type Db, type PlatformTables } from './database/database.ts';
import { SLICES, type Transact, type UnitOfWork } from './database/unit-of-work.ts';
import type { Log } from './log.ts';
import { ALL_SHARDS, ShardsLost, type Shards } from './shards/shards.ts';

/** Runs inside the transaction that removes the timer: it happens once or not at all. */
export type TimerHandler<Payload> = (unit: UnitOfWork, payload: Payload) => Promise<void>;

type TimerRecord = PlatformTables['timers'];

/** Longest real wait before the table is looked at again; also how soon a failed timer is tried again. */
const LOOK_AGAIN_MS = 30_000;
const RETRY_MS = 1_000;
/** A timer whose work fails is put off by this, so that it does not hold up the others. */
const PUT_OFF_MS = 60_000;

/** Rows with a due time on the movable clock, run one by one in order of their due times. */
export class Timers {
  readonly #handlers = new Map<string, TimerHandler<unknown>>();
  readonly #clock: Clock;
  readonly #db: Db;
  readonly #transact: Transact;
  readonly #log: Log;
  readonly #shards: Shards;
  #wake: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  /** The timer that runs now. */
  #current: Promise<void> = Promise.resolve();
  #started = false;
  #isDriven = false;
  #pokes = 0;
  /** What is due next, as long as nothing was scheduled since it was read; believed while somebody drives. */
  #known: { readonly dueMs: number | undefined } | undefined;

  constructor(clock: Clock, db: Db, transact: Transact, log: Log, shards: Shards = ALL_SHARDS) {
    this.#clock = clock;
    this.#db = db;
    this.#transact = transact;
    this.#log = log;
    clock.onMoved(() => this.#look());
    this.#shards = shards;
    shards.listen({
      taken: () => this.poke(),
      told: () => this.poke(),
      leave: () => this.#current,
    });
  }

  /** The payload of a kind is what the domain that owns the kind has scheduled. */
  on<Payload>(kind: string, handler: TimerHandler<Payload>): void {
    this.#handlers.set(kind, (unit, payload) => handler(unit, payload as Payload));
  }

  start(): void {
    this.#started = true;
    this.poke();
  }

  async stop(): Promise<void> {
    this.#started = false;
    clearTimeout(this.#wake);
    await this.#running;
  }

  /** Something may be due earlier than it was: look at the table. */
  poke(): void {
    this.#pokes += 1;
    this.#known = undefined;
    this.#look();
  }

  /** A timer was set. What is due later than what is waited for changes nothing. */
  scheduled(dueMs: number): void {
    if ((this.#known?.dueMs ?? Number.POSITIVE_INFINITY) > dueMs) this.poke();
  }

  /** Runs everything that is due by the clock, oldest first; returns when nothing is. */
  async settle(): Promise<void> {
    const run = this.#running.then(async () => {
      while (await this.#runOldest());
    });
    this.#running = run.catch(() => undefined);
    await run;
  }

  /** Nothing fires by itself while this runs: who moves the clock calls `settle` when all that was measured until then is taken in. */
  async drive(work: () => Promise<void>): Promise<void> {
    this.#isDriven = true;
    try {
      await this.#running;
      await work();
    } finally {
      this.#isDriven = false;
      this.poke();
    }
  }

  /** Due time of the next timer, milliseconds of the clock; undefined when there is none. */
  async nextDueMs(): Promise<number | undefined> {
    if (!this.#known || !this.#isDriven) await this.#next();
    return this.#known?.dueMs;
  }

  async #next(): Promise<TimerRecord | undefined> {
    const known: { dueMs: number | undefined } = { dueMs: undefined };
    // First, since what is scheduled from here on may not be in the answer.
    this.#known = known;
    const next = await this.#db
      .selectFrom('timers')
      .selectAll()
      .$if(this.#shards.isShared, (query) => query.where('slice', 'in', this.#held()))
      .orderBy('due_at')
      .orderBy('id')
      .limit(1)
      .executeTakeFirst();
    known.dueMs = next?.due_at.getTime();
    return next;
  }

  #look(): void {
    if (this.#started && !this.#isDriven) this.#runAfter(0);
  }

  /** A number that no slice has stands for none. */
  #held(): number[] {
    const held = Array.from({ length: SLICES }, (_, slice) => slice).filter((slice) =>
      this.#shards.holds(slice),
    );
    return held.length > 0 ? held : [-1];
  }

  #runAfter(realMs: number): void {
    clearTimeout(this.#wake);
    this.#wake = setTimeout(() => void this.#tick(), Math.min(realMs, LOOK_AGAIN_MS));
    this.#wake.unref();
  }

  async #tick(): Promise<void> {
    if (this.#isDriven) return;
    try {
      await this.settle();
      const pokes = this.#pokes;
      const next = await this.#next();
      // What was scheduled while the table was read may not be in the answer, and its call must not be put off.
      if (this.#pokes !== pokes) this.#look();
      else if (this.#started)
        this.#runAfter(next ? this.#clock.realMsUntil(next.due_at.getTime()) : LOOK_AGAIN_MS);
    } catch (error) {
      this.#log.warn({ err: error }, 'timers: trying again');
      if (this.#started) this.#runAfter(RETRY_MS);
    }
  }

  /** False when nothing is due. */
  async #runOldest(): Promise<boolean> {
    const next = await this.#next();
    if (!next || next.due_at.getTime() > this.#clock.now()) return false;
    try {
      const run = this.#run(next);
      this.#current = run.catch(() => undefined);
      await run;
    } catch (error) {
      if (isPassing(error) || error instanceof ShardsLost) throw error;
      this.#log.error({ err: error, kind: next.kind, id: next.id }, 'a timer failed and is put off');
      await this.#putOff(next);
    }
    return true;
  }

  async #run(timer: TimerRecord): Promise<void> {
    const handler = this.#handlers.get(timer.kind);
    await this.#transact(async (unit) => {
      await this.#shards.guard(unit.tx, [timer.slice]);
      const removed = await unit.tx
        .deleteFrom('timers')
        .where('slice', '=', timer.slice)
        .where('id', '=', timer.id)
        .where('due_at', '=', timer.due_at)
        .executeTakeFirst();
      if (removed.numDeletedRows === 0n) return;
      if (!handler) return this.#log.error({ kind: timer.kind }, 'a timer of an unknown kind was dropped');
      await handler(unit, timer.payload);
    });
  }

  async #putOff(timer: TimerRecord): Promise<void> {
    await this.#db
      .updateTable('timers')
      .set({ due_at: new Date(this.#clock.now() + PUT_OFF_MS) })
      .where('slice', '=', timer.slice)
      .where('id', '=', timer.id)
      .where('due_at', '=', timer.due_at)
      .execute();
  }
}
