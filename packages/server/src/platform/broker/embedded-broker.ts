import { createServer, type Server, type Socket } from 'node:net';
import { Aedes, type AuthenticateError, type Client } from 'aedes';
import type { Log } from '../log.ts';
import { StartupError } from '../startup-error.ts';
import type { Broker, MessageHooks } from './broker.ts';
import { ClientSession } from './client-session.ts';
import { guardFrames } from './frame-guard.ts';
import { keepLengthsTogether } from './packet-lengths.ts';
import type { TlsKeeper } from './tls-keeper.ts';
import { tlsListener } from './tls-listener.ts';

/** What the owner of the broker decides and wants to know; the broker itself knows no heating. */
export interface BrokerHooks extends MessageHooks {
  /** May this user connect with this password, from this address? A throw answers "server unavailable". */
  authenticate(user: string, password: Buffer, address: string): Promise<boolean>;
  /** From now on the user gets what is sent below this topic of its jail. */
  subscribed(user: string, topic: string): void;
  /** A message outside the jail was dropped. */
  foreign(user: string): void;
}

export interface EmbeddedBroker extends Broker {
  readonly port: number;
  /** Undefined: it speaks no TLS. */
  readonly tlsPort: number | undefined;
}

export interface BrokerOptions {
  readonly host: string;
  readonly port: number;
  /** A second port, for TLS alone. */
  readonly tls?: { readonly host: string; readonly port: number; readonly keeper: TlsKeeper } | undefined;
  /** Whose a topic is, or all that a subscription may mean; undefined: nobody's. */
  readonly userOf: (topic: string) => string | undefined;
  readonly payloadMax: number;
}

/** A client that neither reads nor acknowledges is cut off after this. */
const DRAIN_TIMEOUT_MS = 60_000;
/** A client that connects must have said CONNECT by then. */
const CONNECT_TIMEOUT_MS = 10_000;
/** More handshakes at once are refused with "server unavailable", so that a storm cannot starve those who are connected. */
const CONNECTS_IN_PROGRESS_MAX = 500;
/** Connections that wait to be accepted: thousands come back in the same second after an outage; the system may allow fewer. */
const BACKLOG = 4_096;
/** Room for topic and headers beside the payload. */
const FRAME_OVERHEAD = 1_024;

/**
 * What the library would look up for each message: who else listens to its topic. Nobody does: what gateways publish is for us
 * alone, and what we say is for one of them.
 */
const NO_ROUTES = {
  on: (_topic: string, _deliver: unknown, done?: () => void) => done && setImmediate(done),
  removeListener: (_topic: string, _deliver: unknown, done?: () => void) => done && setImmediate(done),
  emit: (_packet: unknown, done: () => void) => done(),
  close: (done: () => void) => setImmediate(done),
};

