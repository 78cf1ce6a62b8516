import { Distribution } from '../../platform/metrics/distribution.ts';
import { Tally } from '../../platform/metrics/tally.ts';
import type { EventRow } from '../tables.ts';

/** Seconds of a batch: of one company, of many, and what holds others up. */
const SECONDS = [0.005, 0.025, 0.1, 0.5, 2, 10];

/** What the fan-out of this process has done. */
export class FanOutCounts {
  facts = 0;
  /** Batches that failed and were tried again. */
  failures = 0;
  /** Events in the logs of companies, by type. */
  readonly events = new Tally();
  readonly seconds = new Distribution(SECONDS);

  logged(events: readonly EventRow[]): void {
    for (const { type } of events) this.events.add(type);
  }
}
