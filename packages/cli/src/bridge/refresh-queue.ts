/** So many systems are read at a time. */
const PARALLEL = 4;

/** Reads systems when something happened to them, each at most once in `gapMs`. */
export class RefreshQueue {
  readonly #read: (gatewayId: string) => Promise<void>;
  readonly #gapMs: number;
  readonly #waiting = new Set<string>();
  readonly #running = new Set<string>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #readAt = new Map<string, number>();

  constructor(read: (gatewayId: string) => Promise<void>, gapMs: number) {
    this.#read = read;
    this.#gapMs = gapMs;
  }

  add(gatewayId: string): void {
    if (this.#timers.has(gatewayId)) return;
    const inMs = (this.#readAt.get(gatewayId) ?? -Infinity) + this.#gapMs - performance.now();
    const enter = () => {
      this.#timers.delete(gatewayId);
      this.#waiting.add(gatewayId);
      this.#pump();
    };
    if (inMs <= 0) enter();
    else this.#timers.set(gatewayId, setTimeout(enter, inMs));
  }

  /** Nothing waits for it any more. */
  drop(gatewayId: string): void {
    clearTimeout(this.#timers.get(gatewayId));
    this.#timers.delete(gatewayId);
    this.#waiting.delete(gatewayId);
    this.#readAt.delete(gatewayId);
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#waiting.clear();
  }

  #pump(): void {
    for (const gatewayId of this.#waiting) {
      if (this.#running.size >= PARALLEL) return;
      // What happens while it is read is read afterwards.
      if (this.#running.has(gatewayId)) continue;
      this.#waiting.delete(gatewayId);
      this.#running.add(gatewayId);
      this.#readAt.set(gatewayId, performance.now());
      void this.#read(gatewayId).finally(() => {
        this.#running.delete(gatewayId);
        this.#pump();
      });
    }
  }
}
