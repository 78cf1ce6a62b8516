import { setTimeout as sleep } from 'node:timers/promises';
import { HearthgateError, memoryCheckpoint, type EventOf, type Hearthgate } from '@hearthgate/sdk';
import { endOfLog } from '../events/read-log.ts';
import { messageOf } from '../shell/errors.ts';
import type { Broker } from './broker.ts';
import { discoveryOf } from './discovery.ts';
import { orderOf } from './order.ts';
import { OrderDesk, refusal } from './order-desk.ts';
import { partsOf, readSystem, type System } from './read-system.ts';
import { RefreshQueue } from './refresh-queue.ts';
import type { SetTopic, Topics } from './topics.ts';

/** Events tell of changes; this finds what they may have missed. */
const REFRESH_EVERY_MS = 15 * 60_000;
/** A system is read by five calls, each of which may be made once in two seconds: well below that. */
const REFRESH_GAP_MS = 10_000;
/** While the platform is away. */
const RETRY_MS = 30_000;
const TYPES = [
  'CONNECTIVITY_STATUS',
  'APPLIANCE_STATUS',
  'CONTRACT_STATUS',
  'DATA_POINT',
  'COMMAND_STATUS',
  'FIRMWARE_OUTDATED',
] as const;

export interface BridgeOptions {
  readonly client: Hearthgate;
  readonly broker: Broker;
  readonly topics: Topics;
  /** Only these; empty: all. */
  readonly only: ReadonlySet<string>;
  readonly version: string;
  readonly tell: (line: string) => void;
  readonly signal: AbortSignal;
  readonly refreshGapMs?: number;
}

/** Publishes systems and takes orders until the signal ends it. */
export async function runBridge(options: BridgeOptions): Promise<void> {
  const bridge = new MqttBridge(options);
  await bridge.run();
}

class MqttBridge {
  readonly #options: BridgeOptions;
  /** Of the company now, whether they could be read or not. */
  #listed: ReadonlySet<string> = new Set();
  readonly #systems = new Map<string, System>();
  readonly #queue: RefreshQueue;
  readonly #desk: OrderDesk;
  #retry: NodeJS.Timeout | undefined;

