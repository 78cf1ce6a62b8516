import type { Generated, JSONColumnType } from 'kysely';

/** A type, not an interface: only so Kysely takes it as a set of tables. */
export type CompanyRecordTables = {
  company_changes: {
    company_id: string;
    no: Generated<number>;
    at: Date;
    actor_kind: 'MEMBER' | 'KEY';
    actor_id: string;
    /** As it was then. */
    actor_name: string;
    action: string;
    target: string | null;
    detail: JSONColumnType<object>;
  };
};
