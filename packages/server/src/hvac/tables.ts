import type {
  CommandResult,
  CommandStatus,
  CommandWrite,
  Leaf,
  LeafValue,
  SwitchPoint,
  SystemType,
} from '@hearthgate/wire';
import type { JSONColumnType } from 'kysely';
import type { Issuer } from '../access/index.ts';

export type HvacTables = {
  descriptions: {
    gateway_id: number;
    leaves: JSONColumnType<Leaf[]>;
    system_type: SystemType | null;
    described_at: Date;
  };
  twin: { gateway_id: number; component: string; readings: JSONColumnType<Record<string, LeafValue>> };
  report_state: {
    gateway_id: number;
    latest_at: Date;
    published: JSONColumnType<Record<string, PublishedPoint>>;
  };
  report_marks: { gateway_id: number; boot: string; acked_seq: number; ahead: number[] };
  report_gaps: { gateway_id: number; boot: string; from_seq: number; to_seq: number; noticed_at: Date };
  recordings: { gateway_id: number; point: number; instance: number; measured_at: Date; value: number };
  notifications: {
    gateway_id: number;
    no: number;
    notification_id: string;
    display_code: string | null;
    cause_code: number | null;
    origin: string | null;
    component: string | null;
    first_seen_at: Date;
    present_since: Date;
    missing_since: Date | null;
    gone_at: Date | null;
    occurrences: number;
    raised_at: Date | null;
    resolved_at: Date | null;
  };
  holiday_claims: { gateway_id: number; slot: string; until_at: Date };
  platform_programs: {
    gateway_id: number;
    kind: 'heatingCircuits' | 'dhwCircuits';
    circuit: number;
    program_id: string;
    actor_kind: Issuer['kind'];
    actor_id: string;
    switch_points: JSONColumnType<SwitchPoint[]>;
    active: boolean;
    last_issued_at: Date;
    last_command_id: string | null;
    updated_at: Date;
  };
  commands: {
    gateway_id: number;
    command_id: string;
    actor_kind: Issuer['kind'];
    actor_id: string;
    undoes: string | null;
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
    no: number;
    replaced: JSONColumnType<Record<string, LeafValue>>;
    detail: JSONColumnType<EndDetail>;
  };
};

/** What companies were told of a data point last, and when it was last recorded. */
export interface PublishedPoint {
  readonly value: number | string;
  readonly recordedAtMs: number;
}

/** What an end names besides its reason. */
export interface EndDetail {
  /** The command that superseded it, when it is one of the same company. */
  readonly by?: string;
  /** The protection rule that refused it, and when that would let it pass. */
  readonly rule?: string;
  readonly allowedAt?: string;
  /** The two hot water set-points that would have contradicted each other. */
  readonly pair?: readonly string[];
  readonly values?: readonly number[];
}

export interface CommandRow {
  readonly gateway_id: number;
  readonly command_id: string;
  /** Order of acceptance at its gateway. */
  readonly no: number;
  /** Who asked for it: a company, or an owner who is signed in. */
  readonly actor_kind: Issuer['kind'];
  readonly actor_id: string;
  /** The command whose values an owner writes back. */
  readonly undoes: string | null;
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
  /** What its leaves held when it left, by path. */
  readonly replaced: Readonly<Record<string, LeafValue>>;
  readonly detail: EndDetail;
}