  constructor(options: BridgeOptions) {
    this.#options = options;
    this.#queue = new RefreshQueue((id) => this.#refresh(id), options.refreshGapMs ?? REFRESH_GAP_MS);
    this.#desk = new OrderDesk(
      options.client,
      (topic, result, state) => {
        // The answer is the circuit as it is now, but for the charge, which is one of its fields.
        if (state && 'overridingModes' in state) this.#replaceCircuit(topic, withoutCommand(state));
        else if (result.status === 'CONFIRMED') this.#queue.add(topic.gatewayId);
        options.broker.say(options.topics.result(topic.gatewayId, partOf(topic)), result);
      },
      options.signal,
    );
  }

  async run(): Promise<void> {
    const { broker, topics, tell } = this.#options;
    // First, so that nothing that changes while systems are read is missed.
    const cursor = await this.#endOfLog();
    await this.#listSystems();
    await broker.hear(topics.subscriptions, (...message) => this.#heard(...message), tell);
    const slowly = setInterval(() => void this.#listSystems(), REFRESH_EVERY_MS);
    try {
      await this.#followEvents(cursor);
    } finally {
      clearInterval(slowly);
      clearTimeout(this.#retry);
      this.#queue.stop();
    }
  }

  /** Waits for a platform that is away; undefined: it was ended meanwhile. */
  async #endOfLog(): Promise<string | undefined> {
    const { client, signal } = this.#options;
    while (!signal.aborted) {
      try {
        return await endOfLog(client, { signal });
      } catch (error) {
        if (!signal.aborted && !(error instanceof HearthgateError && error.isRetryable)) throw error;
        this.#platformFailed(error);
        await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
    return undefined;
  }

  async #followEvents(cursor: string | undefined): Promise<void> {
    const { client, signal } = this.#options;
    const events = client.events.read({
      checkpoint: memoryCheckpoint(cursor),
      type: TYPES,
      // Everything is read anew anyway when the log does not reach back.
      whenExpired: 'oldest',
      onGap: ({ gatewayId }) => this.#queue.add(gatewayId),
      onRetry: (error) => this.#platformFailed(error),
      signal,
    });
    for await (const event of events) {
      if (event.type === 'CONTRACT_STATUS') await this.#listSystems();
      if (event.type === 'COMMAND_STATUS') this.#commandEnded(event);
      if (event.gatewayid !== undefined && this.#systems.has(event.gatewayid))
        this.#queue.add(event.gatewayid);
    }
  }

  #commandEnded({ data }: EventOf<'COMMAND_STATUS'>): void {
    this.#desk.ended(data.commandId, data.status, data.reason);
  }

  /** Which systems there are now; each is read, and those that are gone are taken away. */
  async #listSystems(): Promise<void> {
    const { client, only, signal } = this.#options;
    try {
      const listed = new Set<string>();
      for await (const { gatewayId } of client.hvacs.list({}, { signal }))
        if (only.size === 0 || only.has(gatewayId)) listed.add(gatewayId);
      this.#platformAnswered();
      this.#listed = listed;
      for (const gatewayId of this.#systems.keys()) if (!listed.has(gatewayId)) this.#remove(gatewayId);
      for (const gatewayId of listed) this.#queue.add(gatewayId);
    } catch (error) {
      this.#platformFailed(error);
    }
  }

  async #refresh(gatewayId: string): Promise<void> {
    const { client, broker, topics, version, tell, signal } = this.#options;
    try {
      const system = await readSystem(client, gatewayId, signal);
      this.#platformAnswered();
      // It may have been taken away meanwhile.
      if (!this.#listed.has(gatewayId)) return;
      if (!this.#systems.has(gatewayId)) tell(`${gatewayId} is published`);
      this.#systems.set(gatewayId, system);
      for (const [part, value] of partsOf(system)) broker.keep(topics.state(gatewayId, part), value);
      broker.keep(topics.status(gatewayId), system.hvac.connectivity === 'ONLINE' ? 'online' : 'offline');
      broker.keep(topics.discovery(gatewayId), discoveryOf(system, topics, version));
    } catch (error) {
      if (error instanceof HearthgateError && error.code === 'access-not-granted') this.#remove(gatewayId);
      else this.#platformFailed(error);
    }
  }

  #replaceCircuit({ gatewayId, kind, circuitId }: SetTopic, circuit: object): void {
    const { broker, topics } = this.#options;
    const system = this.#systems.get(gatewayId);
    if (!system) return;
    const circuits = system[kind].map((one) => (one.id === circuitId ? circuit : one));
    this.#systems.set(gatewayId, { ...system, [kind]: circuits });
    broker.keep(topics.state(gatewayId, `${kind}/${circuitId}`), circuit);
  }

  #remove(gatewayId: string): void {
    const { broker, topics, tell } = this.#options;
    this.#queue.drop(gatewayId);
    this.#systems.delete(gatewayId);
    broker.forget(topics.discovery(gatewayId));
    for (const topic of broker.keptBelow(topics.state(gatewayId, ''))) broker.forget(topic);
    tell(`${gatewayId} is not shared any more and was taken away`);
  }

  #platformAnswered(): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#options.broker.keep(this.#options.topics.bridgeStatus, 'online');
  }

  /** What was published is old now: everything becomes unavailable until the platform is back. */
  #platformFailed(error: unknown): void {
    const { broker, topics, tell, signal } = this.#options;
    if (signal.aborted) return;
    tell(`platform: ${messageOf(error)}`);
    if (!(error instanceof HearthgateError) || error.status === 0)
      broker.keep(topics.bridgeStatus, 'offline');
    this.#retry ??= setTimeout(() => {
      this.#retry = undefined;
      void this.#listSystems();
    }, RETRY_MS);
  }

  #heard(topic: string, payload: string, isRetained: boolean): void {
    const { broker, topics } = this.#options;
    if (topic === `${topics.discoveryPrefix}/status` && payload === 'online')
      for (const gatewayId of this.#systems.keys()) broker.repeat(topics.discovery(gatewayId));
    const announced = topics.gatewayOf(topic);
    if (announced !== undefined && isRetained) this.#clearLeftover(announced, topic, payload);
    const set = topics.setTopic(topic);
    if (set) void this.#order(set, payload, isRetained);
  }

  /** A contract that ended while no bridge ran. */
  #clearLeftover(gatewayId: string, topic: string, payload: string): void {
    const { broker, topics, only } = this.#options;
    const isOurs = payload.includes(`"${topics.bridgeStatus}"`);
    if (!isOurs || only.size > 0 || this.#listed.has(gatewayId)) return;
    broker.forget(topic);
    for (const [, state] of payload.matchAll(/"state_topic":"([^"]+)"/g))
      if (state !== undefined) broker.forget(state);
  }

  async #order(topic: SetTopic, payload: string, isRetained: boolean): Promise<void> {
    const { broker, topics } = this.#options;
    const refuse = (why: string) =>
      broker.say(topics.result(topic.gatewayId, partOf(topic)), refusal(payload, new Error(why)));
    const system = this.#systems.get(topic.gatewayId);
    if (!system) return refuse('this gateway is not published here');
    // It would be carried out again at every start.
    if (isRetained) return refuse('a retained message is no order: publish it without retain');
    try {
      await this.#desk.take(topic, orderOf(topic, payload, system));
    } catch (error) {
      refuse(messageOf(error));
    }
  }
}

function partOf({ kind, circuitId }: SetTopic): string {
  return `${kind}/${circuitId}`;
}

function withoutCommand(state: object): object {
  const { commandId: _, withoutEffectUntil: __, ...circuit } = state as Record<string, unknown>;
  return circuit;
}
