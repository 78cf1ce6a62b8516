import type { EmsDecoded } from '@hearthgate/wire';

/** What became of everything that devices published since the start: no reading disappears without being counted. */
export class EmsCounts {
  /** Payloads with values. */
  messages = 0;
  /** Readings that became values. */
  carried = 0;
  /** Readings that did not, by reason. */
  readonly skipped = new Map<string, number>();
  /** Payloads that a newer one of the same topic replaced before its turn. */
  replaced = 0;
  /** Values that a newer one replaced while the database was behind. */
  merged = 0;
  /** Payloads whose connection had ended before their turn. */
  orphaned = 0;
  /** Payloads that could not be read. */
  buried = 0;
  /** Sets of values that are committed. */
  committed = 0;

  decoded({ carried, skipped }: EmsDecoded): void {
    this.messages += 1;
    this.carried += carried;
    for (const [reason, count] of Object.entries(skipped))
      this.skipped.set(reason, (this.skipped.get(reason) ?? 0) + count);
  }
}
