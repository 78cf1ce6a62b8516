import type { Socket } from 'node:net';
import { createServer, type Server } from 'node:tls';
import type { Log } from '../log.ts';
import type { TlsMaterial } from './tls-files.ts';
import type { TlsKeeper } from './tls-keeper.ts';

/** Who connects must have ended the handshake by then. */
const HANDSHAKE_TIMEOUT_MS = 10_000;

export interface TlsListener {
  readonly server: Server;
  /** Ends what is open, handshakes too. */
  cut(): void;
}

/** Takes TLS 1.2 and newer. A replaced certificate counts for new connections; those that are open go on. */
export function tlsListener(keeper: TlsKeeper, accept: (socket: Socket) => void, log: Log): TlsListener {
  const optionsOf = ({ cert, key }: TlsMaterial) => ({ cert, key, minVersion: 'TLSv1.2' as const });
  const server = createServer(
    { ...optionsOf(keeper.material), noDelay: true, handshakeTimeout: HANDSHAKE_TIMEOUT_MS },
    accept,
  );
  keeper.onReplaced((material) => server.setSecureContext(optionsOf(material)));
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', (error, socket) => {
    log.debug({ reason: error.message }, 'mqtt tls handshake failed');
    socket.destroy();
  });
  return { server, cut: () => sockets.forEach((socket) => socket.destroy()) };
}
