/** Fewer deliveries in a row say nothing about speed. */
const LEAST = 50;
/** A rate is taken after so long, or as soon as there are enough, milliseconds. */
const SPAN_MS = 2_000;
/** Weight of the newest measurement. */
const WEIGHT = 0.3;

/** Events per second while there is enough to do. */
export class Meter {
  #rate: number | null;
  #count = 0;
  #sinceMs: number | undefined;

  constructor(rate: number | null) {
    this.#rate = rate;
  }

  get rate(): number | null {
    return this.#rate;
  }

  /** Work begins, at a monotonic time. */
  begin(nowMs: number): void {
    this.#sinceMs ??= nowMs;
  }

  delivered(events: number, nowMs: number): void {
    this.#count += events;
    // A slow receiver needs longer for enough of them.
    if (this.#sinceMs !== undefined && this.#count >= LEAST && nowMs - this.#sinceMs >= SPAN_MS)
      this.#take(nowMs);
  }

  /** There is nothing to do any more. */
  end(nowMs: number): void {
    this.#take(nowMs);
    this.#sinceMs = undefined;
  }

  #take(nowMs: number): void {
    const spanMs = nowMs - (this.#sinceMs ?? nowMs);
    if (this.#count >= LEAST && spanMs > 0) {
      const rate = (this.#count / spanMs) * 1_000;
      this.#rate = this.#rate === null ? rate : this.#rate * (1 - WEIGHT) + rate * WEIGHT;
    }
    this.#count = 0;
    this.#sinceMs = nowMs;
  }
}
