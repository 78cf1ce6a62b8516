import { readForDelivery } from '../../access/index.ts';
import { readLog } from '../log/store.ts';
import type { ReplayRow, WebhookKey, WebhookRow } from '../tables.ts';
import { crossGap } from './cross-gap.ts';
import type { Endpoint } from './endpoint.ts';
import { EndpointState } from './endpoint-state.ts';
import { sendHeartbeat } from './heartbeat.ts';
import { probe } from './probe.ts';
import { oldestSeq, type Changes, type Standing } from './progress-store.ts';
import type { Recorded, Recorder } from './recorder.ts';
import { runReplay } from './replay.ts';
import { sendItems } from './send-events.ts';
import type { Delivery, Target } from './sender.ts';
import { serveLaggard, serveParked } from './serve-stragglers.ts';
import { Tasks } from './tasks.ts';
import { LANES, type Item } from './window.ts';
import type { OwnerHooks } from './worker-hooks.ts';

/** Events read from the log at once: few for an endpoint that keeps up, many for one that catches up. */
const PAGE_MIN = 100;
const PAGE_MAX = 1_000;
/** While other endpoints keep up: a page is read in one piece. */
const PAGE_MAX_SHARED = 200;
/** Name of the task that gives events once more. */
const REPLAY = 'replay';
/** Wait before the log is read again after the database failed. */
const DATABASE_RETRY_MS = 1_000;

/** Delivers to one endpoint, as long as this node has it: reads its company's log by cursor and sends by lanes. */
export class Worker implements Recorded {
  readonly #delivery: Delivery;
  readonly #recorder: Recorder;
  readonly #state: EndpointState;
  readonly #tasks = new Tasks();
  readonly #replays: ReplayRow[];
  readonly #hooks: OwnerHooks;
  #pageSize = PAGE_MIN;
  #isActive = true;
  #isWanted = false;
  /** The database failed a moment ago. */
  #isHeldUp = false;
  #turn: Promise<void> | undefined;
  /** Counts wakes, so that a read of the log knows whether it grew meanwhile. */
  #wakes = 0;
  #hasMore = true;
  #idleSinceMs = 0;
  /** It catches up: the last page of the log that it read was full. */
  #isBehind = false;

  constructor(
    delivery: Delivery,
    recorder: Recorder,
    hooks: OwnerHooks,
    row: WebhookRow,
    standing: Standing,
  ) {
    this.#delivery = delivery;
    this.#recorder = recorder;
    this.#hooks = hooks;
    const ofState = {
      changed: () => recorder.note(this),
      flushed: () => recorder.flushed(),
      pause: (reason: 'GONE' | 'FAILING') => hooks.pause(this.key, reason),
    };
    this.#state = new EndpointState(delivery, ofState, row, standing);
    this.#replays = [...standing.replays];
  }

  get key(): WebhookKey {
    return this.#state.key;
  }

  /** The log has grown, something is due, or the endpoint was changed. */
  wake(): void {
    this.#wakes += 1;
    this.#hasMore = true;
    this.#kick();
  }

