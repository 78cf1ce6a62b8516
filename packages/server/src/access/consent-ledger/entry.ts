import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';
import type { EntryRow } from './tables.ts';

/** `prevHash` of a company's first entry. */
export const NO_HASH = '0'.repeat(64);

/** Everything about an entry that its hash covers. */
export type Unhashed = Omit<EntryRow, 'hash' | 'kid' | 'signature'>;
export type Hashed = Omit<EntryRow, 'kid' | 'signature'>;

export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** The fields of an entry under the names that receipts show and the hash covers. */
export function entryFields(row: Unhashed) {
  return {
    companyId: row.company_id,
    no: row.no,
    at: row.at.toISOString(),
    action: row.action,
    gatewayId: String(row.gateway_id),
    ownerRef: row.owner_ref,
    version: row.version,
    language: row.language,
    textHash: row.text_hash,
    prevHash: row.prev_hash,
  };
}

export function entryHash(row: Unhashed): string {
  return sha256(canonicalJson(entryFields(row)));
}

/** The chain up to an entry, in one line: what is signed, anchored and receipted. */
export function headOf(row: Hashed) {
  return { companyId: row.company_id, no: row.no, hash: row.hash, at: row.at.toISOString() };
}
