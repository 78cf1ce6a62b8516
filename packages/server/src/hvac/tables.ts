import type {
  CommandResult,
  CommandStatus,
  CommandWrite,
  Leaf,
  LeafValue,
  LinkNotification,
} from '@hearthgate/wire';
import type { JSONColumnType } from 'kysely';

export type HvacTables = {
  descriptions: { gateway_id: number; leaves: JSONColumnType<Leaf[]>; described_at: Date };
  twin: { gateway_id: number; component: string; readings: JSONColumnType<Record<string, LeafValue>> };
  report_state: {
    gateway_id: number;
    latest_at: Date;
    published: JSONColumnType<Record<string, PublishedPoint>>;
    notifications: JSONColumnType<LinkNotification[]>;
  };
  report_marks: { gateway_id: number; boot: string; acked_seq: number; ahead: number[] };
  report_gaps: { gateway_id: number; boot: string; from_seq: number; to_seq: number; noticed_at: Date };
  recordings: { gateway_id: number; point: number; instance: number; measured_at: Date; value: number };
  commands: {
    gateway_id: number;
    command_id: string;
    company_id: string;
    status: CommandStatus;
    writes: JSONColumnType<CommandWrite[]>;
    results: JSONColumnType<CommandResult[]>;
    reason: string | null;
    idempotency_key: string | null;
    request_hash: Buffer | null;
    accepted_at: Date;
    sent_at: Date | null;
    ended_at: Date | null;
    expires_at: Date;
  };
};

/** What companies were told of a data point last, and when it was last recorded. */
export interface PublishedPoint {
  readonly value: number | string;
  readonly recordedAtMs: number;
}

export interface CommandRow {
  readonly gateway_id: number;
  readonly command_id: string;
  readonly company_id: string;
  readonly status: CommandStatus;
  readonly writes: CommandWrite[];
  readonly results: CommandResult[];
  readonly reason: string | null;
  readonly idempotency_key: string | null;
  readonly request_hash: Buffer | null;
  readonly accepted_at: Date;
  readonly sent_at: Date | null;
  readonly ended_at: Date | null;
  readonly expires_at: Date;
}
