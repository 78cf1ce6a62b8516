import { signWebhook } from '@hearthgate/wire';
import { deliveryTo, noteDelivery, type Access } from '../../access/index.ts';
import { sliceOfCompany } from '../../platform/database/unit-of-work.ts';
import type { Platform } from '../../platform/platform.ts';
import { envelope } from '../envelope.ts';
import { readLog } from '../log/store.ts';
import type { AttemptOutcome, EventRow, ProgressRow, WebhookRow as WebhookConfig } from '../tables.ts';
import type { PostEvent, PostResult } from './post-event.ts';
import { GIVE_UP_AFTER_MS, retryWaitMs } from './retry-schedule.ts';
import { mayBeTold } from '../right-to-event.ts';
import * as store from './store.ts';
import { hostFault } from './target-guard.ts';

const RETRY_KIND = 'webhook-retry';
/** Events read from the log at once. */
const READ_MAX = 100;
/** Wait before the log is read again after the database failed. */
const DATABASE_RETRY_MS = 1_000;

type WebhookRow = WebhookConfig & ProgressRow;

/** Reads each endpoint's log by cursor, in order, and records every attempt. At least once: the cursor moves after a 2xx. */
export class Dispatcher {
  readonly #platform: Platform;
  readonly #access: Access;
  readonly #post: PostEvent;
  /** Endpoints at work; true: look at the log once more when done. */
  readonly #active = new Map<string, { again: boolean; done: Promise<void> }>();
  /** Nothing is sent before the whole server is up, nor after it was asked to stop. */
  #running = false;

