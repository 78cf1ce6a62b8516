import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { LINK_PROTOCOL, topics } from '@hearthgate/wire';
import {
  connectPacket,
  pubackPacket,
  publishPacket,
  readPacket,
  readPublish,
  subscribePacket,
} from './mqtt-packets.ts';

const CONNACK = 2;
const PUBLISH = 3;
const PUBACK = 4;
const SUBACK = 9;
/** Nothing that is asked of a server here takes longer. */
const TIMEOUT_MS = 30_000;
const IDS = 0xffff;
const CONNECTS_AT_ONCE = 100;

/** A gateway as cheap as it can be: it greets, listens to its topics, and publishes what it is told to. */
export class RawGateway {
  readonly gatewayId: string;
  readonly boot = 'bench';
  /** Number of the last report. */
  seq = 0;
  /** Called for each PUBACK. */
  onAcknowledged: () => void = () => undefined;
  /** Called for what comes on its topics, acknowledged already. */
  onMessage: (topic: string, payload: Buffer) => void = () => undefined;
  readonly #socket: Socket;
  #rest: Buffer = Buffer.alloc(0);
  #id = 0;
  #answers = new Map<number, () => void>();

  private constructor(gatewayId: string, socket: Socket) {
    this.gatewayId = gatewayId;
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    // Whoever waits for an answer notices; a server that stops first is the usual end.
    socket.on('error', () => undefined);
  }

  /** Resolves when it is connected and subscribed. */
  static async connect(port: number, gatewayId: string, password: string): Promise<RawGateway> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const gateway = new RawGateway(gatewayId, socket);
    await once(socket, 'connect');
    await gateway.#ask(CONNACK, connectPacket(gatewayId, password));
    await gateway.#ask(SUBACK, subscribePacket(topics.allDown(gatewayId)));
    return gateway;
  }

  /** Says who it is; resolves when that is acknowledged. */
  async greet(): Promise<void> {
    const { boot } = this;
    const ring = [{ boot, oldestSeq: this.seq + 1, lastSeq: this.seq }];
    const hello = { protocol: LINK_PROTOCOL, gatewayType: 'ICOM', brand: 'BOSCH', boot, ring };
    const acknowledged = new Promise<void>((resolve) => (this.onAcknowledged = resolve));
    this.publish(topics.up(this.gatewayId, 'hello'), JSON.stringify(hello));
    await acknowledged;
    this.onAcknowledged = () => undefined;
  }

  publish(topic: string, payload: string): void {
    this.#id = (this.#id % IDS) + 1;
    this.#socket.write(publishPacket(topic, payload, this.#id));
  }

  end(): void {
    this.#socket.destroy();
  }

  async #ask(type: number, packet: Buffer): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve, reject) => {
      const fail = (why: string) => reject(new Error(`gateway ${this.gatewayId}: ${why}`));
      timer = setTimeout(() => fail(`no answer of type ${type}`), TIMEOUT_MS);
      this.#socket.once('close', () => fail('the connection was closed'));
      this.#answers.set(type, resolve);
      this.#socket.write(packet);
    }).finally(() => clearTimeout(timer));
    this.#answers.delete(type);
  }

  #read(chunk: Buffer): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    for (let read = readPacket(bytes, at); read; read = readPacket(bytes, at)) {
      at = read.end;
      if (read.type === PUBACK) this.onAcknowledged();
      else if (read.type === PUBLISH) this.#deliver(read.body);
      else if (read.type !== CONNACK || read.body[1] === 0) this.#answers.get(read.type)?.();
    }
    this.#rest = bytes.subarray(at);
  }

  #deliver(body: Buffer): void {
    const { topic, id, payload } = readPublish(body);
    this.#socket.write(pubackPacket(id));
    this.onMessage(topic, payload);
  }
}

/** The first gateways of a fleet, connected. */
export async function connectSome(
  { gatewayIds, mqttPort, password }: { gatewayIds: readonly string[]; mqttPort: number; password: string },
  count: number,
): Promise<RawGateway[]> {
  const gateways: RawGateway[] = [];
  await inParallel(gatewayIds.slice(0, count), CONNECTS_AT_ONCE, async (gatewayId) => {
    gateways.push(await RawGateway.connect(mqttPort, gatewayId, password));
  });
  return gateways;
}

/** Does the same for many, so many at once. */
export async function inParallel<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>) {
  let next = 0;
  const worker = async () => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
