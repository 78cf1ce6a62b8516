import type { Recordings } from '@hearthgate/wire';

const COLUMNS = {
  RAW: ['from', 'value'],
  STATE: ['from', 'to', 'mean', 'min', 'max', 'last', 'coverage'],
  COUNTER: ['from', 'to', 'increase', 'last', 'coverage'],
} as const;

/** A series as a table (RFC 4180); the unit stands in the header. Only numbers and times, so nothing needs quoting. */
export function recordingsCsv({ resolution, kind, unit, items }: Recordings): string {
  const columns = resolution === 'RAW' ? COLUMNS.RAW : COLUMNS[kind];
  const isMeasured = (column: string) => !['from', 'to', 'coverage'].includes(column);
  const header = columns.map((column) =>
    unit !== undefined && isMeasured(column) ? `${column} (${unit})` : column,
  );
  const rows = items.map((item) => columns.map((column) => item[column] ?? '').join(','));
  return [header.join(','), ...rows, ''].join('\r\n');
}
