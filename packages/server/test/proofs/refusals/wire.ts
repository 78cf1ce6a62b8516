import { connect, type Socket } from 'node:net';

export interface WireAnswer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Longer than any answer takes; who waits longer has found a request that hangs. */
const ANSWER_TIMEOUT_MS = 20_000;
const HEAD_END = '\r\n\r\n';
const NO_CHUNKS = '0\r\n\r\n';

/** One connection that is kept alive, speaking bytes: a client library would refuse to send what is sent here. */
export class WireConnection {
  readonly #port: number;
  #socket: Socket | undefined;
  #received = '';
  #waiting: { isHead: boolean; done: (answer: WireAnswer | undefined) => void } | undefined;

  constructor(port: number) {
    this.#port = port;
  }

  /** The answer; undefined when the connection was closed instead. */
  async send(text: string, isHead: boolean): Promise<WireAnswer | undefined> {
    const socket = (this.#socket ??= this.#open());
    const answer = new Promise<WireAnswer | undefined>((resolve) => {
      this.#waiting = { isHead, done: resolve };
    });
    socket.write(text, 'latin1');
    return inTime(answer, text);
  }

  close(): void {
    this.#socket?.destroy();
  }

  #open(): Socket {
    const socket = connect(this.#port, '127.0.0.1').setNoDelay(true);
    this.#received = '';
    socket.on('data', (chunk) => {
      if (this.#socket !== socket) return;
      this.#received += chunk.toString('latin1');
      this.#deliver(socket);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (this.#socket !== socket) return;
      this.#socket = undefined;
      this.#settle(undefined);
    });
    return socket;
  }

  #deliver(socket: Socket): void {
    const parsed = this.#waiting && parse(this.#received, this.#waiting.isHead);
    if (!parsed) return;
    this.#received = this.#received.slice(parsed.length);
    // 100 Continue comes before the answer.
    if (parsed.answer.status < 200) return this.#deliver(socket);
    if (parsed.answer.headers.get('connection') === 'close') {
      socket.destroy();
      this.#socket = undefined;
    }
    this.#settle(parsed.answer);
  }

  #settle(answer: WireAnswer | undefined): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.done(answer);
  }
}

/** Sends bytes on a connection of their own and says no more: all statuses that came back. */
export async function sendBroken(port: number, text: string): Promise<number[]> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  let received = '';
  const closed = new Promise<undefined>((resolve) => {
    socket.on('data', (chunk) => (received += chunk.toString('latin1')));
    socket.on('end', () => socket.destroy());
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(undefined));
  });
  socket.end(text, 'latin1');
  await inTime(closed, text);
  return [...received.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status));
}

function parse(text: string, isHead: boolean): { answer: WireAnswer; length: number } | undefined {
  const end = text.indexOf(HEAD_END);
  if (end < 0) return undefined;
  const [line = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers = new Map(
    lines.map((each): [string, string] => {
      const colon = each.indexOf(':');
      return [each.slice(0, colon).toLowerCase(), each.slice(colon + 1).trim()];
    }),
  );
  const status = Number(line.split(' ')[1]);
  const start = end + HEAD_END.length;
  const hasBody = !isHead && status >= 200 && status !== 204 && status !== 304;
  // Only answers without a body come in chunks: the server knows the length of all others.
  const isChunked = hasBody && headers.get('transfer-encoding') === 'chunked';
  const size = isChunked ? NO_CHUNKS.length : hasBody ? Number(headers.get('content-length')) : 0;
  if (text.length < start + size) return undefined;
  const body = text.slice(start, start + size);
  if (isChunked && body !== NO_CHUNKS) throw new Error(`an answer in chunks: ${text.slice(0, end)}`);
  return { answer: { status, headers, body: isChunked ? '' : body }, length: start + size };
}

async function inTime<T>(answer: Promise<T>, text: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const fail = () => reject(new Error(`no answer in time to ${JSON.stringify(text.slice(0, 2_000))}`));
    timer = setTimeout(fail, ANSWER_TIMEOUT_MS);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
