import type { Language } from '@hearthgate/wire';
import type { Access } from '../access.ts';
import { newestConsent } from '../consent.ts';
import { findText } from '../consent-ledger/store.ts';
import { AppError } from '../../platform/app-error.ts';

export interface ConsentText {
  readonly version: string;
  readonly effectiveFrom: Date;
  readonly required: boolean;
  readonly language: Language;
  readonly body: string;
}

/** A published consent text, to the letter; without a version the one that owners accept now. Everybody may read it. */
export async function readConsentText(
  access: Access,
  input: { readonly language: Language; readonly version?: string },
): Promise<ConsentText> {
  const versions = await access.consentVersions.get('all');
  const row =
    input.version === undefined
      ? newestConsent(versions, access.clock.now())
      : versions.find(({ version }) => version === input.version);
  const text = row && (await findText(access.db, row.version, input.language));
  if (!row || !text) throw new AppError('not-found');
  return {
    version: row.version,
    effectiveFrom: row.effective_from,
    required: row.required_for_remote_control,
    language: input.language,
    body: text.body,
  };
}
