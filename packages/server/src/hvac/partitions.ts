import type { PartitionedTable } from '../platform/database/partitions.ts';
import { RECORDINGS_BACK_DAYS } from './ingest/batch-draft.ts';

/** What was measured is kept a little more than a year, what became of each day ten years. */
export const HVAC_PARTITIONS: readonly PartitionedTable[] = [
  { name: 'recordings', by: 'day', back: RECORDINGS_BACK_DAYS, ahead: 2, retention: 400 },
  { name: 'daily_values', by: 'month', back: 1, ahead: 2, retention: 121 },
];
