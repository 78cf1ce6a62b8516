import type { RegistrationData, RegistrationStatus } from '@hearthgate/wire';

/** A type, not an interface: only so Kysely takes it as a set of tables. */
export type CompanyTables = {
  registrations: {
    registration_id: string;
    status: RegistrationStatus;
    data: RegistrationData;
    content_hash: Buffer;
    email: string;
    token: Buffer;
    reason: string | null;
    company_id: string | null;
    applied_at: Date;
    decided_at: Date | null;
  };
  first_key_links: { company_id: string; token_hash: Buffer; expires_at: Date };
  refused_addresses: {
    company_id: string;
    address: string;
    first_at: Date;
    last_at: Date;
    count: number;
    enforced: boolean;
  };
};

export type RegistrationRow = CompanyTables['registrations'];
