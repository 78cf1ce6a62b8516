import { randomUUID } from 'node:crypto';
import { acquire, orphans, release, renew, LEASE_MS } from './progress-store.ts';
import type { SharedNews } from '../../platform/database/shared-caches.ts';
import type { WebhookKey } from '../tables.ts';
import { Recorder, RETRY_KIND } from './recorder.ts';
import { webhookCacheKey, type Delivery } from './sender.ts';
import { Worker } from './worker.ts';
import type { OwnerHooks, WorkerHooks } from './worker-hooks.ts';
import { companiesWithWebhooks } from '../webhooks/store.ts';

/** How often leases are renewed, and workers without work let go. */
const RENEW_EVERY_MS = LEASE_MS / 3;
const IDLE_MS = 30_000;
/** Wait before an endpoint is taken again after the database failed. */
const DATABASE_RETRY_MS = 1_000;
/** And after it refused to write where the endpoint stands: what was sent since then is sent again each time. */
const REFUSED_RETRY_MS = 60_000;

interface Entry {
  readonly key: WebhookKey;
  /** Undefined: another node has the endpoint, or it is gone. */
  readonly worker: Promise<Worker | undefined>;
}

/** The endpoints that this node delivers to, each with a worker while there is work. */
export class Dispatcher {
  readonly #delivery: Delivery;
  readonly #recorder: Recorder;
  readonly #hooks: OwnerHooks;
  readonly #isAlone: boolean;
  readonly #holder = randomUUID();
  readonly #entries = new Map<string, Entry>();
  /** Endpoints that another node has; it is told what happens here, and when it dies `#renew` finds out. */
  readonly #elsewhere = new Set<string>();
  /** Companies whose endpoints are just being woken. */
  readonly #waking = new Set<Promise<void>>();
  /** Nothing is sent before the whole server is up, nor after it was asked to stop. */
  #isRunning = false;
  #renewing: NodeJS.Timeout | undefined;

  /** `logs`: how nodes tell each other that there may be something to deliver to a company. `isAlone`: no other node delivers from this database, so leases of dead ones need not run out. */
  constructor(delivery: Delivery, hooks: WorkerHooks, logs: SharedNews, isAlone: boolean) {
    this.#delivery = delivery;
    this.#recorder = new Recorder(delivery.platform);
    this.#hooks = { ...hooks, lost: (key) => this.changed(key), refused: (key) => this.#leaveAlone(key) };
    this.#isAlone = isAlone;
    delivery.platform.timers.on<{ companyId: string; webhookId: string }>(
      RETRY_KIND,
      (unit, { companyId, webhookId }) => {
        // Whichever node takes the timer, another one may have the endpoint.
        unit.changed(logs, companyId);
        unit.afterCommit(() => this.wake({ company_id: companyId, webhook_id: webhookId }));
        return Promise.resolve();
      },
    );
  }

  async start(): Promise<void> {
    this.#isRunning = true;
    this.#renewing = setInterval(() => void this.#renew(), RENEW_EVERY_MS).unref();
    await this.wakeAll();
  }

  /** How many endpoints are left to other nodes. */
  get leftToOthers(): number {
    return this.#elsewhere.size;
  }