  constructor(platform: Platform, access: Access, post: PostEvent) {
    this.#platform = platform;
    this.#access = access;
    this.#post = post;
    platform.timers.on<{ companyId: string; webhookId: string }>(
      RETRY_KIND,
      (unit, { companyId, webhookId }) => {
        unit.afterCommit(() => this.#wake(companyId, webhookId));
        return Promise.resolve();
      },
    );
  }

  async start(): Promise<void> {
    this.#running = true;
    await this.wakeAll();
  }

  async wakeAll(): Promise<void> {
    for (const companyId of await store.companiesWithWebhooks(this.#platform.db))
      await this.wakeCompany(companyId);
  }

  async stop(): Promise<void> {
    this.#running = false;
    await this.settled();
  }

  /** The company's log has grown. */
  async wakeCompany(companyId: string): Promise<void> {
    for (const webhook of await store.webhooksOf(this.#platform.db, companyId))
      this.#wake(companyId, webhook.webhook_id);
  }

  /** Every endpoint has read its log to the end or waits for its next attempt. */
  async settled(): Promise<void> {
    while (this.#active.size > 0) await Promise.all([...this.#active.values()].map(({ done }) => done));
  }

  #wake(companyId: string, webhookId: string): void {
    if (!this.#running) return;
    const active = this.#active.get(webhookId);
    if (active) {
      active.again = true;
      return;
    }
    const entry = { again: false, done: Promise.resolve() };
    this.#active.set(webhookId, entry);
    entry.done = this.#work(companyId, webhookId, entry).finally(() => this.#active.delete(webhookId));
  }

  async #work(companyId: string, webhookId: string, entry: { again: boolean }): Promise<void> {
    do {
      entry.again = false;
      try {
        while (this.#running && (await this.#deliverSome(companyId, webhookId)));
      } catch (error) {
        this.#platform.log.warn({ err: error, webhookId }, 'delivery: trying again');
        setTimeout(() => this.#wake(companyId, webhookId), DATABASE_RETRY_MS).unref();
      }
    } while (entry.again && this.#running);
  }

  /** True when there may be more to deliver now. */
  async #deliverSome(companyId: string, webhookId: string): Promise<boolean> {
    const { db, clock } = this.#platform;
    const config = await store.findWebhook(db, companyId, webhookId);
    if (!config || config.paused) return false;
    const webhook = { ...config, ...(await store.progressOf(db, config)) };
    if (webhook.next_attempt_at && webhook.next_attempt_at.getTime() > clock.now()) return false;
    const events = await readLog(db, companyId, webhook.cursor, READ_MAX);
    let { failures, first_failed_at: firstFailedAt } = webhook;
    for (const event of events) {
      if (!this.#running) return false;
      if (!webhook.event_types.includes(event.type)) continue;
      // Asked before each send: a suspended company keeps its backlog.
      const company = await deliveryTo(this.#access, companyId);
      if (!company) return false;
      const fault = hostFault(webhook.url, company.webhookHosts);
      const outcome = await this.#deliver(webhook, event, failures, firstFailedAt, fault);
      if (outcome === 'FAILED') return false;
      failures = 0;
      firstFailedAt = null;
    }
    const last = events.at(-1);
    if (last) await store.saveProgress(db, webhook, { cursor: last.seq, ...NO_FAILURE });
    return events.length === READ_MAX;
  }

  async #deliver(
    webhook: WebhookRow,
    event: EventRow,
    failures: number,
    firstFailedAt: Date | null,
    fault: string | undefined,
  ): Promise<AttemptOutcome> {
    const { clock } = this.#platform;
    if (!(await mayBeTold(this.#access, event)))
      return this.#record(webhook, event, failures, firstFailedAt, 'WITHHELD', null);
    const body = envelope(event, { types: webhook.event_types });
    const secret = this.#platform.masterKey.open(webhook.secret, webhook.webhook_id);
    // Receivers compare with their own clock, so the timestamp is never the movable one.
    const headers = { ...signWebhook(secret, event.event_id, Date.now(), body) };
    const result =
      fault === undefined ? await this.#post(webhook.url, headers, body) : { ...NOT_SENT, error: fault };
    if (result.ok) {
      await this.#record(webhook, event, failures, firstFailedAt, 'DELIVERED', result);
      const { company_id: companyId, gateway_id: gatewayId, type } = event;
      if (gatewayId !== null) await noteDelivery(this.#access, { companyId, gatewayId, type });
      return 'DELIVERED';
    }
    const since = firstFailedAt ?? new Date(clock.now());
    const outcome = clock.now() - since.getTime() >= GIVE_UP_AFTER_MS ? 'GAVE_UP' : 'FAILED';
    return this.#record(webhook, event, failures, since, outcome, result);
  }

  async #record(
    webhook: WebhookRow,
    event: EventRow,
    failures: number,
    firstFailedAt: Date | null,
    outcome: AttemptOutcome,
    result: PostResult | null,
  ): Promise<AttemptOutcome> {
    const { transact, clock } = this.#platform;
    const now = clock.now();
    const { company_id: companyId, webhook_id: webhookId } = webhook;
    await transact(async (unit) => {
      await store.insertAttempt(unit.tx, {
        company_id: companyId,
        webhook_id: webhookId,
        attempted_at: new Date(now),
        kind: 'LIVE',
        message_id: event.event_id,
        first_seq: event.seq,
        last_seq: event.seq,
        events: 1,
        gateway_id: event.gateway_id,
        answer: null,
        attempt: failures + 1,
        outcome,
        http_status: result?.httpStatus ?? null,
        error: result?.error ?? null,
        latency_ms: result?.latencyMs ?? null,
      });
      if (outcome === 'FAILED') {
        const nextAttemptMs = now + retryWaitMs(failures + 1, Math.random());
        await store.saveProgress(unit.tx, webhook, {
          cursor: event.seq - 1,
          failures: failures + 1,
          first_failed_at: firstFailedAt,
          next_attempt_at: new Date(nextAttemptMs),
        });
        await unit.schedule({
          slice: sliceOfCompany(companyId),
          id: `${RETRY_KIND}:${webhookId}`,
          kind: RETRY_KIND,
          dueAtMs: nextAttemptMs,
          payload: { companyId, webhookId },
        });
        return;
      }
      await store.saveProgress(unit.tx, webhook, { cursor: event.seq, ...NO_FAILURE });
    });
    return outcome;
  }
}

const NOT_SENT = { ok: false, httpStatus: null, latencyMs: 0 } as const;
const NO_FAILURE = { failures: 0, first_failed_at: null, next_attempt_at: null } as const;
