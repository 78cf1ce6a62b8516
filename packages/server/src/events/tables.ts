import type { EventType } from '@hearthgate/wire';
import type { Generated, JSONColumnType } from 'kysely';

export type EventTables = {
  fanout_marks: { slice: number; no: number };
  audience: { slice: number; gateway_id: number; company_id: string; data_points: boolean };
  event_heads: { company_id: string; seq: number };
  event_marks: { company_id: string; slice: number; no: number };
  gateway_heads: { company_id: string; gateway_id: number; gatewayseq: number };
  events: {
    company_id: string;
    seq: number;
    recorded_at: Date;
    event_id: string;
    type: EventType;
    gateway_id: number | null;
    gatewayseq: number | null;
    occurred_at: Date;
    late: boolean;
    data: JSONColumnType<object>;
  };
  webhooks: {
    company_id: string;
    webhook_id: string;
    /** Unique within the company. */
    name: string;
    url: string;
    event_types: EventType[];
    secret: Buffer;
    paused: Generated<boolean>;
    cursor: number;
    failures: Generated<number>;
    first_failed_at: Date | null;
    next_attempt_at: Date | null;
    created_at: Date;
  };
  webhook_positions: { company_id: string; webhook_id: string; gateway_id: number; gatewayseq: number };
  webhook_attempts: {
    company_id: string;
    webhook_id: string;
    attempted_at: Date;
    seq: number;
    event_id: string;
    attempt: number;
    outcome: AttemptOutcome;
    http_status: number | null;
    error: string | null;
    latency_ms: number | null;
  };
};

export type AttemptOutcome = 'DELIVERED' | 'FAILED' | 'GAVE_UP' | 'WITHHELD';

export interface EventRow {
  readonly company_id: string;
  readonly seq: number;
  readonly recorded_at: Date;
  readonly event_id: string;
  readonly type: EventType;
  readonly gateway_id: number | null;
  readonly gatewayseq: number | null;
  readonly occurred_at: Date;
  readonly late: boolean;
  readonly data: object;
}

export interface WebhookRow {
  readonly company_id: string;
  readonly webhook_id: string;
  readonly name: string;
  readonly url: string;
  readonly event_types: EventType[];
  readonly secret: Buffer;
  readonly paused: boolean;
  readonly cursor: number;
  readonly failures: number;
  readonly first_failed_at: Date | null;
  readonly next_attempt_at: Date | null;
  readonly created_at: Date;
}
