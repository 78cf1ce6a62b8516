import type { EventEnvelope } from '@hearthgate/wire';
import { pause, realNow } from '../real-time.ts';
import { callOrThrow } from './api.ts';

const LOOK_EVERY_MS = 25;
const WAIT_MS = 5_000;

/** An event as the sandbox's receiver got it. */
export interface ReceivedEvent extends Omit<EventEnvelope, 'data'> {
  readonly data: Readonly<Record<string, unknown>>;
  readonly delivery: {
    readonly signatureValid: boolean;
    /** Status that the receiver gave. */
    readonly answered: number;
    readonly receivedAt: string;
    readonly headers: Readonly<Record<string, string>>;
  };
}

/** A type, or any condition. */
export type EventFilter = string | ((event: ReceivedEvent) => boolean);

interface Message {
  readonly receivedAt: string;
  readonly signatureValid: boolean;
  readonly answered: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** The webhooks that the first company got: the sandbox's own receiver keeps the last 1000 messages. */
export class Webhooks {
  readonly #url: string;

  constructor(url: string) {
    this.#url = `${url}/sandbox/inbox`;
  }

  /** In the order in which they came; one that was sent again is there again. */
  async all(filter: EventFilter = () => true): Promise<ReceivedEvent[]> {
    const { items } = await callOrThrow<{ items: Message[] }>(this.#url, 'GET');
    const fits = typeof filter === 'string' ? ({ type }: ReceivedEvent) => type === filter : filter;
    return items.flatMap(eventsIn).filter(fits);
  }

  /** The first that fits, also when it has come already; waits in real time, since deliveries need no moved clock. */
  async waitFor(filter: EventFilter, timeoutMs = WAIT_MS): Promise<ReceivedEvent> {
    const giveUpAt = realNow() + timeoutMs;
    for (;;) {
      const [found] = await this.all(filter);
      if (found) return found;
      if (realNow() > giveUpAt) throw new Error(await this.#notCome(filter, timeoutMs));
      await pause(LOOK_EVERY_MS);
    }
  }

  /** Forgets what came. */
  async clear(): Promise<void> {
    await callOrThrow(this.#url, 'DELETE');
  }

  /** How the next `times` (1) messages are answered; afterwards 204 again. */
  async answer(behaviour: { status: number; delayMs?: number; times?: number }): Promise<void> {
    await callOrThrow(`${this.#url}/behaviour`, 'POST', { body: behaviour });
  }

  async #notCome(filter: EventFilter, timeoutMs: number): Promise<string> {
    const what = typeof filter === 'string' ? `No ${filter} event` : 'No event that fits';
    const there = (await this.all()).map(({ type, gatewayid }) => `${type} ${gatewayid ?? ''}`.trim());
    const last = there.slice(-5).join(', ');
    return (
      `${what} came within ${timeoutMs} ms. There are ${there.length} events${last && `, the last ones: ${last}`}. ` +
      'What houses measure comes when the clock is moved: await sandbox.clock.advance("PT1H").'
    );
  }
}

function eventsIn({ body, ...delivery }: Message): ReceivedEvent[] {
  const events = Array.isArray(body) ? body : [body];
  return events
    .filter((event): event is Record<string, unknown> => typeof event === 'object' && event !== null)
    .map((event) => ({ ...event, delivery }) as unknown as ReceivedEvent);
}
