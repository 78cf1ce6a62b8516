import { LANGUAGES } from '@hearthgate/wire';
import type { Db } from '../../platform/database/database.ts';
import { sha256 } from './entry.ts';
import type { ConsentTexts } from './seeded-texts.ts';
import { insertTexts, listTexts } from './store.ts';

/** Stores the exact texts of a version with their hashes; they are never changed afterwards. */
export function storeTexts(tx: Db, version: string, texts: ConsentTexts): Promise<void> {
  return insertTexts(
    tx,
    LANGUAGES.map((language) => ({
      version,
      language,
      body: texts[language],
      text_hash: sha256(texts[language]),
    })),
  );
}

/** Gives texts to versions that were published before texts were kept. */
export async function addMissingTexts(
  db: Db,
  versions: readonly { readonly version: string }[],
  textsOf: (version: string) => ConsentTexts,
): Promise<void> {
  const present = new Set((await listTexts(db)).map((text) => text.version));
  for (const { version } of versions) {
    if (!present.has(version)) await storeTexts(db, version, textsOf(version));
  }
}

/** The exact texts of a version; null where it is not published. */
export async function readTexts(db: Db, version: string): Promise<ConsentTexts | null> {
  const texts = (await listTexts(db)).filter((text) => text.version === version);
  if (texts.length === 0) return null;
  return Object.fromEntries(texts.map(({ language, body }) => [language, body])) as ConsentTexts;
}
