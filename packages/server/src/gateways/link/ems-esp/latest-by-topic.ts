/** Topics and bytes that may wait for one device; a real one has fewer than 200 topics of a few kilobytes. */
const TOPICS_MAX = 1_000;
const BYTES_MAX = 1_048_576;

export interface WaitingPayload {
  readonly topic: string;
  readonly payload: Buffer;
  /** Of those who wait for it. */
  readonly taken: ((committed: Promise<void>) => void)[];
}

/** Payloads that wait for their turn, the newest of each topic: values of QoS 0 are worth no more than the next ones. */
export class LatestByTopic {
  readonly #waiting = new Map<string, WaitingPayload>();
  #bytes = 0;

  /** How it was put: a new topic, in place of an older payload, or not at all since there is no more room. */
  put(
    topic: string,
    payload: Buffer,
    taken?: (committed: Promise<void>) => void,
  ): 'added' | 'replaced' | 'full' {
    const older = this.#waiting.get(topic);
    const bytes = this.#bytes - (older?.payload.length ?? 0) + payload.length;
    if (bytes > BYTES_MAX || (!older && this.#waiting.size >= TOPICS_MAX)) return 'full';
    this.#bytes = bytes;
    const all = older?.taken ?? [];
    if (taken) all.push(taken);
    this.#waiting.set(topic, { topic, payload, taken: all });
    return older ? 'replaced' : 'added';
  }

  get isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  /** The one that waits longest. */
  take(): WaitingPayload | undefined {
    const [first] = this.#waiting.values();
    if (!first) return undefined;
    this.#waiting.delete(first.topic);
    this.#bytes -= first.payload.length;
    return first;
  }
}