/** An MQTT 3.1.1 broker in this process. It keeps no sessions and no retained messages: what must last is in the database. */
export async function startEmbeddedBroker(
  options: BrokerOptions,
  hooks: BrokerHooks,
  log: Log,
): Promise<EmbeddedBroker> {
  keepLengthsTogether();
  let handshakes = 0;
  let received = 0;
  const sessions = new WeakMap<Client, ClientSession>();
  const current = new Map<string, ClientSession>();
  const leave = (session: ClientSession) => {
    const { user } = session;
    if (current.get(user) !== session) return;
    current.delete(user);
    hooks.disconnected(user);
  };
  /**
   * From here on, and not from the library's `clientReady`: in a storm that comes long after CONNACK, and what the client says
   * in between would be of nobody.
   */
  const enter = (client: Client, user: string) => {
    const older = current.get(user);
    if (older) leave(older);
    const session = new ClientSession(user, client);
    sessions.set(client, session);
    current.set(user, session);
    client.conn.once('close', () => leave(session));
    hooks.connected(user);
  };
  const broker = await Aedes.createBroker({
    mq: NO_ROUTES,
    drainTimeout: DRAIN_TIMEOUT_MS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    preConnect(client, packet, done) {
      // Identity is the user name: no gateway can take another's session by its client id.
      packet.clientId = packet.username ?? '';
      packet.clean = true;
      if (packet.will) packet.will.retain = false;
      const isNamed = packet.clientId !== '' && packet.clientId.length <= 64;
      const hasPlace = handshakes < CONNECTS_IN_PROGRESS_MAX;
      // The library would leave a connection that it does not go on with open, and unanswered.
      if (!isNamed || !hasPlace)
        refuse(client.conn as Socket, isNamed ? SERVER_UNAVAILABLE : BAD_USER_NAME_OR_PASSWORD);
      done(null, isNamed && hasPlace);
    },
    authenticate(client, user, password, done) {
      handshakes += 1;
      hooks
        .authenticate(user ?? '', Buffer.from(password ?? ''), addressOf(client))
        .then(
          (allowed) => {
            if (!allowed) return done(refusal(BAD_USER_NAME_OR_PASSWORD), false);
            // One that is gone already would never leave.
            if (!client.conn.destroyed) enter(client, user ?? '');
            done(null, true);
          },
          () => done(refusal(SERVER_UNAVAILABLE), false),
        )
        .finally(() => (handshakes -= 1));
    },
    authorizePublish(client, packet, done) {
      packet.retain = false;
      received += 1;
      const user = client && sessions.get(client)?.user;
      // A will may arrive without its client; then nobody said it.
      if (typeof user !== 'string') return done(null);
      if (options.userOf(packet.topic) !== user) {
        hooks.foreign(user);
        return done(null);
      }
      hooks.received(user, packet.topic, bytesOf(packet.payload), packet.qos).then(
        () => done(null),
        (error: unknown) => done(error instanceof Error ? error : new Error('not accepted')),
      );
    },
  });
  broker.on('clientDisconnect', (client) => {
    const session = sessions.get(client);
    if (session) leave(session);
  });
  broker.on('subscribe', (subscriptions, client) => {
    const session = sessions.get(client);
    if (!session || current.get(session.user) !== session) return;
    for (const { topic, qos } of subscriptions) {
      if (options.userOf(topic) !== session.user) continue;
      session.subscribe(topic, qos);
      hooks.subscribed(session.user, topic);
    }
  });
  broker.on('unsubscribe', (filters, client) => {
    for (const filter of filters) sessions.get(client)?.unsubscribe(filter);
  });
  broker.on('clientError', (client, error) =>
    log.debug({ user: sessions.get(client)?.user, reason: error.message }, 'mqtt client error'),
  );
  broker.on('connectionError', (_client, error) =>
    log.debug({ reason: error.message }, 'mqtt connection refused'),
  );

  // What is read at once is taken in at once: a gateway that comes back with a backlog then needs few commits.
  const accept = (socket: Socket) => {
    guardFrames(socket, options.payloadMax + FRAME_OVERHEAD);
    broker.handle(socket);
  };
  const server = createServer({ noDelay: true, highWaterMark: options.payloadMax }, accept);
  const tls = options.tls && tlsListener(options.tls.keeper, accept, log);
  const deliver = async (topic: string, payload: string, qos: 0 | 1) => {
    await current.get(options.userOf(topic) ?? '')?.deliver(topic, payload, qos);
  };
  const endBroker = () => new Promise<void>((resolve) => broker.close(resolve));
  try {
    await listen(server, options.host, options.port, 'MQTT_PORT');
    if (tls && options.tls) await listen(tls.server, options.tls.host, options.tls.port, 'MQTT_TLS_PORT');
  } catch (error) {
    server.close();
    // Its heartbeat would keep the process alive.
    await endBroker();
    throw error;
  }
  return {
    port: portOf(server),
    tlsPort: tls && portOf(tls.server),
    tellsSubscriptions: true,
    publish: (topic, payload) => deliver(topic, JSON.stringify(payload), 1),
    send: (topic, payload) => deliver(topic, payload, 0),
    isConnected: (user) => current.has(user),
    // Who may connect is asked at each CONNECT.
    admit: () => undefined,
    admitAll: () => undefined,
    disconnect: (user) => current.get(user)?.close(),
    // It acknowledges what is taken over.
    settled: () => Promise.resolve(),
    counts: () => {
      let pendingBytes = 0;
      for (const session of current.values()) pendingBytes += session.pendingBytes;
      return { connections: current.size, received, pendingBytes, sessionsAway: 0 };
    },
    close: async () => {
      const closed = [server, ...(tls ? [tls.server] : [])].map(
        (each) => new Promise<void>((resolve) => each.close(() => resolve())),
      );
      await endBroker();
      tls?.cut();
      await Promise.all(closed);
    },
  };
}

/** MQTT 3.1.1 return codes; the library declares them as a type only. */
const SERVER_UNAVAILABLE = 3;
const BAD_USER_NAME_OR_PASSWORD = 4;

/** CONNACK with this code, and the end. */
function refuse(socket: Socket, returnCode: number): void {
  socket.end(Buffer.from([0x20, 2, 0, returnCode]), () => socket.destroy());
}

function refusal(returnCode: number): AuthenticateError {
  return Object.assign(new Error('connection refused'), { returnCode });
}

function bytesOf(payload: string | Buffer): Buffer {
  return typeof payload === 'string' ? Buffer.from(payload) : payload;
}

function addressOf(client: Client): string {
  const socket = client.conn as Socket;
  return socket.remoteAddress ?? '';
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

async function listen(server: Server, host: string, port: number, variable: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, backlog: BACKLOG }, resolve);
  }).catch((error: NodeJS.ErrnoException) => {
    throw new StartupError(
      `The MQTT port ${host}:${port} cannot be opened (${error.code ?? error.message}). Stop what uses it, or set ${variable}.`,
    );
  });
}
