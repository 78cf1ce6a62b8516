import type { Language } from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';
import type { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { Platform } from '../../platform/platform.ts';
import { entryHash, headOf } from './entry.ts';
import { anchorOf, type Ledger } from './ledger.ts';
import { ownerRef } from './owner-ref.ts';
import { findText, insertEntry, lastEntry, lockHead } from './store.ts';
import type { EntryRow } from './tables.ts';

type Ground = Platform & { readonly ledger: Ledger };

/** The parts of a consent that live in tables of another kind; read before the transaction, which locks by company. */
export interface PreparedConsent {
  readonly ownerRef: string;
  readonly version: string;
  readonly language: Language;
  readonly textHash: string;
}

export async function prepareConsent(
  { db, masterKey }: Platform,
  given: { ownerId: string; version: string; language: Language },
): Promise<PreparedConsent> {
  const { ownerId, version, language } = given;
  const text = await findText(db, version, language);
  // Nobody can have accepted a text that does not exist.
  if (!text) throw new AppError('value-not-allowed', { allowed: [] });
  return { ownerRef: await ownerRef(db, masterKey, ownerId), version, language, textHash: text.text_hash };
}

/** Appends a consent that was given or renewed. */
export function appendConsent(
  ground: Ground,
  unit: UnitOfWork,
  contract: { company_id: string; gateway_id: number },
  action: 'GIVEN' | 'RENEWED',
  consent: PreparedConsent,
): Promise<void> {
  return append(ground, unit, contract, {
    action,
    owner_ref: consent.ownerRef,
    version: consent.version,
    language: consent.language,
    text_hash: consent.textHash,
  });
}

/** Appends the end of the consent that was given last; without one in the ledger nothing ends. */
export async function appendEnd(
  ground: Ground,
  unit: UnitOfWork,
  contract: { company_id: string; gateway_id: number },
): Promise<void> {
  const last = await lastEntry(unit.tx, contract.company_id, contract.gateway_id);
  if (!last || last.action === 'ENDED') return;
  const { owner_ref, version, language, text_hash } = last;
  await append(ground, unit, contract, { action: 'ENDED', owner_ref, version, language, text_hash });
}

async function append(
  { clock, ledger }: Ground,
  unit: UnitOfWork,
  contract: { company_id: string; gateway_id: number },
  what: Pick<EntryRow, 'action' | 'owner_ref' | 'version' | 'language' | 'text_hash'>,
): Promise<void> {
  const head = await lockHead(unit.tx, contract.company_id);
  const unhashed = {
    company_id: contract.company_id,
    no: head.no + 1,
    at: new Date(clock.now()),
    gateway_id: contract.gateway_id,
    ...what,
    prev_hash: head.hash,
  };
  const hashed = { ...unhashed, hash: entryHash(unhashed) };
  const signer = await ledger.signers.newest(unit.tx);
  const entry = { ...hashed, kid: signer.kid, signature: signer.sign(headOf(hashed)) };
  await insertEntry(unit.tx, entry);
  unit.afterCommit(() => ledger.anchors.add(anchorOf(entry)));
}
