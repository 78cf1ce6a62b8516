import {
  LINK_PAYLOAD_MAX,
  decodeReadings,
  derivedValues,
  heatSourceOf,
  isAllowedCommand,
  isStorableText,
  parseEmsTopic,
  parseObject,
  readingsOf,
  topics,
  type DownCommand,
  type EmsKnowledge,
  type EmsReading,
} from '@hearthgate/wire';
import { tellWhenOutdated } from '../../firmware/tell-outdated.ts';
import { setIdentity } from '../../store.ts';
import type { GatewayMessage } from '../dialect.ts';
import { EmsCommands } from './ems-commands.ts';
import { HEARTBEAT_MS, type EmsServices } from './ems-services.ts';
import { FaultList } from './fault-list.ts';
import { LatestByTopic } from './latest-by-topic.ts';
import { Memory } from './memory.ts';
import { Questions, hasEntities } from './questions.ts';
import type { ValueWriter } from './value-writer.ts';

/** Writes are sent only to a device that was heard within two of its heartbeats. */
const HEARD_WITHIN_MS = 2 * HEARTBEAT_MS;
/** By then a device with a thermostat has shown its scale; one without is taken for Celsius, the default. */
const SCALE_SHOWN_MS = 60_000;
/** A device subscribes to one topic after the other. */
const READY_AFTER_MS = 100;
const FIRMWARE = '/gateway/versionFirmware';
const TEXT_MAX = 60;

type Message = Pick<GatewayMessage, 'gatewayId' | 'topic' | 'name' | 'payload'>;

/** One connection of one device. */
export class EmsSession {
  readonly #services: EmsServices;
  readonly #gatewayId: number;
  readonly #isDriven: boolean;
  readonly #sinceMs: number;
  readonly #waiting = new LatestByTopic();
  readonly #writer: ValueWriter;
  readonly #memory: Memory;
  readonly #questions: Questions;
  readonly #commands: EmsCommands;
  readonly #faults: FaultList;
  /** Device types whose command topics the device listens to. */
  readonly #listening = new Set<string>();
  /** The newest of each entity whose meaning depends on a heat source that has not shown itself yet. */
  readonly #held = new Map<string, EmsReading>();
  #lastHeard: number;
  #draining: Promise<void> | undefined;
  #readyTimer: NodeJS.Timeout | undefined;
  #hasEnded = false;

  constructor(services: EmsServices, gatewayId: number, isDriven: boolean, writer: ValueWriter) {
    this.#services = services;
    this.#gatewayId = gatewayId;
    this.#isDriven = isDriven;
    this.#sinceMs = services.gateways.monotonic();
    this.#lastHeard = this.#sinceMs;
    const send = (topic: string, payload: string) => this.#send(topic, payload);
    this.#memory = new Memory(services, gatewayId, () => this.#hasEnded);
    this.#questions = new Questions(services, gatewayId, this.#memory, send);
    this.#commands = new EmsCommands(services, gatewayId, this.#memory, this.#questions, send);
    this.#faults = new FaultList(services, gatewayId);
    this.#writer = writer;
  }

