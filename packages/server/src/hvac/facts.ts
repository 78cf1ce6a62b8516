import type { EventData } from '@hearthgate/wire';
import type { MeasuredPoint } from './ingest/apply-report.ts';

/** Data points of one report that left their deadband. */
export interface MeasuredFact {
  readonly kind: 'measured';
  readonly atMs: number;
  readonly late: boolean;
  readonly points: readonly MeasuredPoint[];
}

/** A command came to an end; told to the company that gave it. */
export interface CommandFact {
  readonly kind: 'command-status';
  readonly data: EventData['COMMAND_STATUS'];
}
