import { join } from 'node:path';
import type { Platform } from '../../platform/platform.ts';
import { AnchorFile } from './anchor-file.ts';
import { headOf } from './entry.ts';
import { loadSigner, Signers } from './signing-key.ts';
import { lastEntries } from './store.ts';
import type { EntryRow } from './tables.ts';

/** What signs and anchors the consent ledger of this node. */
export interface Ledger {
  readonly signers: Signers;
  readonly anchors: AnchorFile;
  /** Anchors the head of every chain; each may be anchored more than once. */
  anchorHeads(): Promise<void>;
}

export function anchorFileIn(dataDir: string): string {
  return join(dataDir, 'consent-heads.jsonl');
}

/** Anchors every head once at the start: a crash may have come between a commit and its line. */
export async function openLedger(platform: Platform, dataDir: string): Promise<Ledger> {
  const first = await loadSigner(platform.db, platform.masterKey, platform.clock.now());
  const anchors = await AnchorFile.open(anchorFileIn(dataDir), platform.log);
  const anchorHeads = async () => {
    for (const entry of await lastEntries(platform.db)) anchors.add(anchorOf(entry));
    await anchors.settled();
  };
  await anchorHeads();
  return { signers: new Signers(first, platform), anchors, anchorHeads };
}

/** A line of the anchor file. */
export function anchorOf(entry: EntryRow) {
  return { ...headOf(entry), kid: entry.kid, signature: entry.signature };
}
