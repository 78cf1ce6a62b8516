import type { Db } from '../database/database.ts';
import { SLICES } from '../database/unit-of-work.ts';

/**
 * The slices that this node has. What comes of a gateway, its timers and its facts are handled by the node with its slice and
 * nowhere else, so that node alone may believe what it remembers of it.
 */
export interface Shards {
  /** May other nodes have slices? */
  readonly isShared: boolean;
  holds(slice: number): boolean;
  /** How many this node has. */
  readonly count: number;
  /** First in a transaction that rests on what is remembered of these slices: none of them changes hands before it ends. */
  guard(tx: Db, slices: Iterable<number>): Promise<void>;
  listen(listener: ShardListener): void;
}

export interface ShardListener {
  /** Before the slices are held, but when no other node writes any more. A rejection gives them back. */
  prepare?(slices: readonly number[]): Promise<void>;
  taken?(slices: readonly number[]): void;
  /** Another node has set a timer or told a fact in the slice; null: perhaps in any. */
  told?(slice: number | null): void;
  /** Work under way is ended. With `isLost` another node may have them already, and nothing of it can be written. */
  leave?(slices: readonly number[], isLost: boolean): Promise<void>;
}

/** Another node has these slices now. */
export class ShardsLost extends Error {
  readonly slices: readonly number[];

  constructor(slices: readonly number[]) {
    super(`another node has slice ${slices.join(', ')}`);
    this.slices = slices;
  }
}

/** The only node of its database. */
export const ALL_SHARDS: Shards = {
  isShared: false,
  count: SLICES,
  holds: () => true,
  guard: () => Promise.resolve(),
  listen: () => undefined,
};
