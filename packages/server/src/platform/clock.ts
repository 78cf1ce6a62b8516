/** Time of measurements, validity, due times: milliseconds since 1970, UTC. The sandbox moves it. */
export interface Clock {
  now(): number;
  /** Real milliseconds until the clock shows `atMs`; infinite while it stands still. */
  realMsUntil(atMs: number): number;
  /** Calls back whenever the clock was moved, frozen or changed speed. */
  onMoved(listener: () => void): void;
}

/** Time that nobody can move: milliseconds from some start. For limits, waits and network time-outs. */
export type Monotonic = () => number;

export const monotonic: Monotonic = () => performance.now();

/** How a movable clock relates to the wall clock: at `anchorRealMs` it shows `anchorMs`, then runs at `speed`. */
export interface ClockState {
  readonly anchorRealMs: number;
  readonly anchorMs: number;
  /** 1 is real time. */
  readonly speed: number;
  readonly frozen: boolean;
}

export const WALL_CLOCK: ClockState = { anchorRealMs: 0, anchorMs: 0, speed: 1, frozen: false };

export class MovableClock implements Clock {
  #state: ClockState;
  readonly #listeners: (() => void)[] = [];
  readonly #wall: () => number;

  constructor(state: ClockState = WALL_CLOCK, wall: () => number = Date.now) {
    this.#state = state;
    this.#wall = wall;
  }

  get state(): ClockState {
    return this.#state;
  }

  now(): number {
    const { anchorMs, anchorRealMs, speed, frozen } = this.#state;
    return frozen ? anchorMs : Math.floor(anchorMs + (this.#wall() - anchorRealMs) * speed);
  }

  realMsUntil(atMs: number): number {
    const left = atMs - this.now();
    if (left <= 0) return 0;
    return this.#state.frozen ? Number.POSITIVE_INFINITY : left / this.#state.speed;
  }

  onMoved(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** As if it had always been so, also backwards: for a world that is made anew. */
  reset(state: ClockState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }

  /** Sets the time (never backwards), the speed, or both; what is not given stays. */
  move(change: { toMs?: number; speed?: number; frozen?: boolean }): ClockState {
    const now = this.now();
    this.#state = {
      anchorRealMs: this.#wall(),
      anchorMs: Math.max(now, change.toMs ?? now),
      speed: change.speed ?? this.#state.speed,
      frozen: change.frozen ?? this.#state.frozen,
    };
    for (const listener of this.#listeners) listener();
    return this.#state;
  }
}
