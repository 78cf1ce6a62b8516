import type { KeyObject } from 'node:crypto';
import type { Db } from '../../../platform/database/database.ts';
import type { MasterKey } from '../../../platform/master-key.ts';
import type { CanonicalValue } from '../canonical-json.ts';
import { sha256 } from '../entry.ts';
import { isSignedBy, openSigningKey, publicKeyOf } from '../signing-key.ts';
import { listSigningKeys, listTexts } from '../store.ts';
import type { Faults } from './fault.ts';

/** What the chains are checked against. */
export interface Ground {
  /** Hash of a text as it is stored now. */
  textHash(version: string, language: string): string | undefined;
  /** `unknown`: no key of this installation has that id. */
  checkSignature(kid: string, statement: CanonicalValue, signature: string): 'good' | 'bad' | 'unknown';
}

export async function readGround(db: Db, masterKey: MasterKey, faults: Faults): Promise<Ground> {
  const texts = await readTexts(db, faults);
  const keys = await readKeys(db, masterKey, faults);
  return {
    textHash: (version, language) => texts.get(`${version} ${language}`),
    checkSignature: (kid, statement, signature) => {
      const key = keys.get(kid);
      if (!key) return 'unknown';
      return isSignedBy(key, statement, signature) ? 'good' : 'bad';
    },
  };
}

async function readTexts(db: Db, faults: Faults): Promise<Map<string, string>> {
  const hashes = new Map<string, string>();
  for (const { version, language, body, text_hash: stored } of await listTexts(db)) {
    const hash = sha256(body);
    if (hash !== stored)
      faults.add(null, null, 'text', `the text ${version} (${language}) was changed after its publication`);
    hashes.set(`${version} ${language}`, hash);
  }
  return hashes;
}

/** Only keys whose private part opens with the master key are ours: who can only write to the database has none. */
async function readKeys(db: Db, masterKey: MasterKey, faults: Faults): Promise<Map<string, KeyObject>> {
  const keys = new Map<string, KeyObject>();
  for (const row of await listSigningKeys(db)) {
    if (openSigningKey(row, masterKey)) keys.set(row.kid, publicKeyOf(row.public_key));
    else faults.add(null, null, 'key', `the signing key ${row.kid} was not made by this installation`);
  }
  return keys;
}
