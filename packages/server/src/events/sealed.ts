import { sealedBytes, type SealedColumn } from '../platform/sealed-columns.ts';

const webhook = (column: string): SealedColumn => ({
  table: 'webhooks',
  column,
  key: ['company_id', 'webhook_id'],
  form: sealedBytes('webhook_id'),
});

/** What this domain seals with the master key. */
export const EVENTS_SEALED: readonly SealedColumn[] = [
  webhook('secret'),
  webhook('previous_secret'),
  webhook('headers'),
];
