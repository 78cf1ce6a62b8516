import { Distribution } from '../../platform/metrics/distribution.ts';
import { Tally } from '../../platform/metrics/tally.ts';
import type { AttemptOutcome } from '../tables.ts';
import type { Sent } from './journal.ts';

/** Seconds until a receiver has answered; after 15 it is given up. */
const SECONDS = [0.01, 0.05, 0.25, 1, 5, 15];

/** What became of messages to endpoints, as far as this process has sent them. */
export class AttemptCounts {
  readonly outcomes = new Tally<AttemptOutcome>([
    'DELIVERED',
    'FAILED',
    'PARKED',
    'GAVE_UP',
    'WITHHELD',
    'TOO_OLD',
  ]);
  readonly seconds = new Distribution(SECONDS);

  note({ outcome, result }: Pick<Sent, 'outcome' | 'result'>): void {
    this.outcomes.add(outcome);
    if (result) this.seconds.add(result.latencyMs / 1_000);
  }
}
