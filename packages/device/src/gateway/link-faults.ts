import type { LinkSession } from './link-session.ts';

/** What a bad network does to reports and answers. */
export const LINK_FAULTS = ['drop', 'duplicate', 'reorder', 'delay', 'clock-skew', 'garbage'] as const;
export type LinkFault = (typeof LINK_FAULTS)[number];

/** Lost messages that are remembered, so that none is lost twice: a week of reports. */
const LOST_MAX = 1_000;
/** How long `reorder` waits for another message, real milliseconds. */
const REORDER_WAIT_MS = 150;

/** What reports and answers go through. */
export type Sender = Pick<LinkSession, 'isOpen' | 'publish'>;

/** Faults of one gateway's link; they can be switched while it is connected. */
export class LinkFaults {
  readonly #active = new Map<LinkFault, number>();

  /** `degree`: the per cent of `drop`, the milliseconds of `delay`. */
  set(fault: LinkFault, isOn: boolean, degree = 0): void {
    if (isOn) this.#active.set(fault, degree);
    else this.#active.delete(fault);
  }

  has(fault: LinkFault): boolean {
    return this.#active.has(fault);
  }

  degree(fault: LinkFault): number {
    return this.#active.get(fault) ?? 0;
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
  /** Per cent of a message that should have been lost by now. */
  #toLose = 0;
  readonly #lost = new Set<string>();
  #held: Held | undefined;

  constructor(session: Sender, faults: LinkFaults) {
    this.#session = session;
    this.#faults = faults;
  }

  get isOpen(): boolean {
    return this.#session.isOpen;
  }

  async publish(topic: string, payload: string): Promise<boolean> {
    // What is lost was acknowledged by somebody on the way.
    if (this.#faults.has('drop') && this.#loses(payload)) return this.#session.isOpen;
    if (this.#faults.has('garbage')) void this.#session.publish(topic, payload.slice(0, payload.length / 2));
    if (this.#faults.has('delay')) await this.#later(this.#faults.degree('delay'));
    if (this.#faults.has('reorder')) await this.#swapped();
    if (this.#faults.has('duplicate')) void this.#session.publish(topic, payload);
    return this.#session.publish(topic, payload);
  }

  #loses(payload: string): boolean {
    // What was lost once comes through when it is sent again.
    if (this.#lost.delete(payload)) return false;
    this.#toLose += this.#faults.degree('drop');
    if (this.#toLose < 100) return false;
    this.#toLose -= 100;
    if (this.#lost.size >= LOST_MAX) this.#lost.clear();
    this.#lost.add(payload);
    return true;
  }

  /** Resolves after the next message has gone out, or when none comes. */
  async #swapped(): Promise<void> {
    const first = this.#held;
    this.#held = undefined;
    if (!first) return this.#later(REORDER_WAIT_MS, (held) => (this.#held = held));
    clearTimeout(first.timer);
    // This one goes out now; the one that waited follows.
    setImmediate(first.send);
  }

  async #later(ms: number, keep: (held: Held) => void = () => undefined): Promise<void> {
    await new Promise<void>((resolve) => {
      const held = { send: resolve, timer: setTimeout(() => this.#release(held), ms) };
      keep(held);
    });
  }

  #release(held: Held): void {
    if (this.#held === held) this.#held = undefined;
    held.send();
  }
}
