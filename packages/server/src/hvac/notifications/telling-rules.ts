import type { Fault, FaultClass, FaultId } from '@hearthgate/wire';

/** When a notification is told to companies, and when it is over. */
export interface TellingRule {
  /** Told when it has been in every list for this long; what is gone before is never told. */
  readonly delayMinutes: number;
  /** Told when it appears for this time, however short each was. */
  readonly occurrences: number;
  /** Away for less than this, it goes on as the same notification. */
  readonly flapMinutes: number;
}

/** Gateways report at least this often: what is away for longer is gone, also when no second list says so. */
export const REPORT_INTERVAL_MINUTES = 15;

const AT_ONCE: TellingRule = { delayMinutes: 0, occurrences: 1, flapMinutes: 5 };
/** Stops heating, but may restart by itself within minutes. */
const SOON: TellingRule = { delayMinutes: 2, occurrences: 2, flapMinutes: 10 };
/** Heating goes on; sensors at the edge of their range come and go. */
const LATER: TellingRule = { delayMinutes: 10, occurrences: 3, flapMinutes: 15 };

const BY_CLASS: Readonly<Record<FaultClass, TellingRule>> = {
  LOCKING: AT_ONCE,
  MAINTENANCE: AT_ONCE,
  BLOCKING: SOON,
  FAULT: SOON,
  UNKNOWN: SOON,
  WARNING: LATER,
  INFO: LATER,
  // Never taken in; here for a code that is found to be a status later.
  STATUS: LATER,
};

/** Codes that cannot wait as long as their class. */
const BY_CODE: Partial<Record<FaultId, TellingRule>> = {
  // The heating system is at risk of freezing.
  '-/5285': AT_ONCE,
};

export function tellingRule(fault: Fault): TellingRule {
  return (fault.id && BY_CODE[fault.id]) ?? BY_CLASS[fault.class];
}
