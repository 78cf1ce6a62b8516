/** One figure beside its baseline, both of the same run. */
export interface Result {
  readonly name: string;
  readonly ours: number;
  readonly baseline: number;
  readonly unit: string;
  readonly ratio: number;
  /** Of the ratio, in words. */
  readonly goal: string;
  readonly reached: boolean;
  /** What was measured besides, and with which settings. */
  readonly details: Readonly<Record<string, string | number>>;
}

/** What a bench needs is not on this machine; the message says what. */
export class Skipped extends Error {}
