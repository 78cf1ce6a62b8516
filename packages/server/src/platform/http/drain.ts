import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** Longer than the longest call that waits on purpose; a download that takes longer is cut off. */
const DRAIN_MS = 35_000;

/**
 * A server that closes lets the calls under way end, within a time. A connection that has not brought a call yet is ended
 * at once: Node does not count it as idle, and would wait a minute for it.
 */
export function addDrain(app: FastifyInstance): void {
  const unused = new Set<Socket>();
  app.server.on('connection', (socket: Socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  app.server.on('request', ({ socket }: { socket: Socket }) => unused.delete(socket));
  app.addHook('preClose', async () => {
    for (const socket of unused) socket.destroy();
    setTimeout(() => app.server.closeAllConnections(), DRAIN_MS).unref();
  });
}
