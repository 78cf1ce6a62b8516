import { connect, createServer } from 'node:net';
import { connect as connectTls, type PeerCertificate } from 'node:tls';
import { generate } from 'mqtt-packet';

/** First byte of a CONNACK. */
const CONNACK = 0x20;

/** Why a port cannot be opened; undefined: it can. */
export function portFault(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

/** Knocks as a gateway that nobody knows: a broker refuses it in its own language. Undefined: it did. */
export function brokerAnswers(host: string, port: number, timeoutMs: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host: host.replaceAll(/[[\]]/g, ''), port, timeout: timeoutMs });
    const end = (fault: string | undefined) => {
      socket.destroy();
      resolve(fault);
    };
    socket.once('connect', () =>
      socket.write(
        generate({ cmd: 'connect', protocolVersion: 4, clientId: 'hearthgate-doctor', keepalive: 10 }),
      ),
    );
    socket.once('data', (data) => end(data[0] === CONNACK ? undefined : 'another protocol'));
    socket.once('timeout', () => end('no answer'));
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
    socket.once('close', () => end('it hung up'));
  });
}

export interface Certificate {
  readonly validTo: Date;
  /** Why a client would not believe it; undefined: it would. */
  readonly fault: string | undefined;
}

/** The certificate of a TLS server; throws where no TLS is spoken. */
export function certificateOf(hostname: string, port: number, timeoutMs: number): Promise<Certificate> {
  return new Promise((resolve, reject) => {
    const servername = /^[\d.]+$|:/.test(hostname) ? undefined : hostname;
    const socket = connectTls({
      host: hostname,
      port,
      timeout: timeoutMs,
      // It is looked at, whatever it is; nothing is sent.
      rejectUnauthorized: false,
      ...(servername !== undefined && { servername }),
    });
    socket.once('secureConnect', () => {
      const { valid_to }: PeerCertificate = socket.getPeerCertificate();
      const fault = socket.authorized ? undefined : String(socket.authorizationError);
      socket.destroy();
      resolve({ validTo: new Date(valid_to), fault });
    });
    socket.once('timeout', () => socket.destroy(new Error('no answer')));
    socket.once('error', reject);
  });
}
