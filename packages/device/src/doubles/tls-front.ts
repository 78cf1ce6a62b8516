import { type AddressInfo, type Socket, connect } from 'node:net';
import { createServer } from 'node:tls';
import type { SelfSigned } from './certificate.ts';

/** What stands before a broker in the open: takes TLS, passes on what is inside; and can be cut, as an Internet line is. */
export async function startTlsFront(certificate: SelfSigned, behind: { host: string; port: number }) {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  };
  let cut = false;
  const server = createServer({ cert: certificate.cert, key: certificate.key }, (outside) => {
    keep(outside);
    if (cut) {
      outside.destroy();
      return;
    }
    const inside = connect(behind.port, behind.host);
    keep(inside);
    outside.pipe(inside).pipe(outside);
    for (const [one, other] of [
      [outside, inside],
      [inside, outside],
    ] as const)
      one.on('close', () => other.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `mqtts://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** From now on nothing gets through; false: it does again. */
    cut(isCut: boolean): void {
      cut = isCut;
      if (isCut) for (const socket of sockets) socket.destroy();
    },
    async stop(): Promise<void> {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
