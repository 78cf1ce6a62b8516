import { ConsentReceipt } from '@hearthgate/wire';
import { Value } from 'typebox/value';
import type { Db } from '../../../platform/database/database.ts';
import { canonicalJson } from '../canonical-json.ts';
import { sha256 } from '../entry.ts';
import type { Faults } from './fault.ts';
import type { Ground } from './ground.ts';
import { hashesOf } from './store.ts';

/** The receipt in itself, then against the chain. */
export async function verifyReceipt(db: Db, given: unknown, ground: Ground, faults: Faults): Promise<void> {
  if (!Value.Check(ConsentReceipt, given)) {
    faults.add(null, null, 'receipt', 'the file is not a consent receipt of this platform');
    return;
  }
  const { entry, head, kid, signature, text } = given;
  const { companyId, no } = entry;
  const { hash, ...hashed } = entry;
  const fault = (message: string) => faults.add(companyId, no, 'receipt', message);
  if (sha256(canonicalJson(hashed)) !== hash)
    return fault('the receipt was changed: it does not fit its hash');
  if (head.hash !== hash || head.no !== no || head.companyId !== companyId || head.at !== entry.at)
    return fault('the receipt names a head that is not its own');
  if (sha256(text) !== entry.textHash) return fault('the text in the receipt is not the one accepted');
  const checked = ground.checkSignature(kid, head, signature);
  if (checked === 'bad') return fault('the signature of the receipt does not fit');
  if (checked === 'unknown')
    fault(`the receipt is signed with the key ${kid}, which the database does not have`);
  const stored = (await hashesOf(db, [{ companyId, no }])).get(`${companyId} ${no}`);
  if (stored === undefined) {
    faults.add(companyId, no, 'cut', 'is gone from the chain, but the receipt proves it');
  } else if (stored !== hash) {
    faults.add(companyId, no, 'rewritten', 'was rewritten: the receipt has another hash');
  }
}
