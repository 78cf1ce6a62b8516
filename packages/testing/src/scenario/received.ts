import { callOrThrow } from '../sandbox/api.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { ReceivedEvent } from '../sandbox/webhooks.ts';

/** What a scenario's receiver has taken over, kept beyond what the sandbox keeps of it. */
export class Received {
  readonly #sandbox: Sandbox;
  readonly #events = new Map<string, ReceivedEvent>();
  /** Forgotten; they may be sent again. */
  readonly #before = new Set<string>();

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
  }

  /** Each event once, in the order in which they came first. */
  get events(): readonly ReceivedEvent[] {
    return [...this.#events.values()];
  }

  /** Also when it was forgotten since. */
  hasTaken(id: string): boolean {
    return this.#events.has(id) || this.#before.has(id);
  }

  /** Looks what has come; what the receiver refused has not. */
  async look(): Promise<readonly ReceivedEvent[]> {
    for (const event of await this.#sandbox.webhooks.all(({ delivery }) => delivery.answered < 300))
      if (!this.#events.has(event.id) && !this.#before.has(event.id)) this.#events.set(event.id, event);
    return this.events;
  }

  /** What came so far is not known any more; a receiver that starts again has forgotten it. */
  async forget(): Promise<void> {
    for (const { id } of await this.look()) this.#before.add(id);
    this.#events.clear();
    await this.#sandbox.webhooks.clear();
  }
}

/** An event of the company's log. */
export interface LoggedEvent {
  readonly id: string;
  readonly type: string;
  readonly gatewayid?: string;
  readonly gatewayseq?: number;
}

/** The company's log behind a cursor, or from the oldest that is kept. */
export async function readLog(sandbox: Sandbox, cursor: string | undefined) {
  const items: LoggedEvent[] = [];
  let next = cursor;
  for (;;) {
    type Page = { items: LoggedEvent[]; nextCursor: string; hasMore: boolean };
    const query = new URLSearchParams({ limit: '5000', ...(next !== undefined && { cursor: next }) });
    const headers = { 'x-api-key': sandbox.apiKey };
    const page = await callOrThrow<Page>(`${sandbox.url}/events?${query.toString()}`, 'GET', { headers });
    items.push(...page.items);
    next = page.nextCursor;
    if (!page.hasMore) return { items, cursor: next };
  }
}
