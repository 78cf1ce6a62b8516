import { HearthgateError, type Hearthgate } from '@hearthgate/sdk';
import { messageOf } from '../shell/errors.ts';
import { merged, type Order } from './order.ts';
import type { SetTopic } from './topics.ts';

/** What became of a change, as it is published on a result topic. */
export interface OrderResult {
  /** `WAITING`: for the limit of changes, or for the appliance. */
  readonly status: 'WAITING' | 'CONFIRMED' | 'ACCEPTED' | 'REFUSED';
  readonly asked: unknown;
  readonly at: string;
  readonly commandId?: string;
  /** Why not: the code of the API, its text, and when it would be allowed. */
  readonly code?: string;
  readonly detail?: string;
  readonly allowedAt?: string;
}

export type TellResult = (topic: SetTopic, result: OrderResult, state?: object) => void;

/** Somebody who has moved a slider wants to know that it was heard. */
const WAITING_AFTER_MS = 5_000;

interface Desk {
  waiting: { topic: SetTopic; order: Order }[];
  isBusy: boolean;
}

/**
 * Sends changes, one after the other for each circuit. What comes while one is under way is put together with what waits already:
 * a slider that is moved becomes one change, not twenty.
 */
export class OrderDesk {
  readonly #client: Hearthgate;
  readonly #tell: TellResult;
  readonly #signal: AbortSignal;
  readonly #desks = new Map<string, Desk>();
  /** Those that were accepted and have not ended, by command; the oldest is forgotten first. */
  readonly #accepted = new Map<string, { topic: SetTopic; asked: unknown }>();

  constructor(client: Hearthgate, tell: TellResult, signal: AbortSignal) {
    this.#client = client;
    this.#tell = tell;
    this.#signal = signal;
  }

  async take(topic: SetTopic, order: Order): Promise<void> {
    const key = `${topic.gatewayId}/${topic.kind}/${topic.circuitId}`;
    const desk = this.#desks.get(key) ?? { waiting: [], isBusy: false };
    this.#desks.set(key, desk);
    const last = desk.waiting.at(-1);
    const both = last && merged(last.order, order);
    if (both) desk.waiting.splice(-1, 1, { topic, order: both });
    else desk.waiting.push({ topic, order });
    if (desk.isBusy) return;
    desk.isBusy = true;
    for (let next = desk.waiting.shift(); next; next = desk.waiting.shift())
      await this.#send(next.topic, next.order);
    desk.isBusy = false;
  }

  /** A command of ours has ended; true when it was one of this bridge. */
  ended(commandId: string, status: string, reason: string | undefined): boolean {
    const known = this.#accepted.get(commandId);
    if (!known) return false;
    this.#accepted.delete(commandId);
    const isDone = status === 'CONFIRMED';
    const why = { code: status, ...(reason !== undefined && { detail: reason }) };
    this.#tell(known.topic, {
      status: isDone ? 'CONFIRMED' : 'REFUSED',
      asked: known.asked,
      at: now(),
      commandId,
      ...(!isDone && why),
    });
    return true;
  }

  async #send(topic: SetTopic, order: Order): Promise<void> {
    const asked = order.patch;
    const slow = setTimeout(
      () => this.#tell(topic, { status: 'WAITING', asked, at: now() }),
      WAITING_AFTER_MS,
    );
    try {
      const changed = await this.#change(topic, order);
      if (changed.confirmed) {
        const { commandId } = changed.state;
        this.#tell(topic, { status: 'CONFIRMED', asked, at: now(), commandId }, changed.state);
        return;
      }
      const { commandId } = changed.command;
      this.#remember(commandId, topic, asked);
      this.#tell(topic, { status: 'ACCEPTED', asked, at: now(), commandId });
    } catch (error) {
      if (!this.#signal.aborted) this.#tell(topic, refusal(asked, error));
    } finally {
      clearTimeout(slow);
    }
  }

  #change({ gatewayId, circuitId }: SetTopic, order: Order) {
    const options = { signal: this.#signal };
    switch (order.kind) {
      case 'heatingCircuits':
        return this.#client.heatingCircuits.update(gatewayId, circuitId, order.patch, options);
      case 'dhwCircuits':
        return this.#client.dhwCircuits.update(gatewayId, circuitId, order.patch, options);
      case 'charge':
        return this.#client.dhwCircuits.setCharge(gatewayId, circuitId, order.patch, options);
    }
  }

  #remember(commandId: string, topic: SetTopic, asked: unknown): void {
    const [oldest] = this.#accepted.keys();
    if (this.#accepted.size >= ACCEPTED_MAX && oldest !== undefined) this.#accepted.delete(oldest);
    this.#accepted.set(commandId, { topic, asked });
  }
}

/** Commands end within a minute, unless their gateway is away. */
const ACCEPTED_MAX = 1_000;

export function refusal(asked: unknown, error: unknown): OrderResult {
  if (!(error instanceof HearthgateError))
    return { status: 'REFUSED', asked, at: now(), code: 'payload', detail: messageOf(error) };
  const { code, detail, members } = error;
  const { allowedAt } = members;
  return { status: 'REFUSED', asked, at: now(), code, detail, ...(allowedAt !== undefined && { allowedAt }) };
}

function now(): string {
  return new Date().toISOString();
}
