import {
  EMS_ENTITIES,
  EmsExecution,
  LINK_LEAVES_MAX,
  decodeReadings,
  describeEms,
  emsWriteOf,
  isAllowedCommand,
  learnEntities,
  parseJson,
  type CommandWrite,
  type EmsKnowledge,
  type Leaf,
  type LinkNotification,
  type LinkValue,
  type PlannedWrite,
} from '@hearthgate/wire';
import type { Identity, WriteResult } from '../../appliance.ts';
import { Waiters } from '../../gateway/waiters.ts';
import type { AgentAppliance } from '../driver.ts';
import { LocalBroker, type LocalAddress, type LocalMessage } from './local-broker.ts';
import { Told } from './told.ts';

export interface EmsPatience {
  /** A board tells its values every ten seconds unless it was set otherwise. */
  readonly firstWordMs: number;
  /** A board with "send response" answers at once; a list of entities takes a few seconds to write. */
  readonly answerMs: number;
}
export const EMS_PATIENCE: EmsPatience = { firstWordMs: 30_000, answerMs: 5_000 };

/** A board that was silent for three of its heartbeats is away. */
const SILENT_MS = 180_000;
/** The platform gives a command up after a minute. */
const COMMAND_MAX_MS = 50_000;
/** Of the bus behind the board; while it is down no write arrives. */
const BUS_DOWN = new Set(['disconnected', 'txerror']);
/** Devices that have entities with a place in the catalogue. */
const ASKED = new Set(EMS_ENTITIES.map(({ device }) => device));

/** An EMS-ESP board that publishes to a broker in the house. */
export class EmsAppliance implements AgentAppliance {
  readonly #address: LocalAddress;
  readonly #patience: EmsPatience;
  readonly #broker: LocalBroker;
  readonly #told = new Told();
  readonly #waiters = new Waiters();
  /** Devices that were asked for their entities over this connection. */
  readonly #asked = new Set<string>();
  #described: EmsKnowledge | undefined;
  #execution: EmsExecution | undefined;
  #answer: ((text: string | undefined) => void) | undefined;
  #isSilent = false;
  /** Questions and commands share the topic of answers: one at a time. */
  #line: Promise<unknown> = Promise.resolve();

  constructor(address: LocalAddress, patience = EMS_PATIENCE) {
    this.#address = address;
    this.#patience = patience;
    this.#broker = new LocalBroker(
      address,
      (message) => this.#heard(message),
      () => this.#listening(),
    );
  }

  get identity(): Identity {
    return { gatewayType: 'EMS_ESP', brand: '', firmware: this.#told.firmware, hardware: '' };
  }

  get hint(): string | undefined {
    const cure =
      'switch "Send response" on, so that it tells its words, its ranges, and why it refuses a change';
    return this.#responds ? undefined : `the board does not answer questions: ${cure}`;
  }

  describe(): Leaf[] {
    return describeEms(this.#told.knowledge).slice(0, LINK_LEAVES_MAX);
  }

  read(): Record<string, LinkValue> {
    return this.#told.values;
  }

  notifications(): LinkNotification[] {
    return this.#told.faults;
  }

  takeDescriptionChange(): boolean {
    const { knowledge } = this.#told;
    const hasChanged = knowledge !== this.#described;
    this.#described = knowledge;
    return hasChanged;
  }

  /** Resolves while the board is heard; throws with the reason when it is not. */
  async poll(): Promise<void> {
    this.#broker.open();
    await this.#waiters.wait(
      () => this.#isHeard(),
      this.#patience.firstWordMs,
      () => this.#whyAway(),
    );
    for (const device of this.#told.devices) if (ASKED.has(device)) await this.#ask(device);
  }

  async writeAll(writes: readonly CommandWrite[], isExpired: () => boolean): Promise<WriteResult[]> {
    const results = await this.#inTurn(async () => {
      if (isExpired()) return undefined;
      this.#execution = this.#executionOf(writes);
      return this.#execution.run().finally(() => (this.#execution = undefined));
    });
    const silence = { status: 'REFUSED', error: 'the board did not tell the new value in time' } as const;
    return writes.map(({ path }) => resultOf(results?.find((one) => one.path === path)) ?? silence);
  }

  async end(): Promise<void> {
    this.#execution?.cancel();
    this.#answer?.(undefined);
    await this.#broker.close();
  }

  /** "Send response" is on, as far as the board has shown. */
  get #responds(): boolean {
    return !this.#isSilent && Object.keys(this.#told.knowledge.learned).length > 0;
  }

  #executionOf(writes: readonly CommandWrite[]): EmsExecution {
    const { knowledge, values, bus } = this.#told;
    const planned = writes.map((write): PlannedWrite => {
      const plan = BUS_DOWN.has(bus) ? `the EMS bus is down (${bus})` : emsWriteOf(write, knowledge);
      return { ...write, plan, before: values[write.path] };
    });
    const tools = {
      send: (topic: string, payload: string) => {
        if (isAllowedCommand(topic)) this.#broker.send(topic, payload);
      },
      decode: (readings: Parameters<typeof decodeReadings>[0]) => decodeReadings(readings, knowledge).values,
      responds: () => this.#responds,
    };
    return new EmsExecution(planned, tools, COMMAND_MAX_MS);
  }

  /** Asks once with each connection: language and firmware may have changed meanwhile. */
  async #ask(device: string): Promise<void> {
    if (this.#isSilent || this.#asked.has(device)) return;
    this.#asked.add(device);
    const text = await this.#inTurn(async () => {
      const { promise, resolve } = Promise.withResolvers<string | undefined>();
      const timer = setTimeout(() => resolve(undefined), this.#patience.answerMs);
      this.#answer = resolve;
      this.#broker.send(`${device}/entities`, '');
      return promise.finally(() => {
        clearTimeout(timer);
        this.#answer = undefined;
      });
    });
    if (text === undefined) this.#isSilent = true;
    else
      this.#told.knowledge =
        learnEntities(this.#told.knowledge, device, parseJson(text)) ?? this.#told.knowledge;
  }

  #heard(message: LocalMessage): void {
    if (message.name === 'response') {
      if (this.#answer) this.#answer(message.payload);
      else this.#execution?.responded(message.payload);
      return;
    }
    const values = this.#told.take(message, performance.now());
    this.#execution?.noticed(values);
    this.#waiters.check();
  }

  #listening(): void {
    this.#asked.clear();
    this.#isSilent = false;
  }

  #isHeard(): boolean {
    const { isOffline, lastAt, devices } = this.#told;
    const isRecent = lastAt !== undefined && performance.now() - lastAt < SILENT_MS;
    return this.#broker.isConnected && !isOffline && isRecent && devices.size > 0;
  }

  #whyAway(): string {
    const { broker, base } = this.#address;
    const { isOffline, lastAt } = this.#told;
    if (!this.#broker.isConnected) return `no connection to ${broker}: ${this.#broker.trouble}`;
    if (isOffline) return 'the board is offline, as its broker says';
    if (lastAt === undefined)
      return `nobody publishes below ${base}/ at ${broker}: compare with the base topic of the board`;
    return 'the board tells no values: is its bus connected?';
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#line.then(work);
    this.#line = turn.catch(() => undefined);
    return turn;
  }
}

function resultOf(
  result: Awaited<ReturnType<EmsExecution['run']>> extends (infer R)[] | undefined ? R | undefined : never,
): WriteResult | undefined {
  if (!result) return undefined;
  const { status, value, error } = result;
  return status === 'CONFIRMED' && value !== undefined
    ? { status, value }
    : { status: 'REFUSED', error: error ?? 'refused' };
}
