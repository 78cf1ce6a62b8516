import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { verifyWebhook } from '@hearthgate/wire';

export interface Event {
  readonly id: string;
  readonly type: string;
  readonly gatewayid?: string;
  readonly gatewayseq?: number;
  readonly [attribute: string]: unknown;
}
type Headers = Readonly<Record<string, string | undefined>>;

/** What a receiver does otherwise than a good one. */
export interface Habits {
  /** Is the message genuine? */
  readonly verify?: (secret: string, headers: Headers, body: string) => boolean;
  /** A status other than 204 for events that it does not like. */
  readonly dislikes?: (event: Event, seen: ReadonlyMap<string, number>) => number | undefined;
  /** Before anything else; true: that was the answer. */
  readonly before?: (request: IncomingMessage, response: ServerResponse) => boolean;
  readonly forgets?: boolean;
  readonly batches?: boolean;
  readonly bodyMax?: number;
  readonly bodyWithinMs?: number;
  readonly refusal?: number;
  readonly answer?: string;
}

/** A receiver as the guide has it, with bad habits if wanted. `handled` are its books. */
export class TestReceiver {
  readonly handled = new Map<string, number>();
  readonly #server;

  private constructor(secret: string, habits: Habits) {
    this.#server = createServer((request, response) => {
      void this.#take(secret, habits, request, response).catch(() => response.destroy());
    });
  }

  static async start(secret: string, habits: Habits = {}): Promise<TestReceiver> {
    const receiver = new TestReceiver(secret, habits);
    await new Promise<void>((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): URL {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the receiver does not listen');
    return new URL(`http://127.0.0.1:${address.port}/hook`);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #take(secret: string, habits: Habits, request: IncomingMessage, response: ServerResponse) {
    const { verify = isGenuine, dislikes, before, forgets = false, batches = true } = habits;
    if (before?.(request, response)) return;
    if (request.method !== 'POST') return response.writeHead(405).end();
    const startedAt = performance.now();
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString('utf8');
    if (performance.now() - startedAt > (habits.bodyWithinMs ?? Infinity))
      return response.writeHead(408).end();
    if (body.length > (habits.bodyMax ?? Infinity)) return response.writeHead(413).end();
    const headers = request.headers as Headers;
    if (!verify(secret, headers, body)) return response.writeHead(habits.refusal ?? 401).end();
    const parsed = JSON.parse(body) as Event | Event[];
    if (Array.isArray(parsed) && !batches) return response.writeHead(400).end('not an object');
    const events = Array.isArray(parsed) ? parsed : [parsed];
    for (const event of events) {
      const status = dislikes?.(event, this.handled);
      if (status !== undefined) return response.writeHead(status).end();
      const count = this.handled.get(event.id) ?? 0;
      if (count === 0 || forgets) this.handled.set(event.id, count + 1);
    }
    return response.writeHead(habits.answer === undefined ? 204 : 200).end(habits.answer);
  }
}

export function isGenuine(secret: string, headers: Headers, body: string): boolean {
  return verifyWebhook(secret, headers, body, Date.now());
}
