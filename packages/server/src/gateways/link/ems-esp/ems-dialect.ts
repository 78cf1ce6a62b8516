import type { DownCommand } from '@hearthgate/wire';
import { Cache } from '../../../platform/cache.ts';
import { sliceOfGateway } from '../../../platform/database/unit-of-work.ts';
import { loadTogether } from '../../../platform/load-together.ts';
import type { Dialect, DialectTools, GatewayMessage } from '../dialect.ts';
import { EmsCounts } from './ems-counts.ts';
import { HEARTBEAT_MS, type EmsServices } from './ems-services.ts';
import { EmsSession } from './ems-session.ts';
import { Places } from './places.ts';
import { findKnowledge } from './store.ts';
import { ValueWriter, type WriteValues } from './value-writer.ts';

/** Devices that are asked for their entities at the same time: an answer has up to 100 kB, and all come back at once. */
const ASKED_AT_ONCE = 20;
/** What is known of devices, kept as long as hvac keeps their states. */
const KNOWN_MAX = 20_000;

/** EMS-ESP boards straight at the broker: `gw/{gatewayId}/ems/...`. */
export class EmsDialect implements Dialect {
  /** A device is gone that was silent for three of its reports. */
  static readonly silenceMs = 3 * HEARTBEAT_MS;
  readonly counts = new EmsCounts();
  readonly #services: EmsServices;
  readonly #sessions = new Map<number, EmsSession>();
  /** Ended connections whose last messages are not taken yet. */
  readonly #ending = new Set<EmsSession>();
  /** One for all connections of a device: what came over an older one is written before what came over a newer one. */
  readonly #writers = new Map<number, ValueWriter>();

  constructor(tools: DialectTools) {
    this.#services = {
      ...tools,
      counts: this.counts,
      asking: new Places(ASKED_AT_ONCE),
      known: new Cache(
        loadTogether((gatewayIds) => findKnowledge(tools.gateways.db, gatewayIds)),
        KNOWN_MAX,
        (gatewayId) => tools.gateways.shards.holds(sliceOfGateway(gatewayId)),
      ),
    };
    tools.gateways.shards.listen({
      taken: (slices) =>
        this.#services.known.dropWhere((gatewayId) => slices.includes(sliceOfGateway(gatewayId))),
    });
  }

  /** Does the present connection of this gateway speak this dialect? */
  isSpokenBy(gatewayId: number): boolean {
    return this.#sessions.has(gatewayId);
  }

  received(message: GatewayMessage): Promise<void> {
    const session = this.#session(message.gatewayId, message.driven);
    if (session) return session.received(message);
    // A will comes after its connection, and says nothing that presence does not know.
    if (message.name !== 'status') this.counts.orphaned += 1;
    return Promise.resolve();
  }

  /** The device listens below `ems/thermostat/`: now it can be asked and told. */
  subscribed(gatewayId: number, topic: string): void {
    const [, device] = /^ems\/([a-z]+)\/#$/.exec(topic) ?? [];
    if (device === undefined) return;
    void this.#services.gateways.registry
      .get(gatewayId)
      .then((gateway) => gateway && this.#session(gatewayId, gateway.driven)?.listens(device))
      .catch((error: unknown) => this.#services.gateways.log.warn({ err: error, gatewayId }, 'not asked'));
  }

  disconnected(gatewayId: number): void {
    const session = this.#sessions.get(gatewayId);
    if (!session) return;
    this.#sessions.delete(gatewayId);
    session.end();
    this.#ending.add(session);
    void this.#ended(gatewayId, session);
  }

  async sendCommand(gatewayId: number, command: DownCommand): Promise<boolean> {
    return (await this.#sessions.get(gatewayId)?.command(command)) ?? false;
  }

  /** Every value that came is committed. */
  async settled(): Promise<void> {
    await Promise.all([...this.#ending, ...this.#sessions.values()].map((session) => session.drained()));
    await Promise.all([...this.#writers.values()].map((writer) => writer.settled()));
  }

  /** What is known of devices is read again. */
  forget(): void {
    this.#services.known.clear();
  }

  /** Other devices are this node's from now on; what came of these is written, unless another node has them already. */
  async leave(isLeft: (gatewayId: number) => boolean, isLost: boolean): Promise<void> {
    for (const gatewayId of this.#sessions.keys()) if (isLeft(gatewayId)) this.disconnected(gatewayId);
    const writers = [...this.#writers].filter(([gatewayId]) => isLeft(gatewayId));
    for (const [, writer] of writers) if (isLost) writer.giveUp();
    await Promise.all([...this.#ending].map((session) => session.drained()));
    await Promise.all(writers.map(([, writer]) => writer.settled()));
    for (const [gatewayId] of writers) this.#writers.delete(gatewayId);
  }

  /** The server stops: what the database does not take now is lost. */
  async stop(): Promise<void> {
    for (const session of this.#sessions.values()) session.end();
    for (const writer of this.#writers.values()) writer.giveUp();
    await this.settled();
  }

  async #ended(gatewayId: number, session: EmsSession): Promise<void> {
    await session.drained();
    this.#ending.delete(session);
    const writer = this.#writers.get(gatewayId);
    await writer?.settled();
    if (!this.#sessions.has(gatewayId) && writer?.isIdle) this.#writers.delete(gatewayId);
  }

  #session(gatewayId: number, driven: boolean): EmsSession | undefined {
    const known = this.#sessions.get(gatewayId);
    if (known || !this.#services.broker()?.isConnected(String(gatewayId))) return known;
    const session = new EmsSession(this.#services, gatewayId, driven, this.#writer(gatewayId));
    this.#sessions.set(gatewayId, session);
    return session;
  }

  #writer(gatewayId: number): ValueWriter {
    const known = this.#writers.get(gatewayId);
    if (known) return known;
    const { consumer } = this.#services;
    const write: WriteValues = (values, atMs) => consumer.measured(gatewayId, values, atMs);
    const writer = new ValueWriter(write, this.counts);
    this.#writers.set(gatewayId, writer);
    return writer;
  }
}
