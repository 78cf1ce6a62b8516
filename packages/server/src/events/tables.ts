import type { EventType } from '@hearthgate/wire';
import type { Generated, Insertable, JSONColumnType, Selectable } from 'kysely';

export type DeliveryMode = 'AT_LEAST_ONCE' | 'ONCE';
export type WebhookSigning = 'HMAC_SHA256' | 'ED25519';
export type PauseReason = 'COMPANY' | 'OPERATOR' | 'GONE' | 'FAILING';
export type AttemptKind = 'LIVE' | 'REPLAY' | 'TEST' | 'HEARTBEAT' | 'GAP';
export type AttemptOutcome = 'DELIVERED' | 'FAILED' | 'PARKED' | 'GAVE_UP' | 'WITHHELD' | 'TOO_OLD';

/** `gatewayseq` of the newest event of each type. */
export type SeqByType = Partial<Record<EventType, number>>;

interface Failing {
  failures: number;
  first_failed_at: Date;
  next_attempt_at: Date;
}

export type EventTables = {
  fanout_marks: { slice: number; no: number };
  audience: { slice: number; gateway_id: number; company_id: string; data_points: boolean };
  event_heads: { company_id: string; seq: number; recorded_at: Date };
  event_marks: { company_id: string; slice: number; no: number };
  gateway_heads: {
    company_id: string;
    gateway_id: number;
    gatewayseq: number;
    by_type: JSONColumnType<SeqByType>;
  };
  events: {
    company_id: string;
    seq: number;
    recorded_at: Date;
    event_id: string;
    type: EventType;
    gateway_id: number | null;
    gatewayseq: number | null;
    /** As of just before this event; null: of the company itself. */
    previous: JSONColumnType<SeqByType> | null;
    occurred_at: Date;
    late: boolean;
    data: JSONColumnType<object>;
  };
  /** What is wanted of an endpoint. */
  webhooks: {
    company_id: string;
    webhook_id: string;
    /** Unique within the company. */
    name: string;
    managed_by: 'OPERATOR' | 'COMPANY';
    url: string;
    event_types: EventType[];
    batch: Generated<number>;
    delivery: Generated<DeliveryMode>;
    max_age_hours: number | null;
    headers: Buffer | null;
    signature: Generated<WebhookSigning>;
    secret: Buffer;
    previous_secret: Buffer | null;
    previous_secret_until: Date | null;
    heartbeat_minutes: number | null;
    paused: Generated<boolean>;
    paused_reason: PauseReason | null;
    paused_at: Date | null;
    created_at: Date;
  };
  /** Where an endpoint stands. */
  webhook_progress: {
    company_id: string;
    webhook_id: string;
    cursor: number;
    failures: Generated<number>;
    first_failed_at: Date | null;
    next_attempt_at: Date | null;
    last_success_at: Date | null;
    rate: number | null;
    lease_holder: string | null;
    lease_until: Date | null;
    fence: Generated<number>;
  };
  webhook_laggards: Failing & {
    company_id: string;
    webhook_id: string;
    gateway_id: number;
    from_seq: number;
  };
  webhook_parked: Failing & {
    company_id: string;
    webhook_id: string;
    seq: number;
    gateway_id: number;
    gatewayseq: number | null;
  };
  webhook_batches: {
    company_id: string;
    webhook_id: string;
    batch_id: string;
    seqs: number[];
    failures: number;
  };
  webhook_replays: {
    company_id: string;
    webhook_id: string;
    replay_id: string;
    from_seq: number;
    to_seq: number;
    seqs: number[] | null;
    next_seq: number;
    total: number;
    delivered: Generated<number>;
    failed: Generated<number>;
    withheld: Generated<number>;
    created_at: Date;
    ended_at: Date | null;
  };
  webhook_attempts: {
    company_id: string;
    webhook_id: string;
    no: Generated<number>;
    attempted_at: Date;
    kind: AttemptKind;
    message_id: string;
    first_seq: number | null;
    last_seq: number | null;
    events: number;
    gateway_id: number | null;
    attempt: number;
    outcome: AttemptOutcome;
    http_status: number | null;
    error: string | null;
    latency_ms: number | null;
    answer: string | null;
  };
};

export type WebhookRow = Readonly<Selectable<EventTables['webhooks']>>;
/** Names an endpoint. */
export type WebhookKey = Pick<WebhookRow, 'company_id' | 'webhook_id'>;
export type NewWebhookRow = Insertable<EventTables['webhooks']>;
export type ProgressRow = Readonly<Selectable<EventTables['webhook_progress']>>;
export type NewAttempt = Omit<EventTables['webhook_attempts'], 'no'>;
export type ReplayRow = Readonly<Selectable<EventTables['webhook_replays']>>;

/** An event as readers and delivery get it: its data stays text, since it is only passed on. */
export interface EventRow {
  readonly company_id: string;
  readonly seq: number;
  readonly recorded_at: Date;
  readonly event_id: string;
  readonly type: EventType;
  readonly gateway_id: number | null;
  readonly gatewayseq: number | null;
  readonly previous: SeqByType | null;
  readonly occurred_at: Date;
  readonly late: boolean;
  /** JSON. */
  readonly data: string;
}
