import type { Generated, JSONColumnType } from 'kysely';
import type { Actor } from './actor.ts';

/** A type, not an interface: only so Kysely takes it as a set of tables. */
export type RecordTables = {
  access_reads: {
    gateway_id: number;
    at: Date;
    actor_kind: Actor['kind'];
    actor_id: string;
    /** Empty where it was no member. */
    member_id: string;
    operation: string;
    count: number;
  };
  access_changes: {
    gateway_id: number;
    no: Generated<number>;
    at: Date;
    data_from: Date;
    actor_kind: Actor['kind'];
    actor_id: string;
    /** Empty where it was no member. */
    member_id: string;
    action: string;
    detail: JSONColumnType<object>;
  };
};
