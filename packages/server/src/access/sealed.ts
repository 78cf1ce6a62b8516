import { sealedBytes, type SealedColumn } from '../platform/sealed-columns.ts';

/** What this domain seals with the master key. */
export const ACCESS_SEALED: readonly SealedColumn[] = [
  { table: 'signing_keys', column: 'private_key', key: ['kid'], form: sealedBytes('kid') },
  { table: 'owner_secrets', column: 'secret', key: ['owner_id'], form: sealedBytes('owner_id') },
  {
    table: 'registrations',
    column: 'token',
    key: ['registration_id'],
    form: sealedBytes('registration_id'),
  },
];
