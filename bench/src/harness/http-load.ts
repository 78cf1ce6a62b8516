import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** What comes in one answer at most; more is no answer of this API. */
const ANSWER_MAX_BYTES = 1_000_000;

export interface HttpLoad {
  readonly port: number;
  readonly connections: number;
  readonly seconds: number;
  /** The next request, whole, as it goes over the wire, or when it may go; `undefined` ends the load early. */
  readonly next: () => Buffer | undefined | Promise<Buffer>;
}

export interface LoadOutcome {
  /** Answers a second, all of them 200. */
  readonly rate: number;
  readonly answers: number;
}

/** Requests on connections that are kept, one under way on each. Rejects with the first answer that is not 200. */
export async function httpLoad(load: HttpLoad): Promise<LoadOutcome> {
  const sockets = await Promise.all(Array.from({ length: load.connections }, () => open(load.port)));
  const startedAt = performance.now();
  const endAt = startedAt + load.seconds * 1_000;
  const counts = await Promise.all(sockets.map((socket) => drive(socket, load, endAt)));
  const seconds = (performance.now() - startedAt) / 1_000;
  for (const socket of sockets) socket.destroy();
  const answers = counts.reduce((sum, count) => sum + count, 0);
  return { rate: answers / seconds, answers };
}

/** A request without a body. */
export function getRequest(path: string, headers: Readonly<Record<string, string>> = {}): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${lines.join('')}\r\n`);
}

/** Where the answer that begins here ends; undefined while it is not whole. Throws when it is not 200. */
export function endOfAnswer(bytes: Buffer): number | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const head = bytes.toString('latin1', 0, headEnd);
  if (!head.startsWith('HTTP/1.1 200 ')) throw new Error(bytes.toString('utf8').slice(0, 1_000));
  const [, length] = /\r\ncontent-length: (\d+)/i.exec(head) ?? [];
  if (length === undefined) throw new Error(`an answer without a length: ${head}`);
  const end = headEnd + 4 + Number(length);
  return bytes.length >= end ? end : undefined;
}

async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  return socket;
}

/** How many answers came. */
function drive(socket: Socket, { next }: HttpLoad, endAt: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let count = 0;
    let rest: Buffer = Buffer.alloc(0);
    const send = () => {
      const request = performance.now() < endAt ? next() : undefined;
      if (request === undefined) resolve(count);
      else if (request instanceof Promise) request.then((later) => void socket.write(later), reject);
      else socket.write(request);
    };
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the server closed a connection')));
    socket.on('data', (chunk: Buffer) => {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      try {
        if (endOfAnswer(rest) === undefined) {
          if (rest.length > ANSWER_MAX_BYTES) throw new Error('an answer does not end');
          return;
        }
      } catch (error) {
        return reject(error);
      }
      rest = Buffer.alloc(0);
      count += 1;
      send();
    });
    send();
  });
}
