import { Agent, type AgentOptions } from 'node:https';
import type { Duplex } from 'node:stream';
import { type TLSSocket, connect } from 'node:tls';
import { GatewayRefused } from '../gateway-errors.ts';

/**
 * Connections to one gateway whose certificate is known by its fingerprint. The gateway signs its certificate itself, for a name that
 * is not its address, so chain and name prove nothing; nothing is sent before the fingerprint is found right.
 */
export class PinnedAgent extends Agent {
  readonly #fingerprint: string;

  /** `fingerprint`: SHA-256, hex with colons, as `openssl x509 -fingerprint -sha256` prints it. */
  constructor(fingerprint: string, connections: number) {
    super({ keepAlive: true, maxSockets: connections });
    this.#fingerprint = fingerprint.toUpperCase();
  }

  override createConnection(
    { host, port }: AgentOptions,
    callback?: (error: Error | null, socket: Duplex) => void,
  ): undefined {
    const socket = connect({ host: host ?? '', port: Number(port), rejectUnauthorized: false });
    const fail = (error: Error) => callback?.(error, socket);
    socket.once('error', fail);
    socket.once('secureConnect', () => {
      const shown = socket.getPeerX509Certificate()?.fingerprint256;
      if (shown === this.#fingerprint) {
        socket.off('error', fail);
        callback?.(null, socket);
        return;
      }
      socket.destroy();
      fail(
        new GatewayRefused(
          `${String(host)} shows another certificate than the one that was paired (${shown ?? 'none'}): ` +
            'if the gateway was replaced or reset, pair again',
        ),
      );
    });
  }
}

export interface ShownCertificate {
  /** Common name of the subject: the gateway's id. */
  readonly name: string;
  readonly fingerprint: string;
}

/** The certificate that a gateway shows, before anything is known of it. */
export function showCertificate(host: string, port: number, timeoutMs: number): Promise<ShownCertificate> {
  return new Promise((resolve, reject) => {
    const socket: TLSSocket = connect({ host, port, rejectUnauthorized: false, timeout: timeoutMs });
    socket.once('error', reject);
    socket.once('timeout', () => socket.destroy(new Error(`no answer from ${host}:${port}`)));
    socket.once('secureConnect', () => {
      const certificate = socket.getPeerX509Certificate();
      const [, name = ''] = /^CN=(.*)$/m.exec(certificate?.subject ?? '') ?? [];
      resolve({ name, fingerprint: certificate?.fingerprint256 ?? '' });
      socket.end();
    });
  });
}
