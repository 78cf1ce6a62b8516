import { sealedBytes, type SealedColumn } from '../platform/sealed-columns.ts';

/** What this domain seals with the master key. */
export const EVENTS_SEALED: readonly SealedColumn[] = [
  { table: 'webhooks', column: 'secret', key: ['company_id', 'webhook_id'], form: sealedBytes('webhook_id') },
];
