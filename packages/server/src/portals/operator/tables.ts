import type { Generated } from 'kysely';

/** What is used here of the tables that the library better-auth reads and writes. */
export type OperatorTables = {
  operator_users: {
    id: string;
    name: string;
    email: string;
    two_factor_enabled: Generated<boolean>;
    created_at: Generated<Date>;
  };
  operator_sessions: { user_id: string };
  operator_accounts: { user_id: string };
  operator_verifications: { value: string };
  operator_two_factors: { user_id: string };
  operator_links: { token_hash: Buffer; operator_id: string; expires_at: Date };
  operator_audit: {
    id: Generated<number>;
    at: Date;
    operator_id: string;
    email: string;
    action: string;
    target: Readonly<Record<string, string>>;
    address: string;
    request_id: string;
    reason: string | null;
    status: number | null;
    finished_at: Date | null;
  };
};
