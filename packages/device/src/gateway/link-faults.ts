import type { LinkSession } from './link-session.ts';

/** What a bad network does to reports and answers. */
export const LINK_FAULTS = ['drop', 'duplicate', 'reorder', 'delay', 'clock-skew', 'garbage'] as const;
export type LinkFault = (typeof LINK_FAULTS)[number];

/** Of `drop`, one message out of this many is lost, and none twice. */
const LOSE_EVERY = 3;
/** Lost messages that are remembered. */
const LOST_MAX = 100;
/** How late a message is with `delay`, and how long `reorder` waits for another one, real milliseconds. */
const LATE_MS = 150;
/** A gateway's clock with `clock-skew`: ahead by more than the platform believes. */
export const SKEW_MS = 10 * 60_000;

/** What reports and answers go through. */
export type Sender = Pick<LinkSession, 'isOpen' | 'inFlight' | 'publish'>;

/** Faults of one gateway's link; they can be switched while it is connected. */
export class LinkFaults {
  readonly #active = new Set<LinkFault>();

  set(fault: LinkFault, isOn: boolean): void {
    if (isOn) this.#active.add(fault);
    else this.#active.delete(fault);
  }

  has(fault: LinkFault): boolean {
    return this.#active.has(fault);
  }

  over(session: Sender): Sender {
    return new BadLink(session, this);
  }
}

interface Held {
  readonly send: () => void;
  readonly timer: NodeJS.Timeout;
}

class BadLink implements Sender {
  readonly #session: Sender;
  readonly #faults: LinkFaults;
  #count = 0;
  #waiting = 0;
  readonly #lost = new Set<string>();
  #held: Held | undefined;

  constructor(session: Sender, faults: LinkFaults) {
    this.#session = session;
    this.#faults = faults;
  }

  get isOpen(): boolean {
    return this.#session.isOpen;
  }

  get inFlight(): number {
    return this.#session.inFlight + this.#waiting;
  }

  async publish(topic: string, payload: string): Promise<boolean> {
    // What is lost was acknowledged by somebody on the way.
    if (this.#faults.has('drop') && this.#loses(payload)) return this.#session.isOpen;
    if (this.#faults.has('garbage')) void this.#session.publish(topic, payload.slice(0, payload.length / 2));
    if (this.#faults.has('delay')) await this.#later(() => undefined);
    if (this.#faults.has('reorder')) await this.#swapped();
    if (this.#faults.has('duplicate')) void this.#session.publish(topic, payload);
    return this.#session.publish(topic, payload);
  }

  #loses(payload: string): boolean {
    this.#count += 1;
    if (this.#count % LOSE_EVERY !== 0 || this.#lost.has(payload)) return false;
    if (this.#lost.size >= LOST_MAX) this.#lost.clear();
    this.#lost.add(payload);
    return true;
  }

  /** Resolves after the next message has gone out, or when none comes. */
  async #swapped(): Promise<void> {
    const first = this.#held;
    this.#held = undefined;
    if (!first) return this.#later((held) => (this.#held = held));
    clearTimeout(first.timer);
    // This one goes out now; the one that waited follows.
    setImmediate(first.send);
  }

  async #later(keep: (held: Held) => void): Promise<void> {
    this.#waiting += 1;
    await new Promise<void>((resolve) => {
      const held = { send: resolve, timer: setTimeout(() => this.#release(held), LATE_MS) };
      keep(held);
    });
    this.#waiting -= 1;
  }

  #release(held: Held): void {
    if (this.#held === held) this.#held = undefined;
    held.send();
  }
}
