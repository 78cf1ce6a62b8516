import { setTimeout as wait } from 'node:timers/promises';
import type { Log } from '../platform/log.ts';

/** Up to here, a minute in a second, the clock runs by itself, and houses, timers and deliveries follow it. */
export const FREE_SPEED_MAX = 60;
/** Real time between two moves of a faster clock, and before one that failed is tried again. */
const MOVE_EVERY_MS = 100;
const AGAIN_MS = 1_000;
/** Most that is moved at once, so that whoever else wants to move the clock has a turn. */
const MOVE_MAX_MS = 24 * 3_600_000;

/**
 * A clock that is too fast to run by itself: it stands, and is moved on in settled steps as far as it should be. A world that
 * cannot keep up falls behind; nothing is skipped.
 */
export class Pace {
  readonly #move: (byMs: number, isWanted: () => boolean) => Promise<void>;
  readonly #log: Log;
  /** The present loop; another speed is another loop. */
  #turn: object | undefined;
  #owedMs = 0;
  #running: Promise<void> = Promise.resolve();

  /** `move` moves the clock in its turn, if that is still wanted then. */
  constructor(move: (byMs: number, isWanted: () => boolean) => Promise<void>, log: Log) {
    this.#move = move;
    this.#log = log;
  }

  get isRunning(): boolean {
    return this.#turn !== undefined;
  }

  /** How far the clock is behind its speed, seconds of the clock. */
  get behindSeconds(): number {
    return Math.round(this.#owedMs / 1_000);
  }

  start(speed: number): void {
    this.stop();
    const turn = {};
    this.#turn = turn;
    this.#running = this.#running.then(() => this.#run(speed, () => this.#turn === turn));
  }

  /** Nothing more is moved; what it was behind is forgotten. */
  stop(): void {
    this.#turn = undefined;
    this.#owedMs = 0;
  }

  async ended(): Promise<void> {
    await this.#running;
  }

  async #run(speed: number, isWanted: () => boolean): Promise<void> {
    let lookedAt = performance.now();
    while (isWanted()) {
      const now = performance.now();
      this.#owedMs += (now - lookedAt) * speed;
      lookedAt = now;
      const byMs = Math.floor(Math.min(this.#owedMs, MOVE_MAX_MS));
      try {
        await this.#move(byMs, isWanted);
        if (isWanted()) this.#owedMs -= byMs;
        if (this.#owedMs < MOVE_MAX_MS) await wait(Math.max(0, MOVE_EVERY_MS - (performance.now() - now)));
      } catch (error) {
        this.#log.warn({ err: error }, 'the clock was not moved on, trying again');
        await wait(AGAIN_MS);
      }
    }
  }
}