  /** Sends nothing more; what is under way is waited for and recorded. */
  async stop(): Promise<void> {
    this.#isRunning = false;
    clearInterval(this.#renewing);
    const entries = [...this.#entries.values()];
    await Promise.all(entries.map(async ({ worker }) => (await worker)?.close()));
    await this.#recorder.stop();
    await release(this.#delivery.platform.db, this.#holder).catch(() => undefined);
    this.#entries.clear();
  }

  async wakeAll(): Promise<void> {
    for (const companyId of await companiesWithWebhooks(this.#delivery.platform.db))
      await this.#wakeCompany(companyId);
  }

  /** The company's log has grown; a database that is away is tried again. */
  grown(companyId: string): void {
    const waking = this.#wakeCompany(companyId)
      .catch((error: unknown) => {
        this.#delivery.platform.log.warn({ err: error, companyId }, 'delivery: trying again');
        this.#later(() => this.#wakeCompany(companyId));
      })
      .finally(() => this.#waking.delete(waking));
    this.#waking.add(waking);
  }

  /** Something is due at the endpoint. */
  wake(key: WebhookKey): void {
    if (!this.#isRunning || this.#elsewhere.has(key.webhook_id)) return;
    void this.#entryOf(key).worker.then((worker) => worker?.wake());
  }

  /** The endpoint is wanted otherwise than before: it begins anew from what is written down. */
  changed(key: WebhookKey): void {
    if (!this.#isRunning) return;
    // One that is gone is not remembered; one that another node has will be again.
    this.#elsewhere.delete(key.webhook_id);
    const former = this.#entries.get(key.webhook_id);
    if (former)
      this.#enter(
        key,
        this.#end(former).then(() => this.#take(key)),
      );
    this.wake(key);
  }

  /** Changes may have passed this node by. */
  missed(): void {
    for (const { key } of [...this.#entries.values()]) this.changed(key);
    this.#later(() => this.wakeAll());
  }

  /** Every endpoint was given what it can take now, and all of it is recorded. */
  async settled(): Promise<void> {
    await Promise.all(this.#waking);
    await Promise.all([...this.#entries.values()].map(async ({ worker }) => (await worker)?.settled()));
    await this.#recorder.flushed();
  }

  async #wakeCompany(companyId: string): Promise<void> {
    for (const webhookId of await this.#delivery.endpointsOf.get(companyId))
      this.wake({ company_id: companyId, webhook_id: webhookId });
  }

  /** Until it succeeds. */
  #later(work: () => Promise<void>): void {
    const attempt = () => {
      if (this.#isRunning) void work().catch(() => this.#later(work));
    };
    setTimeout(attempt, DATABASE_RETRY_MS).unref();
  }

  #entryOf(key: WebhookKey): Entry {
    return this.#entries.get(key.webhook_id) ?? this.#enter(key, this.#take(key));
  }

  #enter(key: WebhookKey, taking: Promise<Worker | undefined>): Entry {
    const worker = taking.catch((error: unknown) => {
      this.#delivery.platform.log.warn({ err: error, webhookId: key.webhook_id }, 'delivery: trying again');
      this.#later(() => Promise.resolve(this.wake(key)));
      return undefined;
    });
    const entry = { key, worker };
    this.#entries.set(key.webhook_id, entry);
    void worker.then((taken) => {
      if (!taken) this.#forget(entry);
    });
    return entry;
  }

  /** Its entry stays, so that nothing wakes it. */
  #leaveAlone(key: WebhookKey): void {
    void this.#entries.get(key.webhook_id)?.worker.then((worker) => worker?.close());
    setTimeout(() => this.changed(key), REFUSED_RETRY_MS).unref();
  }

  #forget(entry: Entry): void {
    if (this.#entries.get(entry.key.webhook_id) === entry) this.#entries.delete(entry.key.webhook_id);
  }

  async #take(key: WebhookKey): Promise<Worker | undefined> {
    const row = await this.#delivery.webhooks.get(webhookCacheKey(key));
    if (!row) return undefined;
    const standing = await acquire(this.#delivery.platform.db, key, this.#holder, this.#isAlone);
    if (!standing && !this.#isAlone) this.#elsewhere.add(key.webhook_id);
    return standing && new Worker(this.#delivery, this.#recorder, this.#hooks, row, standing);
  }

  /** Ends a worker once everything of it is written. */
  async #end({ worker }: Entry): Promise<void> {
    await (await worker)?.close();
    await this.#recorder.flushed();
  }

  async #renew(): Promise<void> {
    try {
      const idleSince = this.#delivery.platform.monotonic() - IDLE_MS;
      const kept = this.#isAlone ? undefined : await renew(this.#delivery.platform.db, this.#holder);
      for (const entry of [...this.#entries.values()]) {
        const worker = await entry.worker;
        const isLost = kept?.has(entry.key.webhook_id) === false;
        // If it was taken only just now, it is taken once more.
        if (isLost) this.changed(entry.key);
        if (isLost || worker?.isIdleSince(idleSince) !== true) continue;
        await this.#end(entry);
        this.#forget(entry);
        if (worker.isWanted) this.wake(entry.key);
      }
      if (this.#isAlone) return;
      for (const key of await orphans(this.#delivery.platform.db)) {
        this.#elsewhere.delete(key.webhook_id);
        this.wake(key);
      }
    } catch (error) {
      this.#delivery.platform.log.warn({ err: error }, 'leases of endpoints could not be renewed');
    }
  }
}
