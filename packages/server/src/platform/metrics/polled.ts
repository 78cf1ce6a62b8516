import type { Monotonic } from '../clock.ts';

/** No question is asked more often, however many scrape. */
export const POLL_EVERY_MS = 15_000;
/** A scrape does not wait longer: Prometheus gives up after 10 s. */
const ANSWER_WITHIN_MS = 5_000;

/** A question to the database, asked only when somebody wants to know, and then at most every `everyMs`. */
export class Polled<T> {
  readonly #ask: () => Promise<T>;
  readonly #monotonic: Monotonic;
  readonly #everyMs: number;
  readonly #onFailure: () => void;
  #asked: { readonly at: number; readonly answer: Promise<T | undefined> } | undefined;
  #isUnderWay = false;

  constructor(
    ask: () => Promise<T>,
    {
      monotonic,
      onFailure,
      everyMs = POLL_EVERY_MS,
    }: { monotonic: Monotonic; onFailure: () => void; everyMs?: number },
  ) {
    this.#ask = ask;
    this.#monotonic = monotonic;
    this.#onFailure = onFailure;
    this.#everyMs = everyMs;
  }

  /** Undefined when there is no answer: a metric that is not known is left out, rather than old. */
  read(): Promise<T | undefined> {
    const at = this.#monotonic();
    // One that hangs is not asked beside itself.
    if (this.#asked && (this.#isUnderWay || at - this.#asked.at < this.#everyMs)) return this.#asked.answer;
    const answer = this.#answer();
    this.#asked = { at, answer };
    return answer;
  }

  async #answer(): Promise<T | undefined> {
    this.#isUnderWay = true;
    const asked = this.#ask().finally(() => (this.#isUnderWay = false));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error('no answer in time')), ANSWER_WITHIN_MS);
    });
    try {
      return await Promise.race([asked, late]);
    } catch {
      this.#onFailure();
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }
}
