import { sql } from 'kysely';
import type { MasterKey } from '../../platform/master-key.ts';
import type { SealedColumn, SealedForm } from '../../platform/sealed-columns.ts';
import { AUDIENCE_NAMES, authSecrets, type AudienceName } from './auth.ts';

/** What the library encrypts with keys derived from the master key. */
export const PORTALS_SEALED: readonly SealedColumn[] = AUDIENCE_NAMES.flatMap((audience) =>
  ['secret', 'backup_codes'].map((column) => ({
    table: `${audience}_two_factors`,
    column,
    key: ['id'],
    form: libraryForm(audience),
  })),
);

/** `$ba$<id of the master key>$<ciphertext>` */
function libraryForm(audience: AudienceName): SealedForm {
  const secrets = (masterKey: MasterKey) => {
    const all = authSecrets(masterKey, audience);
    return {
      keys: new Map(all.map(({ version, value }) => [version, value])),
      currentVersion: all[0]?.version ?? 0,
    };
  };
  return {
    type: 'text',
    keyId: (value) =>
      sql`CASE WHEN ${value} ~ '^[$]ba[$][0-9]{1,3}[$]' THEN split_part(${value}, '$', 3)::integer ELSE 0 END`,
    open: async (masterKey, sealed) => {
      const { symmetricDecrypt } = await import('better-auth/crypto');
      return symmetricDecrypt({ key: secrets(masterKey), data: String(sealed) });
    },
    seal: async (masterKey, plain) => {
      const { symmetricEncrypt } = await import('better-auth/crypto');
      return symmetricEncrypt({ key: secrets(masterKey), data: plain });
    },
  };
}
