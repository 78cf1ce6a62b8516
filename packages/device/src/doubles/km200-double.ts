import { type IncomingMessage, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Km200Cipher } from '../agent/km200/cipher.ts';
import { LocalTime } from '../house/local-time.ts';
import { type History, hoursOf } from './history.ts';
import { ServedTree } from './served-tree.ts';

const HOUR_MS = 3_600_000;
/** Every real one has a clock, which shows the time on the wall. */
const CLOCK = '/gateway/DateTime';

export interface Km200DoubleOptions {
  readonly tree: unknown;
  /** 64 hex digits. */
  readonly key: string;
  readonly timeZone?: string;
  readonly now?: () => number;
  readonly history?: History;
}

interface Reply {
  readonly status: number;
  readonly content?: unknown;
}

/** A KM200 as it is seen from its network: encrypted, one request at a time, and slow to take values. */
export class Km200Double {
  readonly tree: ServedTree;
  /** Requests that came while another was served; each got 500. */
  crowded = 0;
  /** Paths asked for, with the method, in order. */
  readonly requests: string[] = [];
  /** A written value is shown after it was asked for so many times. */
  slowReads = 1;
  /** Values are taken, and nothing changes. */
  ignoresWrites = false;
  /** Values are taken, and the connection ends without an answer. */
  losesAnswers = false;
  readonly #options: Km200DoubleOptions;
  readonly #cipher: Km200Cipher;
  readonly #wall: LocalTime;
  readonly #server: Server;
  readonly #pending = new Map<string, { value: unknown; reads: number }>();
  #busy = false;

  private constructor(options: Km200DoubleOptions) {
    this.#options = options;
    this.tree = new ServedTree(options.tree);
    this.tree.addBranches();
    this.#cipher = new Km200Cipher(options.key);
    this.#wall = new LocalTime(options.timeZone ?? 'Europe/Berlin');
    this.#server = createServer((request, response) => {
      void this.#serve(request).then(({ status, content }) => {
        if (this.losesAnswers && request.method === 'PUT') {
          request.socket.destroy();
          return;
        }
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(content === undefined ? undefined : this.#cipher.encode(content));
      });
    });
  }

  static async start(options: Km200DoubleOptions, port = 0): Promise<Km200Double> {
    const double = new Km200Double(options);
    await new Promise<void>((resolve) => double.#server.listen(port, '127.0.0.1', resolve));
    return double;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #serve(request: IncomingMessage): Promise<Reply> {
    if (this.#busy) {
      this.crowded += 1;
      return { status: 500 };
    }
    this.#busy = true;
    try {
      const body = await textOf(request);
      // Every known client calls itself so.
      if (!request.headers['user-agent']?.startsWith('TeleHeater/')) return { status: 403 };
      const url = new URL(request.url ?? '/', 'http://gateway');
      this.requests.push(`${request.method} ${url.pathname}${url.search}`);
      const { status, delayMs } = this.tree.troubleOf(url.pathname);
      if (delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, delayMs));
      if (status !== undefined) return { status };
      if (url.pathname.startsWith('/recordings/')) return this.#recording(url);
      return request.method === 'GET' ? this.#read(url.pathname) : this.#write(url.pathname, body);
    } finally {
      this.#busy = false;
    }
  }

  #read(path: string): Reply {
    const pending = this.#pending.get(path);
    if (pending && (pending.reads -= 1) <= 0) {
      this.#pending.delete(path);
      this.tree.set(path, pending.value);
    }
    const content = path === CLOCK ? this.#clock() : this.tree.get(path);
    return content ? { status: 200, content } : { status: 404 };
  }

  #clock(): object {
    const value = new Date(this.#wall.wallMs((this.#options.now ?? Date.now)())).toISOString().slice(0, 19);
    return { id: CLOCK, type: 'stringValue', writeable: 1, recordable: 0, value };
  }

  #write(path: string, body: string): Reply {
    const resource = this.tree.get(path);
    if (!resource) return { status: 404 };
    if (resource['writeable'] !== 1) return { status: 403 };
    const content = this.#cipher.decode(Buffer.from(body));
    if (typeof content !== 'object' || content === null) return { status: 400 };
    const field = resource['type'] === 'switchProgram' ? 'switchPoints' : 'value';
    const value: unknown = Object.fromEntries(Object.entries(content))[field];
    if (value === undefined) return { status: 400 };
    if (!this.ignoresWrites) this.#pending.set(path, { value, reads: this.slowReads });
    return { status: 204 };
  }

  /** `?interval=2021-3-8`: the hours of that day on the wall. */
  #recording(url: URL): Reply {
    const path = url.pathname.slice('/recordings'.length);
    const [, year, month, day] =
      /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(url.searchParams.get('interval') ?? '') ?? [];
    const { history, now = Date.now } = this.#options;
    if (!history || this.tree.get(path)?.['recordable'] !== 1 || day === undefined) return { status: 404 };
    const dayMs = Date.UTC(Number(year), Number(month) - 1, Number(day));
    const hours = Array.from({ length: 24 }, (_unused, hour) => this.#wall.instantOf(dayMs + hour * HOUR_MS));
    const content = {
      id: `${url.pathname}${url.search}`,
      type: 'yRecording',
      writeable: 0,
      recordable: 0,
      recordedResource: { id: path, uri: `http://192.0.2.50${path}` },
      interval: url.searchParams.get('interval'),
      sampleRate: 'P1H',
      'recording-type': 'actual',
      recording: hoursOf(history, path, hours, now()),
    };
    return { status: 200, content };
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
