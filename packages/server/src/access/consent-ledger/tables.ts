import type { Language } from '@hearthgate/wire';

/** A type, not an interface: only so Kysely takes it as a set of tables. */
export type LedgerTables = {
  consent_texts: { version: string; language: Language; body: string; text_hash: string };
  signing_keys: { kid: string; public_key: string; private_key: Buffer; created_at: Date };
  owner_secrets: { owner_id: string; secret: Buffer };
  consent_heads: { company_id: string; no: number; hash: string };
  consent_entries: {
    company_id: string;
    no: number;
    at: Date;
    action: 'GIVEN' | 'RENEWED' | 'ENDED';
    gateway_id: number;
    owner_ref: string;
    version: string;
    language: Language;
    text_hash: string;
    prev_hash: string;
    hash: string;
    kid: string;
    signature: string;
  };
};

export type TextRow = LedgerTables['consent_texts'];
export type SigningKeyRow = LedgerTables['signing_keys'];
export type HeadRow = LedgerTables['consent_heads'];
export type EntryRow = LedgerTables['consent_entries'];
