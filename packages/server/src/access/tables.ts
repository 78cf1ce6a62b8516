import type { ContractStatus, Brand, Language } from '@hearthgate/wire';
import type { Generated } from 'kysely';

/** A type, not an interface: only so Kysely takes it as a set of tables. */
export type AccessTables = {
  companies: {
    company_id: string;
    name: string;
    languages: Language[];
    ip_allow_list: string[];
    redirect_uris: string[];
    status: Generated<'ACTIVE' | 'SUSPENDED'>;
    auto_accept: boolean;
    data_points: boolean;
    created_at: Date;
  };
  api_keys: {
    company_id: string;
    key_id: string;
    hash: Buffer;
    created_at: Date;
    expires_at: Date;
    removed_at: Date | null;
  };
  owners: { owner_id: string; email: string; language: Language; created_at: Date };
  claims: { gateway_id: number; owner_id: string; brand: Brand; claimed_at: Date };
  consent_versions: { version: string; effective_from: Date; required_for_remote_control: boolean };
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
    partner_user_id: string | null;
    monitoring: boolean;
    remote_control: boolean;
    data_points: boolean;
    consent_version: string;
    consent_given_at: Date;
    consent_language: Language;
  };
};

export type CompanyRow = Omit<AccessTables['companies'], 'status'> & { status: 'ACTIVE' | 'SUSPENDED' };
export type ApiKeyRow = AccessTables['api_keys'];
export type ContractRow = AccessTables['contracts'];
export type ConsentVersionRow = AccessTables['consent_versions'];
