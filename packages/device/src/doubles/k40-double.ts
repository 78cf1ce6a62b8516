import type { IncomingMessage } from 'node:http';
import { type Server, createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type SelfSigned, selfSigned } from './certificate.ts';
import { type History, hoursOf } from './history.ts';
import { ServedTree } from './served-tree.ts';
import { TokenOffice } from './token-office.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const FORM = 'application/x-www-form-urlencoded';

export interface K40DoubleOptions {
  readonly tree: unknown;
  readonly login: string;
  readonly password: string;
  readonly now?: () => number;
  readonly history?: History;
  /** Every answer takes this long. */
  readonly answerMs?: number;
}

interface Reply {
  readonly status: number;
  readonly content: unknown;
}

/** A K 40 RF as it is seen from its network: two ports, a certificate of its own, tokens, and a tree to read. */
export class K40Double {
  readonly tree: ServedTree;
  readonly tokens: TokenOffice;
  readonly certificate: SelfSigned;
  readonly requests: string[] = [];
  /** Most requests that were served at once. */
  busiest = 0;
  readonly #options: K40DoubleOptions;
  readonly #data: Server;
  readonly #auth: Server;
  #busy = 0;

  private constructor(options: K40DoubleOptions) {
    this.#options = options;
    this.tree = new ServedTree(options.tree);
    this.tokens = new TokenOffice(options.login, options.password, options.now ?? Date.now);
    this.certificate = selfSigned(options.login);
    const { cert, key } = this.certificate;
    this.#data = this.#server({ cert, key }, (request) => this.#serveData(request));
    this.#data.on('connection', (socket) => {
      if (!this.tokens.wasPaired) socket.destroy();
    });
    this.#auth = this.#server({ cert, key }, (request) => this.#serveAuth(request));
  }

  static async start(options: K40DoubleOptions, ports = { data: 0, auth: 0 }): Promise<K40Double> {
    const double = new K40Double(options);
    await Promise.all([listen(double.#data, ports.data), listen(double.#auth, ports.auth)]);
    return double;
  }

  get port(): number {
    return (this.#data.address() as AddressInfo).port;
  }

  get tokenPort(): number {
    return (this.#auth.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    for (const server of [this.#data, this.#auth]) server.closeAllConnections();
    await Promise.all([close(this.#data), close(this.#auth)]);
  }

  #server(tls: { cert: string; key: string }, serve: (request: IncomingMessage) => Promise<Reply>): Server {
    return createServer(tls, (request, response) => {
      void serve(request).then(({ status, content }) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(content));
      });
    });
  }

  async #serveData(request: IncomingMessage): Promise<Reply> {
    this.#busy += 1;
    this.busiest = Math.max(this.busiest, this.#busy);
    try {
      const url = new URL(request.url ?? '/', 'https://gateway');
      this.requests.push(url.pathname + url.search);
      const { status, delayMs = this.#options.answerMs } = this.tree.troubleOf(url.pathname);
      if (delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, delayMs));
      if (status !== undefined) return { status, content: {} };
      if (!this.tokens.knows(request.headers.authorization)) return { status: 401, content: {} };
      if (request.method !== 'GET') return { status: 403, content: {} };
      if (url.pathname.startsWith('/recordings/')) return this.#recording(url);
      const content = this.tree.get(url.pathname);
      return content ? { status: 200, content } : { status: 404, content: {} };
    } finally {
      this.#busy -= 1;
    }
  }

  async #serveAuth(request: IncomingMessage): Promise<Reply> {
    const form = new URLSearchParams(await textOf(request));
    const isForm = request.headers['content-type']?.startsWith(FORM) === true;
    const call = `${request.method} ${request.url}`;
    if (request.method === 'POST' && !isForm) return { status: 415, content: {} };
    if (call === 'POST /auth/token') return this.tokens.create(form);
    if (!this.tokens.knows(request.headers.authorization)) return { status: 401, content: {} };
    if (call === 'GET /auth/token') return this.tokens.list();
    return call === 'POST /auth/revoke' ? this.tokens.revoke(form) : { status: 403, content: {} };
  }

  #recording(url: URL): Reply {
    const path = url.pathname.slice('/recordings'.length);
    const { history, now = Date.now } = this.#options;
    const rate = url.searchParams.get('sampleRate');
    if (!rate) return { status: 400, content: {} };
    const unit = this.tree.get(path)?.['unitOfMeasure'];
    if (!history || rate !== 'PT1H' || unit === undefined) return { status: 404, content: {} };
    const startMs = Date.parse(url.searchParams.get('startDate') ?? '');
    const endMs = Date.parse(url.searchParams.get('endDate') ?? '') + DAY_MS;
    const count = Math.floor((Math.min(endMs, now()) - startMs) / HOUR_MS);
    const hours = Array.from({ length: count }, (_unused, index) => startMs + index * HOUR_MS);
    const group = {
      sampleRate: rate,
      startTime: new Date(startMs).toISOString().replace('.000Z', '+00:00'),
      endTime: new Date(startMs + count * HOUR_MS).toISOString().replace('.000Z', '+00:00'),
      recording: hoursOf(history, path, hours, now()),
    };
    const content = {
      id: url.pathname + url.search,
      type: 'yRecordingExtended',
      writeable: 0,
      recordingType: 'actual',
      unitOfMeasure: unit,
      recordedResource: { id: path, uri: `https://192.0.2.50:9443${path}` },
      values: [group],
    };
    return { status: 200, content };
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
