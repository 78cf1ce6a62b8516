import type { EventRow } from '../tables.ts';

/** So many requests to one endpoint at once at most: a gateway's events share a lane, which sends one after the other. */
export const LANES = 32;

/** Lane key of events that belong to no gateway. */
export const COMPANY = 0;

/** An event on its way through a window. */
export interface Item {
  readonly event: EventRow;
  readonly gatewayId: number;
  settled: boolean;
  /** Its batch was split: it is sent alone. */
  single: boolean;
}

export function itemOf(event: EventRow): Item {
  return { event, gatewayId: event.gateway_id ?? COMPANY, settled: false, single: false };
}

/**
 * The part of a log between what is settled and what is read, by lanes. Items settle in any order; `cursor` is what may be
 * written down: everything up to it is settled.
 */
export class Window {
  readonly #items: Item[] = [];
  readonly #lanes: Item[][] = Array.from({ length: LANES }, () => []);
  #open = 0;
  #readTo: number;
  /** What was read counts as settled: it is sent once at most. */
  readonly #isAhead: boolean;
  /** What is going to be read, and counts as settled already. */
  #promised = 0;

  constructor(cursor: number, isAhead: boolean) {
    this.#readTo = cursor;
    this.#isAhead = isAhead;
  }

  /** Items that are not settled. */
  get open(): number {
    return this.#open;
  }

  get readTo(): number {
    return this.#readTo;
  }

  get cursor(): number {
    if (this.#isAhead) return Math.max(this.#readTo, this.#promised);
    const [first] = this.#items;
    return first ? first.event.seq - 1 : this.#readTo;
  }

  /** Of a window that is ahead: everything up to here may be written down as settled before it is added. */
  promise(seq: number): void {
    this.#promised = seq;
  }

  /** Nothing more is sent. Items that count as settled and were not sent: the first of each gateway. */
  leave(): Item[] {
    if (!this.#isAhead) return [];
    const firsts = new Map<number, Item>();
    for (const item of this.#items)
      if (!item.settled && !firsts.has(item.gatewayId)) firsts.set(item.gatewayId, item);
    return [...firsts.values()];
  }

  /** The next part of the log. `DROP` is settled by being read, `HOLD` is sent by others than its lane. */
  add(events: readonly EventRow[], place: (item: Item) => 'LANE' | 'HOLD' | 'DROP'): void {
    for (const event of events) {
      this.#readTo = event.seq;
      const item = itemOf(event);
      const placed = place(item);
      if (placed === 'DROP') continue;
      this.#items.push(item);
      this.#open += 1;
      if (placed === 'LANE') this.#laneOf(item).push(item);
    }
  }

  /** Everything up to here needs no reading. */
  skipTo(seq: number): void {
    this.#readTo = Math.max(this.#readTo, seq);
  }

  hasQueued(lane: number): boolean {
    return (this.#lanes[lane]?.length ?? 0) > 0;
  }

  /** The next items of a lane, at most `max`; one whose batch was split comes alone. */
  take(lane: number, max: number): Item[] {
    const queue = this.#lanes[lane] ?? [];
    const lone = queue.slice(0, max).findIndex(({ single }) => single);
    const count = lone === -1 ? max : Math.max(lone, 1);
    return queue.splice(0, count);
  }

  /** Items of one lane that were taken and not sent: they are first again. */
  putBack(items: readonly Item[]): void {
    const [first] = items;
    if (!first) return;
    const lane = this.#laneOf(first);
    lane.unshift(...items.filter((item) => !item.settled && !lane.includes(item)));
  }

  settle(item: Item): void {
    if (item.settled) return;
    item.settled = true;
    this.#open -= 1;
    let settled = 0;
    while (this.#items[settled]?.settled === true) settled += 1;
    if (settled > 0) this.#items.splice(0, settled);
  }

  /** The gateway's events are taken care of elsewhere: none of them waits here any more. */
  settleGateway(gatewayId: number): void {
    const lane = this.#lanes[gatewayId % LANES] ?? [];
    const own = lane.filter((item) => item.gatewayId === gatewayId);
    lane.splice(0, lane.length, ...lane.filter((item) => item.gatewayId !== gatewayId));
    for (const item of own) this.settle(item);
  }

  /** The oldest item that waits, of a gateway that `suits`. */
  oldest(suits: (gatewayId: number) => boolean): Item | undefined {
    return this.#lanes
      .flatMap((lane) => lane.find(({ gatewayId }) => suits(gatewayId)) ?? [])
      .toSorted((a, b) => a.event.seq - b.event.seq)[0];
  }

  /** Takes one item that waits out of its lane. */
  pick(item: Item): void {
    const lane = this.#laneOf(item);
    lane.splice(lane.indexOf(item), 1);
  }

  #laneOf({ gatewayId }: Item): Item[] {
    return this.#lanes[gatewayId % LANES] ?? [];
  }
}