  /** Everything that can be sent now was sent; what came of it is on its way to the database. */
  async settled(): Promise<void> {
    while (this.#turn || this.#tasks.size > 0) await Promise.all([this.#turn, this.#tasks.ended()]);
  }

  /** Sends nothing more; what is under way is waited for, and what still waits is not settled. */
  async close(): Promise<void> {
    this.#isActive = false;
    await this.settled();
    this.#delivery.traffic.catchesUp(this, false);
    const { window, stragglers } = this.#state;
    for (const { gatewayId, event } of window.leave())
      if (!stragglers.laggards.has(gatewayId)) stragglers.advance(gatewayId, event.seq, this.#state.now());
    this.#recorder.note(this);
  }

  /** Nothing to do since this monotonic time. */
  isIdleSince(monotonicMs: number): boolean {
    const isQuiet = !this.#turn && !this.#isHeldUp && this.#tasks.size === 0 && this.#state.journal.isSaved;
    return isQuiet && this.#idleSinceMs <= monotonicMs;
  }

  /** It was woken after it was closed. */
  get isWanted(): boolean {
    return this.#isWanted;
  }

  takeChanges(): Changes {
    return this.#state.takeChanges();
  }

  takeDueAtMs(): number | null | undefined {
    return this.#state.takeDueAtMs();
  }

  saved(isOwn: boolean): void {
    if (!isOwn && this.#isActive) {
      // At once, whichever worker the dispatcher knows of: one that went on would take the endpoint from the next one again and again.
      this.#isActive = false;
      this.#delivery.traffic.catchesUp(this, false);
      this.#hooks.lost(this.key);
    }
    const { journal } = this.#state;
    const wasFull = journal.isFull;
    journal.saved();
    if (wasFull) this.#kick();
  }

  refused(): void {
    if (this.#isActive) this.#hooks.refused(this.key);
  }

  #kick(): void {
    this.#isWanted = true;
    if (!this.#isActive || this.#isHeldUp) return;
    this.#turn ??= this.#turnWhileWanted().finally(() => {
      this.#turn = undefined;
      // Wanted between the last look and now.
      if (this.#isWanted) this.#kick();
    });
  }

  async #turnWhileWanted(): Promise<void> {
    while (this.#isWanted && this.#isActive && !this.#isHeldUp) {
      this.#isWanted = false;
      await this.#take().catch((error: unknown) => this.#tryLater(error));
    }
  }

  #tryLater(error: unknown): void {
    const { log } = this.#delivery.platform;
    log.warn({ err: error, webhookId: this.key.webhook_id }, 'delivery: trying again');
    if (this.#isHeldUp) return;
    this.#isHeldUp = true;
    setTimeout(() => {
      this.#isHeldUp = false;
      this.wake();
    }, DATABASE_RETRY_MS).unref();
  }

  async #take(): Promise<void> {
    const target = await this.#state.target();
    // When something was recorded it goes on: lanes that are begun now would end at once, and wake it without an end.
    if (!target || this.#state.journal.isFull || !(await this.#fill(target))) return;
    // What is still under way tells more than a probe.
    if (this.#state.health.isTripped && (this.#tasks.size > 0 || !(await probe(this.#state)))) return;
    this.#launch();
  }

  /** Reads on in the log when there is room; false when a gap has to be told first. */
  async #fill({ endpoint }: Target): Promise<boolean> {
    const { window, batches, key, hooks } = this.#state;
    if (!this.#hasRoom()) return true;
    const wakes = this.#wakes;
    const { platform, traffic, access } = this.#delivery;
    const events = await readLog(platform.db, key.company_id, window.readTo, this.#pageSize);
    const first = events[0]?.seq ?? (await oldestSeq(platform.db, key.company_id));
    if (first > window.readTo + 1 && !(await crossGap(this.#state, window.readTo + 1, first - 1)))
      return false;
    const isFull = events.length === this.#pageSize;
    this.#hasMore = isFull || this.#wakes !== wakes;
    this.#isBehind = isFull;
    traffic.catchesUp(this, isFull);
    const largest = traffic.isShared(platform.monotonic()) ? PAGE_MAX_SHARED : PAGE_MAX;
    this.#pageSize = isFull ? Math.min(this.#pageSize * 2, largest) : PAGE_MIN;
    const last = events.at(-1);
    if (!last) return true;
    const gatewayIds = events.flatMap(({ type, gateway_id: id }) =>
      endpoint.types.has(type) ? (id ?? []) : [],
    );
    await readForDelivery(access, key.company_id, gatewayIds);
    if (endpoint.row.delivery === 'ONCE') {
      // Not again after a crash: first the cursor is written, then lanes get to see it.
      window.promise(last.seq);
      hooks.changed();
      await this.#recorder.flushed();
    }
    window.add(events, (item) => this.#placeOf(item, endpoint));
    for (const rest of batches.complete(window.readTo, this.#state.now())) window.putBack(rest);
    hooks.changed();
    if (this.#hasRoom()) this.#isWanted = true;
    return true;
  }

  #hasRoom(): boolean {
    return this.#hasMore && this.#state.window.open <= this.#pageSize / 2;
  }

  #placeOf(item: Item, { types }: Endpoint): 'LANE' | 'HOLD' | 'DROP' {
    const { stragglers, batches } = this.#state;
    if (!types.has(item.event.type) || stragglers.laggards.has(item.gatewayId)) return 'DROP';
    return batches.join(item) ? 'HOLD' : 'LANE';
  }

  /** Starts whatever can go now. */
  #launch(): void {
    const { stragglers, batches, window, meter } = this.#state;
    const now = this.#state.now();
    const monotonicMs = this.#delivery.platform.monotonic();
    meter.begin(monotonicMs);
    for (const { gatewayId, nextAttemptAtMs } of stragglers.laggards.values())
      if (nextAttemptAtMs <= now) this.#run(`gateway ${gatewayId}`, () => this.#workLaggard(gatewayId));
    for (const { seq, nextAttemptAtMs } of stragglers.parked.values())
      if (nextAttemptAtMs <= now)
        this.#run(`parked ${seq}`, () => this.#once((target) => serveParked(this.#state, target, seq)));
    for (let lane = 0; lane < LANES; lane += 1) {
      const batch = batches.of(lane);
      if (batch ? this.#state.isDue(batch) : window.hasQueued(lane))
        this.#run(`lane ${lane}`, () => this.#workLane(lane));
    }
    // Beside the others: it has few lanes of its own, and would never get one of theirs while there is a backlog.
    if (this.#replays.length > 0) this.#begin(REPLAY, () => this.#workReplay());
    const beatMs = this.#state.heartbeatDueMs;
    if (beatMs !== null && beatMs <= now)
      this.#run('heartbeat', () => this.#once((target) => sendHeartbeat(this.#state, target)));
    if (this.#tasks.size > 0) return;
    meter.end(monotonicMs);
    this.#idleSinceMs = monotonicMs;
  }

  /** No more than are allowed. */
  #run(name: string, work: () => Promise<void>): void {
    if (this.#underWay < this.#allowance) this.#begin(name, work);
  }

  #begin(name: string, work: () => Promise<void>): void {
    if (this.#tasks.has(name)) return;
    const task = work().catch((error: unknown) => this.#tryLater(error));
    this.#tasks.begin(name, task, () => this.#kick());
  }

  /** Without the replay. */
  get #underWay(): number {
    return this.#tasks.size - (this.#tasks.has(REPLAY) ? 1 : 0);
  }

  /** Requests that may be under way at once. */
  get #allowance(): number {
    const { traffic, platform } = this.#delivery;
    return traffic.shareOf(this, this.#state.allowance, platform.monotonic());
  }

  #maySend(): Promise<Target | undefined> {
    const { health, journal } = this.#state;
    const mayNot = !this.#isActive || health.isTripped || journal.isFull;
    return mayNot ? Promise.resolve(undefined) : this.#state.target();
  }

  async #workLane(lane: number): Promise<void> {
    const { batches, window } = this.#state;
    for (;;) {
      const target = await this.#maySend();
      if (!target) return;
      const failed = batches.of(lane);
      if (failed && !this.#state.isDue(failed)) return;
      const items = failed?.items ?? window.take(lane, target.endpoint.row.batch);
      if (items.length === 0) return;
      if (!this.#isBehind) this.#delivery.traffic.live(this.#delivery.platform.monotonic());
      await sendItems(this.#state, lane, target, items, failed);
      const allowance = this.#allowance;
      if (this.#underWay > allowance) return;
      // There is room for more of the log, or for one lane more.
      if (this.#hasRoom() || this.#underWay < allowance) this.#kick();
    }
  }

  async #workLaggard(gatewayId: number): Promise<void> {
    const { laggards } = this.#state.stragglers;
    while ((laggards.get(gatewayId)?.nextAttemptAtMs ?? Number.POSITIVE_INFINITY) <= this.#state.now()) {
      const target = await this.#maySend();
      if (!target || (await serveLaggard(this.#state, target, gatewayId)) === 'FAILED') return;
    }
  }

  /** One message, if one may be sent. */
  async #once(send: (target: Target) => Promise<void>): Promise<void> {
    const target = await this.#maySend();
    if (target) await send(target);
  }

  async #workReplay(): Promise<void> {
    const [replay] = this.#replays;
    const hooks = { mayGoOn: () => this.#maySend(), allowance: () => this.#allowance };
    if (replay && (await runReplay(this.#state, replay, hooks))) this.#replays.shift();
  }
}
