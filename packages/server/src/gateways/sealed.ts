import { sealedBytes, type SealedColumn } from '../platform/sealed-columns.ts';

/** What this domain seals with the master key. */
export const GATEWAYS_SEALED: readonly SealedColumn[] = [
  { table: 'gateway_import_lines', column: 'secrets', key: ['line_id'], form: sealedBytes('line_id') },
];
