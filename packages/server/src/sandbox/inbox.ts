import type { IncomingHttpHeaders } from 'node:http';
import { verifyWebhook } from '@hearthgate/wire';

/** Messages kept, and characters of their bodies: whoever finds the sandbox may send as much as a body takes. Older ones go. */
const KEPT_MAX = 1_000;
const KEPT_CHARACTERS_MAX = 4_000_000;

export interface InboxMessage {
  readonly receivedAt: string;
  readonly signatureValid: boolean;
  /** Status it was answered with. */
  readonly answered: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface Behaviour {
  readonly status: number;
  readonly delayMs: number;
  /** For this many messages; then 204 again. */
  readonly times: number;
}

/** The built-in webhook receiver: keeps what came, tells whether the signature was right, answers as it was told. */
export class Inbox {
  #secret: string;
  /** Ends the delays of a world that is over. */
  #over = new AbortController();
  #kept: { readonly message: InboxMessage; readonly characters: number }[] = [];
  #characters = 0;
  #behaviour: Behaviour = { status: 204, delayMs: 0, times: 0 };

  constructor(secret: string) {
    this.#secret = secret;
  }

  get messages(): readonly InboxMessage[] {
    return this.#kept.map(({ message }) => message);
  }

  clear(): void {
    this.#kept = [];
    this.#characters = 0;
  }

  /** Of a world that is made anew: nothing has come, and it answers at once. */
  startOver(secret: string): void {
    this.#secret = secret;
    this.clear();
    this.#behaviour = { status: 204, delayMs: 0, times: 0 };
    this.#over.abort();
    this.#over = new AbortController();
  }

  behave(behaviour: Behaviour): void {
    this.#behaviour = behaviour;
  }

  /** Takes a message; answers the status to give after the delay. */
  async receive(headers: IncomingHttpHeaders, body: string): Promise<number> {
    const { status, delayMs, times } = this.#behaviour;
    const { signal } = this.#over;
    const special = times > 0;
    if (special) this.#behaviour = { status, delayMs, times: times - 1 };
    if (special && delayMs > 0) await delay(delayMs, signal);
    const answered = special ? status : 204;
    if (signal.aborted) return answered;
    const flat = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    const kept = Object.fromEntries(Object.entries(flat).filter(([name]) => KEPT_HEADERS.has(name)));
    const message = {
      receivedAt: new Date().toISOString(),
      signatureValid: verifyWebhook(this.#secret, flat, body, Date.now()),
      answered,
      headers: kept,
      body: parse(body),
    };
    this.#keep(message, body.length);
    return answered;
  }

  #keep(message: InboxMessage, characters: number): void {
    this.#kept.push({ message, characters });
    this.#characters += characters;
    while (this.#kept.length > KEPT_MAX || this.#characters > KEPT_CHARACTERS_MAX)
      this.#characters -= this.#kept.shift()?.characters ?? 0;
  }
}

const KEPT_HEADERS = new Set([
  'webhook-id',
  'webhook-timestamp',
  'webhook-signature',
  'content-type',
  'user-agent',
]);

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

/** Over early when it is aborted. */
function delay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
