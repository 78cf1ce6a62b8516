import { connect, createServer, type NetConnectOpts, type Server, type Socket } from 'node:net';

/** What a cut swallows: everything, what goes to the server, or what comes from it. */
export type Silence = 'BOTH' | 'TO_SERVER' | 'TO_CLIENT';

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
}

/**
 * Stands between two programs and can fall silent without closing anything, as a cable or a firewall does: bytes are swallowed, and
 * neither side is told. What a program in user space cannot do is to leave the connection attempt itself without an answer: new
 * connections are accepted, and nothing comes over them.
 */
export class TcpProxy {
  readonly port: number;
  readonly #listener: Server;
  readonly #pairs = new Set<Pair>();
  /** The other side has gone, and that could not be told. */
  readonly #orphans = new Set<Socket>();
  #silence: Silence | undefined;

  private constructor(listener: Server, port: number) {
    this.#listener = listener;
    this.port = port;
  }

  static async open(target: NetConnectOpts): Promise<TcpProxy> {
    const waiting: Socket[] = [];
    let take = (client: Socket): unknown => waiting.push(client);
    const listener = createServer({ noDelay: true }, (client) => take(client));
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    const address = listener.address();
    const proxy = new TcpProxy(listener, typeof address === 'object' && address ? address.port : 0);
    take = (client) => proxy.#take(client, connect(target));
    for (const client of waiting) take(client);
    return proxy;
  }

  /** From now on, also for connections that are made later. */
  cut(silence: Silence): void {
    this.#silence = silence;
  }

  /** New connections work. Those that were cut stay open and silent for ever, as after a firewall has forgotten them. */
  heal(): void {
    if (this.#silence === undefined) return;
    this.#silence = undefined;
    for (const { client, server } of this.#pairs)
      for (const side of [client, server]) side.removeAllListeners('data').resume();
    for (const orphan of this.#orphans) orphan.destroy();
    this.#orphans.clear();
  }

  /** Connections that there are; those that were given up by either side are gone. */
  get connections(): number {
    return this.#pairs.size;
  }

  async close(): Promise<void> {
    for (const { client, server } of this.#pairs) for (const side of [client, server]) side.destroy();
    for (const orphan of this.#orphans) orphan.destroy();
    await new Promise<void>((resolve) => this.#listener.close(() => resolve()));
  }

  #take(client: Socket, server: Socket): void {
    const pair = { client, server };
    this.#pairs.add(pair);
    server.setNoDelay(true);
    const isCut = (direction: Silence) => this.#silence === 'BOTH' || this.#silence === direction;
    client.on('data', (chunk: Buffer) => void (isCut('TO_SERVER') || server.write(chunk)));
    server.on('data', (chunk: Buffer) => void (isCut('TO_CLIENT') || client.write(chunk)));
    for (const [side, other, direction] of [
      [client, server, 'TO_SERVER'],
      [server, client, 'TO_CLIENT'],
    ] as const) {
      side.on('error', () => undefined);
      side.on('close', () => {
        this.#pairs.delete(pair);
        this.#orphans.delete(side);
        // The end of a connection travels like everything else.
        if (!isCut(direction)) other.destroy();
        else if (!other.destroyed) this.#orphans.add(other);
      });
    }
  }
}
