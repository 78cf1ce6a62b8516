import type { Language } from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';
import type { Access } from '../access.ts';
import { newestConsent } from '../consent.ts';
import { findText } from './store.ts';

/** The text an owner is shown before sharing, and accepts by its version. */
export async function newestText(
  access: Access,
  language: Language,
): Promise<{ version: string; language: Language; text: string }> {
  const newest = newestConsent(await access.consentVersions.get('all'), access.clock.now());
  const found = newest && (await findText(access.db, newest.version, language));
  if (!found) throw new AppError('not-found');
  return { version: found.version, language, text: found.body };
}

/** A consent is always given to the newest text: whoever was shown another one has to be shown that. */
export async function requireNewest(access: Access, shown: string): Promise<void> {
  const newest = newestConsent(await access.consentVersions.get('all'), access.clock.now());
  if (newest?.version === shown) return;
  throw new AppError('value-not-allowed', {
    field: 'consentVersion',
    allowed: newest ? [newest.version] : [],
  });
}