  /** With QoS 1 it resolves after the commit; a message of QoS 0 never holds up its connection. */
  async received(message: GatewayMessage): Promise<void> {
    const { name, payload, qos } = message;
    this.#heard();
    if (payload.length > LINK_PAYLOAD_MAX) return this.#bury(message, 'payload too large');
    if (name === 'response') return this.#responded(payload.toString('utf8'));
    if (qos === 0) return this.#enqueue(name, payload);
    await new Promise<void>((resolve) => this.#enqueue(name, payload, resolve));
  }

  /** The device can be asked and told about these entities now. */
  listens(device: string): void {
    if (!hasEntities(device)) return;
    this.#listening.add(device);
    this.#questions
      .ask(device)
      .catch((error: unknown) =>
        this.#services.gateways.log.warn({ err: error, gatewayId: this.#gatewayId }, 'not asked'),
      )
      .finally(() => this.#ready());
  }

  /** False when the device cannot be told now: it is silent, or does not listen to these entities. */
  async command(command: DownCommand): Promise<boolean> {
    const silentMs = this.#services.gateways.monotonic() - this.#lastHeard;
    if (!this.#isDriven && silentMs > HEARD_WITHIN_MS) return false;
    return this.#commands.start(command, this.#listening);
  }

  /** The connection is gone; values that came over it are still written. */
  end(): void {
    this.#hasEnded = true;
    clearTimeout(this.#readyTimer);
    this.#commands.cancel();
    this.#questions.answered(undefined);
  }

  /** Every message that came has been taken. */
  async drained(): Promise<void> {
    await this.#draining;
    await this.#memory.flushed();
  }

  /** `done` after the commit, or when it was not taken; nobody waits for what QoS 0 brings, in any number. */
  #enqueue(name: string, payload: Buffer, done?: () => void): void {
    const taken = done && ((committed: Promise<void>) => void committed.then(done));
    const place = this.#waiting.put(name, payload, taken);
    if (place === 'replaced') this.#services.counts.replaced += 1;
    if (place === 'full') {
      this.#services.counts.buried += 1;
      this.#services.tellOnce(this.#gatewayId, 'too much at once');
      done?.();
    }
    this.#draining ??= this.#drain();
  }

  async #drain(): Promise<void> {
    while (!this.#waiting.isEmpty) {
      if (!this.#isDriven) await this.#services.turn(this.#gatewayId);
      const next = this.#waiting.take();
      if (!next) break;
      const { topic: name, payload, taken } = next;
      const topic = `${topics.jail(String(this.#gatewayId))}ems/${name}`;
      const values: Record<string, string | number> = {};
      try {
        Object.assign(values, await this.#take({ gatewayId: this.#gatewayId, topic, name, payload }));
        // In a burst of topics, or while it is being asked, once at the end. Values do not wait for it: they name themselves.
        if (this.#waiting.isEmpty && !this.#questions.isAsking) void this.#memory.flush();
      } catch (error) {
        this.#services.gateways.log.warn(
          { err: error, gatewayId: this.#gatewayId },
          'a message was not taken',
        );
      }
      const isEmpty = Object.keys(values).length === 0;
      const committed = isEmpty
        ? Promise.resolve()
        : this.#writer.put(values, this.#services.gateways.clock.now());
      for (const done of taken) done(committed);
      this.#commands.noticed(values);
    }
    this.#draining = undefined;
  }

  /** The values of a message; none of one that says something else. */
  async #take(message: Message): Promise<Readonly<Record<string, string | number>>> {
    const text = message.payload.toString('utf8');
    const topic = parseEmsTopic(message.name);
    switch (topic.kind) {
      case 'values': {
        const readings = readingsOf(topic, text);
        if (readings) {
          // It listens before it says anything.
          const isTold = this.#services.broker()?.tellsSubscriptions === true;
          if (!isTold && !this.#listening.has(topic.device)) this.listens(topic.device);
          return this.#decode(topic.device, readings);
        }
        await this.#bury(message, 'not a JSON object');
        return {};
      }
      case 'heartbeat': {
        const bus = parseObject(text)?.['bus_status'];
        if (typeof bus === 'string') this.#commands.bus = bus;
        return {};
      }
      case 'info':
        return this.#identify(parseObject(text) ?? {});
      case 'status':
      case 'response':
        return {};
      case 'other':
        this.#services.tellOnce(this.#gatewayId, `unknown topic ems/${message.name.slice(0, 40)}`);
        return {};
    }
  }

  async #decode(device: string, readings: readonly EmsReading[]) {
    await this.#memory.loaded();
    const before = this.#memory.knowledge;
    const decoded = decodeReadings(readings, this.#withScale(before));
    this.#services.counts.decoded(decoded);
    const { knowledge, unlearned, values } = decoded;
    this.#memory.set(knowledge);
    if (unlearned.length > 0) this.#questions.askAgain(this.#listening);
    this.#faults.take(device, readings, this.#listening);
    for (const reading of decoded.held) this.#held.set(reading.spelled, reading);
    const all = { ...this.#released(knowledge), ...values };
    return knowledge === before ? all : { ...all, ...derivedValues(knowledge) };
  }

  /** What was held, once it can be named. */
  #released(knowledge: EmsKnowledge): Readonly<Record<string, string | number>> {
    if (this.#held.size === 0 || heatSourceOf(knowledge) === undefined) return {};
    const decoded = decodeReadings([...this.#held.values()], knowledge);
    this.#held.clear();
    return decoded.values;
  }

  #withScale(knowledge: EmsKnowledge): EmsKnowledge {
    const isLate = this.#services.gateways.monotonic() - this.#sinceMs > SCALE_SHOWN_MS;
    return knowledge.scale === undefined && isLate ? { ...knowledge, scale: 'C' } : knowledge;
  }

  /** What the device says of itself; names and addresses of the owner's network are not looked at. */
  async #identify(info: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, string>>> {
    const { gateways } = this.#services;
    const firmware = typeof info['version'] === 'string' ? info['version'].slice(0, TEXT_MAX) : undefined;
    if (firmware === undefined || !isStorableText(firmware)) return {};
    const bootTime = typeof info['bootTime'] === 'string' ? info['bootTime'] : '';
    const boot = bootTime.replaceAll(/[^A-Za-z0-9_-]/g, '').slice(0, TEXT_MAX);
    const known = await gateways.registry.get(this.#gatewayId);
    if (known?.firmware !== firmware || (boot !== '' && known.last_boot !== boot)) {
      const row = await setIdentity(gateways.db, this.#gatewayId, {
        firmware,
        ...(boot !== '' && { boot }),
        at: new Date(gateways.clock.now()),
      });
      gateways.registry.put(this.#gatewayId, row);
      if (row) await tellWhenOutdated(gateways, row);
      // Another firmware may have other words.
      if (known?.firmware && known.firmware !== firmware) this.#questions.askAgain(this.#listening);
    }
    return { [FIRMWARE]: firmware };
  }

  #responded(text: string): void {
    if (!this.#questions.answered(text)) this.#commands.responded(text);
  }

  /** Commands may leave, once for all topics that a device has begun to listen to. */
  #ready(): void {
    if (this.#readyTimer) return;
    this.#readyTimer = setTimeout(() => {
      this.#readyTimer = undefined;
      // One that is being carried out would be sent twice.
      if (!this.#hasEnded && !this.#commands.isBusy) this.#services.consumer.ready(this.#gatewayId);
    }, READY_AFTER_MS);
  }

  #heard(): void {
    const now = this.#services.gateways.monotonic();
    const wasSilent = now - this.#lastHeard > HEARD_WITHIN_MS;
    this.#lastHeard = now;
    if (wasSilent) this.#ready();
  }

  /** QoS 0 and never retained: what does not arrive now must not arrive later. */
  #send(name: string, payload: string): void {
    const isQuestion = payload === '' && name.endsWith('/entities');
    if (this.#hasEnded || !(isQuestion || isAllowedCommand(name))) return;
    void this.#services.broker()?.send(`${topics.jail(String(this.#gatewayId))}ems/${name}`, payload);
  }

  async #bury(message: Pick<Message, 'gatewayId' | 'topic' | 'payload'>, reason: string): Promise<void> {
    this.#services.counts.buried += 1;
    await this.#services.bury(message, reason);
  }
}
