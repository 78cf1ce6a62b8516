import type { HearthgateError } from '../error.ts';
import type { LoggedEventType } from '../types.ts';
import type { CheckpointStore } from './checkpoint.ts';
import type { EventGap } from './gaps.ts';

export interface ReadOptions {
  /** Read at the beginning; saved when the loop asks for the next event, so when its body has done this one. */
  readonly checkpoint: CheckpointStore;
  readonly type?: readonly LoggedEventType[] | undefined;
  readonly gatewayId?: string | undefined;
  /** Where to begin while there is no checkpoint; the oldest event kept when left out. */
  readonly from?: Date | string | undefined;
  /**
   * The log does not reach back to the checkpoint (30 days, or a restored backup). `fail` (when left out): the loop throws
   * the 410. `oldest`: it goes on at the oldest event kept, and what lies between is lost to this reader.
   */
  readonly whenExpired?: 'fail' | 'oldest' | undefined;
  /** Told of a hole in the events of a gateway; without it the loop throws an `EventGapError`. */
  readonly onGap?: ((gap: EventGap) => void) | undefined;
  /** Told why reading is tried again; it is, until the signal ends it. */
  readonly onRetry?: ((error: HearthgateError) => void) | undefined;
  /** What follows the end of the log: `stream` (when left out) holds a connection open, `poll` asks every 5 s. */
  readonly live?: 'stream' | 'poll' | undefined;
  /** Ends the loop without an error. */
  readonly signal?: AbortSignal | undefined;
}
