import type { CompanyCaller } from '../../access/index.ts';
import type { AppError } from '../../platform/app-error.ts';
import { asAppError } from '../../platform/http/problem.ts';
import type { LogReader, ToldEvent } from './log-reader.ts';
import type { EventFilter } from './store.ts';

/** Rows in memory while a slow reader takes its time. */
const PAGE = 200;
/** Frames are handed over together up to this size. */
const CHUNK_CHARS = 64 * 1024;
/** Proxies close what is silent for a minute. */
const KEEP_ALIVE_MS = 15_000;
/** Other nodes write to the log too, and do not wake this one. */
const POLL_MS = 5_000;
/** What ended has a last event, which may still be on its way into the log. */
const LAST_WORD_MS = 1_000;
/** A client that lost its stream waits so long before it comes back. */
const RETRY_MS = 3_000;

export interface StreamSource {
  readonly reader: Pick<LogReader, 'read' | 'tell' | 'cursor'>;
  readonly caller: Pick<CompanyCaller, 'companyId'>;
  readonly filter: EventFilter;
  readonly monotonic: () => number;
  /** May the company be told anything? Asked again before each piece. */
  refusal(): Promise<AppError | undefined>;
  /** Is there nothing more to come of what was asked for? Asked when all of the log was told. */
  end(): Promise<AppError | undefined>;
  /** What the last frame says of a refusal. */
  problem(refusal: AppError): object;
}

/** One open stream: woken when the log has grown or the right may have ended, and closed from outside. */
export class EventStream {
  readonly #source: StreamSource;
  #after: number;
  #isClosed = false;
  #isWoken = false;
  #wake: () => void = () => undefined;

  constructor(source: StreamSource, after: number) {
    this.#source = source;
    this.#after = after;
  }

  wake(): void {
    this.#isWoken = true;
    this.#wake();
  }

  close(): void {
    this.#isClosed = true;
    this.#wake();
  }

  /**
   * Text for the wire. The next piece is made when the one before was taken, so a slow reader costs one page of memory and
   * no reading ahead.
   */
  async *frames(): AsyncGenerator<string> {
    yield `retry: ${RETRY_MS}\n\n`;
    try {
      yield* this.#events();
    } catch (error) {
      yield problemFrame(this.#source.problem(asAppError(error)));
    }
  }

  async *#events(): AsyncGenerator<string> {
    const { reader, caller, filter, monotonic } = this.#source;
    let spokeAt = monotonic();
    let isOver = false;
    while (!this.#isClosed) {
      await this.#requireRight();
      this.#isWoken = false;
      const { rows, upTo, hasMore } = await reader.read(caller.companyId, this.#after, filter, PAGE);
      for (let from = 0; from < rows.length && !this.#isClosed;) {
        await this.#requireRight();
        const to = endOfChunk(rows, from);
        const chunk = rows.slice(from, to);
        // Rights are looked at here, not when the page was read: a slow reader may have taken an hour since.
        const told = await reader.tell(caller.companyId, chunk, filter);
        const frames = await Promise.all(
          told.map(async (event, at) => eventFrame(await reader.cursor(chunk[at]?.seq ?? 0), event)),
        );
        yield frames.join('');
        spokeAt = monotonic();
        from = to;
      }
      this.#after = upTo;
      if (hasMore || this.#isClosed) continue;
      const end = await this.#source.end();
      if (end && isOver) throw end;
      isOver = end !== undefined;
      await this.#sleep(isOver ? LAST_WORD_MS : Math.min(POLL_MS, spokeAt + KEEP_ALIVE_MS - monotonic()));
      if (monotonic() - spokeAt >= KEEP_ALIVE_MS) {
        // The place moves on although nothing matched, so that who comes back does not search it all again.
        yield `: keep-alive\nid: ${await reader.cursor(this.#after)}\n\n`;
        spokeAt = monotonic();
      }
    }
  }

  async #requireRight(): Promise<void> {
    const refusal = await this.#source.refusal();
    if (refusal) throw refusal;
  }

  /** Until it is woken or closed, or this time is over. */
  async #sleep(ms: number): Promise<void> {
    if (this.#isWoken || this.#isClosed || ms <= 0) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      timer = setTimeout(resolve, ms);
    });
    clearTimeout(timer);
  }
}

function endOfChunk(rows: readonly { data: string }[], from: number): number {
  let chars = 0;
  let to = from;
  for (; to < rows.length && chars < CHUNK_CHARS; to += 1) chars += rows[to]?.data.length ?? 0;
  return to;
}

/** JSON has no line breaks, so one line of data is enough. */
function eventFrame(cursor: string, { type, text }: ToldEvent): string {
  return `id: ${cursor}\nevent: ${type}\ndata: ${text}\n\n`;
}

/** Without an id: who comes back goes on where it was. */
function problemFrame(problem: object): string {
  return `event: problem\ndata: ${JSON.stringify(problem)}\n\n`;
}
