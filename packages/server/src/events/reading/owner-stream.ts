import type { Language } from '@hearthgate/wire';
import type { AppError } from '../../platform/app-error.ts';
import type { AccountEvent, OwnerEvent } from '../log/owner-event.ts';

/** Events that wait for a slow reader; beyond, it is told to ask for everything anew. */
const WAITING_MAX = 500;
/** Proxies close what is silent for a minute. */
const KEEP_ALIVE_MS = 15_000;
/** A page that lost its stream waits so long before it comes back. */
const RETRY_MS = 3_000;

export interface OwnerStreamSource {
  readonly ownerId: string;
  readonly language: Language;
  /** Is the session still good? Asked before each piece. */
  refusal(): Promise<AppError | undefined>;
  mayHear(gatewayId: number, at: Date): Promise<boolean>;
  problem(refusal: AppError): object;
}

/** What happens to the systems of one owner, as it happens; `RESYNC` says that something was left out. */
export class OwnerStream {
  readonly ownerId: string;
  readonly language: Language;
  readonly #source: OwnerStreamSource;
  #waiting: (OwnerEvent | AccountEvent)[] = [];
  #mustResync = false;
  #isClosed = false;
  #wake: () => void = () => undefined;

  constructor(source: OwnerStreamSource) {
    this.ownerId = source.ownerId;
    this.language = source.language;
    this.#source = source;
  }

  push(event: OwnerEvent | AccountEvent): void {
    if (this.#waiting.length >= WAITING_MAX) return this.resync();
    this.#waiting.push(event);
    this.#wake();
  }

  resync(): void {
    this.#waiting = [];
    this.#mustResync = true;
    this.#wake();
  }

  /** The right may have ended. */
  wake(): void {
    this.#wake();
  }

  close(): void {
    this.#isClosed = true;
    this.#wake();
  }

  async *frames(): AsyncGenerator<string> {
    yield `retry: ${RETRY_MS}\n\n${frame('READY', {})}`;
    while (!this.#isClosed) {
      const refusal = await this.#source.refusal();
      if (refusal) {
        yield frame('problem', this.#source.problem(refusal));
        return;
      }
      const text = await this.#piece();
      if (text !== '') yield text;
      else if (!(await this.#sleep())) yield ': keep-alive\n\n';
    }
  }

  async #piece(): Promise<string> {
    if (this.#mustResync) {
      this.#mustResync = false;
      return frame('RESYNC', {});
    }
    const events = this.#waiting;
    this.#waiting = [];
    const may = await Promise.all(events.map((event) => this.#mayHear(event)));
    const told = events.filter((_, index) => may[index]);
    return told.map((event) => frame(event.type, event)).join('');
  }

  #mayHear(event: OwnerEvent | AccountEvent): Promise<boolean> {
    if (!('gatewayId' in event)) return Promise.resolve(true);
    return this.#source.mayHear(Number(event.gatewayId), new Date(event.at));
  }

  /** False when nothing happened for so long that the connection has to be kept alive. */
  async #sleep(): Promise<boolean> {
    if (this.#isClosed || this.#mustResync || this.#waiting.length > 0) return true;
    let timer: NodeJS.Timeout | undefined;
    const isWoken = await new Promise<boolean>((resolve) => {
      this.#wake = () => resolve(true);
      timer = setTimeout(() => resolve(false), KEEP_ALIVE_MS);
    });
    clearTimeout(timer);
    return isWoken;
  }
}

function frame(type: string, data: object): string {
  return `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
}
