import { join } from 'node:path';
import { AppendFile } from '../../platform/append-file.ts';
import type { Platform } from '../../platform/platform.ts';
import { canonicalJson } from './canonical-json.ts';
import { headOf } from './entry.ts';
import { loadSigner, Signers } from './signing-key.ts';
import { lastEntries } from './store.ts';
import type { EntryRow } from './tables.ts';

/** What signs and anchors the consent ledger of this node. */
export interface Ledger {
  readonly signers: Signers;
  /** Signed heads outside the database, one a line: a rewritten database does not fit them. */
  readonly anchors: AppendFile;
  /** Anchors the head of every chain; each may be anchored more than once. */
  anchorHeads(): Promise<void>;
}

export function anchorFileIn(dataDir: string): string {
  return join(dataDir, 'consent-heads.jsonl');
}

/** Anchors every head once at the start: a crash may have come between a commit and its line. */
export async function openLedger(platform: Platform, dataDir: string): Promise<Ledger> {
  const first = await loadSigner(platform.db, platform.masterKey, platform.clock.now());
  const anchors = await AppendFile.open(anchorFileIn(dataDir), 'consent heads', platform.log);
  const anchorHeads = async () => {
    for (const entry of await lastEntries(platform.db)) anchors.add(anchorOf(entry));
    await anchors.settled();
  };
  await anchorHeads();
  return { signers: new Signers(first, platform), anchors, anchorHeads };
}

/** A line of the anchor file. */
export function anchorOf(entry: EntryRow): string {
  return canonicalJson({ ...headOf(entry), kid: entry.kid, signature: entry.signature });
}
