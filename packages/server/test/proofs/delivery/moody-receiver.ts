import { createServer, type ServerResponse } from 'node:http';
import { freePort } from '../../harness/free-port.ts';
import type { Random } from '../random.ts';

/** How a receiver answers. `LOSES_ANSWER`: it takes the event over, and then the connection breaks. */
export const MOODS = ['TAKES', 'FAILS', 'HANGS', 'RESETS', 'SLOW', 'LOSES_ANSWER'] as const;
export type Mood = (typeof MOODS)[number];

export interface Taken {
  readonly id: string;
  readonly type: string;
  readonly gatewayid?: string;
  readonly gatewayseq?: number;
  readonly parkedBefore?: number;
  readonly late?: boolean;
  readonly data: unknown;
}

const SLOW_MS = 150;

/** A receiver outside the server, with moods. */
export interface MoodyReceiver {
  readonly url: string;
  /** What it took over, in the order in which it did, repetitions included. */
  readonly taken: readonly Taken[];
  /** Requests by how they were answered. */
  readonly answered: ReadonlyMap<Mood, number>;
  be(mood: Mood): void;
  close(): Promise<void>;
}

export async function startMoodyReceiver(random: Random): Promise<MoodyReceiver> {
  const taken: Taken[] = [];
  const answered = new Map<Mood, number>();
  const hanging = new Set<ServerResponse>();
  let mood: Mood = 'TAKES';
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      // Half of the requests get through even then, so that single events fail too, and not the endpoint alone.
      const met = random.chance(0.5) ? 'TAKES' : mood;
      answered.set(met, (answered.get(met) ?? 0) + 1);
      const take = () => taken.push(JSON.parse(Buffer.concat(chunks).toString()) as Taken);
      switch (met) {
        case 'TAKES':
          take();
          return response.writeHead(204).end();
        case 'FAILS':
          return response.writeHead(500).end('no');
        case 'HANGS':
          return hanging.add(response);
        case 'RESETS':
          return request.socket.resetAndDestroy();
        case 'LOSES_ANSWER':
          take();
          return request.socket.resetAndDestroy();
        case 'SLOW':
          return setTimeout(() => {
            take();
            response.writeHead(204).end();
          }, SLOW_MS);
      }
    });
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${port}/hook`,
    taken,
    answered,
    be: (next) => {
      mood = next;
      // What hung has been given up, by one side or the other.
      for (const response of hanging) response.destroy();
      hanging.clear();
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
