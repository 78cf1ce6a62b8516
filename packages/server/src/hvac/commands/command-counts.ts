import { Distribution } from '../../platform/metrics/distribution.ts';
import { Tally } from '../../platform/metrics/tally.ts';
import type { CommandRow } from '../tables.ts';

/** Seconds: a gateway nearby, one far away, what the caller of a PATCH still waits for, and what is too long. */
const SECONDS = [0.1, 0.5, 1, 2, 5, 10, 30, 60];

/** What became of commands, as far as this process has ended them. */
export class CommandCounts {
  readonly ends = new Tally<CommandRow['status']>([
    'CONFIRMED',
    'REFUSED',
    'PARTIAL',
    'EXPIRED',
    'SUPERSEDED',
  ]);
  /** From acceptance to the values that were read back. */
  readonly confirmedSeconds = new Distribution(SECONDS);

  ended({ status, accepted_at, ended_at }: Pick<CommandRow, 'status' | 'accepted_at' | 'ended_at'>): void {
    this.ends.add(status);
    if (status === 'CONFIRMED' && ended_at)
      this.confirmedSeconds.add((ended_at.getTime() - accepted_at.getTime()) / 1_000);
  }
}
