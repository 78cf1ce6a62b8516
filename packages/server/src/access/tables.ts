import type { Brand, ClosedBy, CompanyStatus, ContractStatus, Language } from '@hearthgate/wire';
import type { Generated, Selectable } from 'kysely';

/** A type, not an interface: only so Kysely takes it as a set of tables. */
export type AccessTables = {
  companies: {
    company_id: string;
    name: string;
    languages: Language[];
    ip_allow_list: string[];
    ip_mode: Generated<'ENFORCE' | 'OBSERVE'>;
    redirect_uris: Generated<string[]>;
    webhook_hosts: Generated<string[]>;
    gatekeeper: Generated<boolean>;
    owner_initiated_auto: Generated<boolean>;
    partner_initiated_auto: Generated<boolean>;
    data_points: Generated<boolean>;
    plan: Generated<string>;
    /** Of the onboarding document; 0: not onboarded yet. */
    version: Generated<number>;
    status: Generated<CompanyStatus>;
    status_reason: string | null;
    status_changed_at: Date | null;
    /** Null for companies that are older than registrations. */
    brand: Brand | null;
    registration_id: string | null;
    administrator_name: string | null;
    administrator_email: string | null;
    created_at: Date;
  };
  plans: {
    plan: string;
    gateway_burst: number;
    gateway_refill_ms: number;
    route_burst: number;
    route_refill_ms: number;
    time_program_burst: number;
    time_program_refill_ms: number;
    appliance_burst: number;
    appliance_per_hour: number;
    ceiling_per_second: number;
    ceiling_per_contract_per_second: number;
  };
  api_keys: {
    company_id: string;
    key_id: string;
    hash: Buffer;
    created_at: Date;
    expires_at: Date;
    removed_at: Date | null;
    last_used_at: Date | null;
  };
  idempotency_keys: {
    company_id: string;
    scope: string;
    request_hash: Buffer;
    status: number | null;
    answer: string | null;
    secret_id: string | null;
    created_at: Date;
  };
  consent_versions: {
    version: string;
    effective_from: Date;
    required_for_remote_control: boolean;
    /** The order of publication. */
    no: Generated<number>;
  };
  contracts: {
    company_id: string;
    gateway_id: number;
    owner_id: string;
    brand: Brand;
    status: ContractStatus;
    initiated_by: 'OWNER' | 'PARTNER';
    created_at: Date;
    updated_at: Date;
    valid_until: Date | null;
    closed_by: ClosedBy | null;
    partner_user_id: string | null;
    monitoring: boolean;
    remote_control: boolean;
    data_points: boolean;
    consent_version: string;
    consent_given_at: Date;
    consent_language: Language;
    /** Of the claim under which it was shared: nothing older is shown to the company. */
    data_from: Date;
  };
};

export type CompanyRow = Selectable<AccessTables['companies']>;
export type PlanRow = AccessTables['plans'];
export type ApiKeyRow = AccessTables['api_keys'];
export type ContractRow = AccessTables['contracts'];
export type ConsentVersionRow = Omit<AccessTables['consent_versions'], 'no'>;
