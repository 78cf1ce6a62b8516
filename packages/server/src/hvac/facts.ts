import type { EventData, NotificationCodes } from '@hearthgate/wire';
import type { MeasuredPoint } from './ingest/apply-report.ts';

/** Data points of one report that left their deadband. */
export interface MeasuredFact {
  readonly kind: 'measured';
  readonly atMs: number;
  readonly late: boolean;
  readonly points: readonly MeasuredPoint[];
}

/** What a data point counted on one local day; told again with a higher revision when late reports change it. */
export interface DailyFact {
  readonly kind: 'daily-aggregate';
  readonly data: EventData['DAILY_AGGREGATE'];
}

/** A notification passed its filter, or is over; what it means is told in each company's languages. */
export interface NotificationFact {
  readonly kind: 'appliance-status';
  readonly state: 'RAISED' | 'RESOLVED';
  readonly codes: NotificationCodes;
  readonly sinceMs: number;
  readonly occurrences: number;
}

/** A command of an owner came to an end; told to no company. */
export interface OwnerCommandFact {
  readonly kind: 'owner-command';
  readonly data: EventData['COMMAND_STATUS'];
}

/** A command came to an end; told to the company that gave it. */
export interface CommandFact {
  readonly kind: 'command-status';
  readonly data: EventData['COMMAND_STATUS'];
}
