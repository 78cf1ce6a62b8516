import { performance, type EventLoopUtilization } from 'node:perf_hooks';

/** Requests at once of all endpoints that catch up while others keep up, to begin with and at most. */
const SHARE_START = 4;
const SHARE_MAX = 32;
/** Above this part of its time the process is busy, and those that catch up get less of it. */
const BUSY = 0.7;
const LOOK_EVERY_MS = 50;
/** So long after its last message an endpoint that keeps up is not waited for any more, milliseconds. */
const RECENT_MS = 1_000;

/** How busy this process is, since the last call: 0 to 1. */
export type Busyness = () => number;

function eventLoop(): Busyness {
  let before: EventLoopUtilization | undefined;
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    return utilization;
  };
}

/** How endpoints that catch up make room for those that keep up: a slow receiver costs nothing, a fast one the process's time. */
export class Traffic {
  readonly #busyness: Busyness;
  readonly #catchingUp = new Set<object>();
  #liveAtMs = Number.NEGATIVE_INFINITY;
  #lookedAtMs = 0;
  #share = SHARE_START;

  constructor(busyness: Busyness = eventLoop()) {
    this.#busyness = busyness;
  }

  /** An endpoint that keeps up is sent something, at a monotonic time. */
  live(nowMs: number): void {
    this.#liveAtMs = nowMs;
  }

  catchesUp(endpoint: object, does: boolean): void {
    if (does) this.#catchingUp.add(endpoint);
    else this.#catchingUp.delete(endpoint);
  }

  /** Requests at once for an endpoint that may have `allowance` by itself. */
  shareOf(endpoint: object, allowance: number, nowMs: number): number {
    if (!this.#catchingUp.has(endpoint) || !this.isShared(nowMs)) return allowance;
    if (nowMs - this.#lookedAtMs >= LOOK_EVERY_MS) {
      this.#lookedAtMs = nowMs;
      this.#share =
        this.#busyness() > BUSY ? Math.max(1, this.#share >> 1) : Math.min(SHARE_MAX, this.#share + 1);
    }
    return Math.min(allowance, Math.max(1, Math.floor(this.#share / this.#catchingUp.size)));
  }

  /** Others keep up. */
  isShared(nowMs: number): boolean {
    return nowMs - this.#liveAtMs < RECENT_MS;
  }
}
