import { createServer, type Server } from 'node:http';
import { freePort } from './free-port.ts';

export interface Received {
  readonly id: string;
  readonly gatewayseq: number | undefined;
  readonly type: string;
  readonly body: Record<string, unknown>;
  /** As it came, for signatures. */
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
  /** When it was complete, monotonic milliseconds. */
  readonly at: number;
}

/** A webhook receiver of its own: outlives the server under test. */
export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  /** Answers from now on; 0 hangs up without an answer. */
  answer(status: number): void;
  /** Resolves when `condition` holds for what was received. */
  until(condition: (received: readonly Received[]) => boolean, timeoutMs?: number): Promise<void>;
  close(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const waiting = new Set<() => void>();
  let status = 204;
  const server: Server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      if (status === 0) return void request.socket.destroy();
      if (status < 300) {
        const body = JSON.parse(text) as Record<string, unknown>;
        const seq = body['gatewayseq'];
        received.push({
          id: String(body['id']),
          type: String(body['type']),
          gatewayseq: typeof seq === 'number' ? seq : undefined,
          body,
          text,
          at: performance.now(),
          headers: Object.fromEntries(
            Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
          ),
        });
        for (const check of waiting) check();
      }
      response.writeHead(status).end();
    });
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    answer: (next) => (status = next),
    until: (condition, timeoutMs = 20_000) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(
          () => reject(new Error(`waited in vain; ${received.length} received`)),
          timeoutMs,
        );
        const check = () => {
          if (!condition(received)) return;
          clearTimeout(timer);
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
