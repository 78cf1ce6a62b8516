import type { AttemptKind, AttemptOutcome, EventRow, NewAttempt } from '../tables.ts';
import type { PostResult } from './post-event.ts';
import type { WebhookKey } from '../tables.ts';

/** Attempts that are not written down yet, beyond which nothing more is sent. */
const UNSAVED_MAX = 4_000;

export interface Sent {
  readonly kind: AttemptKind;
  readonly id: string;
  readonly outcome: AttemptOutcome;
  /** Null: nothing was sent. */
  readonly result: PostResult | null;
  /** 1: the first. */
  readonly attempt: number;
  readonly atMs: number;
}

/** Told of every message that went, or did not go. */
export type OnSent = (key: WebhookKey, events: readonly EventRow[], sent: Sent) => void;

/** The attempts of one endpoint on their way to the database. */
export class Journal {
  readonly #key: WebhookKey;
  readonly #onSent: OnSent;
  readonly #onEntry: () => void;
  #entries: NewAttempt[] = [];
  #unsaved = 0;
  #saving = 0;

  constructor(key: WebhookKey, onSent: OnSent, onEntry: () => void) {
    this.#key = key;
    this.#onSent = onSent;
    this.#onEntry = onEntry;
  }

  get isFull(): boolean {
    return this.#unsaved >= UNSAVED_MAX;
  }

  get isSaved(): boolean {
    return this.#unsaved === 0;
  }

  /** Events of the log that went, or did not go, in one message. */
  note(events: readonly EventRow[], sent: Sent): void {
    this.#entries.push(attemptOf(this.#key, events, sent));
    this.#unsaved += 1;
    this.#onSent(this.#key, events, sent);
    this.#onEntry();
  }

  take(): readonly NewAttempt[] {
    const entries = this.#entries;
    this.#entries = [];
    this.#saving = entries.length;
    return entries;
  }

  saved(): void {
    this.#unsaved -= this.#saving;
    this.#saving = 0;
  }
}

export function attemptOf(
  { company_id, webhook_id }: WebhookKey,
  events: readonly EventRow[],
  { kind, id, outcome, result, attempt, atMs }: Sent,
): NewAttempt {
  return {
    company_id,
    webhook_id,
    attempted_at: new Date(atMs),
    kind,
    message_id: id,
    first_seq: events[0]?.seq ?? null,
    last_seq: events.at(-1)?.seq ?? null,
    events: Math.max(events.length, 1),
    gateway_id: events.length === 1 ? (events[0]?.gateway_id ?? null) : null,
    attempt,
    outcome,
    http_status: result?.httpStatus ?? null,
    error: result?.error ?? null,
    latency_ms: result?.latencyMs ?? null,
    answer: result?.answer ?? null,
  };
}
