import {
  EmsExecution,
  decodeReadings,
  emsWriteOf,
  locate,
  type DownCommand,
  type LinkValue,
  type PlannedWrite,
} from '@hearthgate/wire';
import type { EmsServices } from './ems-services.ts';
import type { Memory } from './memory.ts';
import type { Questions } from './questions.ts';

/** A command is given up a little before it expires, so that what was confirmed of it is told. */
const COMMAND_MAX_MS = 55_000;
const OF_ITS_TIME = 0.9;
/** Of the bus behind the device; while it is down no write arrives. */
const BUS_DOWN = new Set(['disconnected', 'txerror']);

/** Commands for one device: each becomes writes that are looked for in what the device tells. */
export class EmsCommands {
  readonly #services: EmsServices;
  readonly #gatewayId: number;
  readonly #memory: Memory;
  readonly #questions: Questions;
  readonly #send: (topic: string, payload: string) => void;
  /** What the device told last of what can be set. */
  readonly #settings = new Map<string, LinkValue>();
  #execution: EmsExecution | undefined;
  #cid = '';
  /** State of the bus as the device tells it. */
  bus = '';

  constructor(
    services: EmsServices,
    gatewayId: number,
    memory: Memory,
    questions: Questions,
    send: (topic: string, payload: string) => void,
  ) {
    this.#services = services;
    this.#gatewayId = gatewayId;
    this.#memory = memory;
    this.#questions = questions;
    this.#send = send;
  }

  get isBusy(): boolean {
    return this.#execution !== undefined;
  }

  /** False when the device does not listen to one of these entities. */
  async start(command: DownCommand, listening: ReadonlySet<string>): Promise<boolean> {
    // Told again over the same connection, with its answer on the way perhaps: a write is sent once.
    if (this.#cid === command.cid) return true;
    const { gateways } = this.#services;
    await this.#memory.loaded();
    const { knowledge } = this.#memory;
    const writes = command.writes.map((write): PlannedWrite => {
      const isDown = BUS_DOWN.has(this.bus);
      const plan = isDown ? `the EMS bus is down (${this.bus})` : emsWriteOf(write, knowledge);
      return { ...write, plan, before: this.#settings.get(write.path) };
    });
    if (writes.some(({ plan }) => typeof plan !== 'string' && !listening.has(plan.device))) return false;
    this.cancel();
    const leftMs = Date.parse(command.expiresAt) - gateways.clock.now();
    const execution = new EmsExecution(
      writes,
      {
        send: this.#send,
        decode: (readings) => decodeReadings(readings, knowledge).values,
        responds: () => !this.#questions.isSilent && Object.keys(knowledge.learned).length > 0,
      },
      Math.min(leftMs * OF_ITS_TIME, COMMAND_MAX_MS),
    );
    this.#execution = execution;
    this.#cid = command.cid;
    this.#carryOut(command.cid, execution).catch((error: unknown) =>
      gateways.log.warn({ err: error, gatewayId: this.#gatewayId }, 'a command was not carried out'),
    );
    return true;
  }

  noticed(values: Readonly<Record<string, LinkValue>>): void {
    for (const [path, value] of Object.entries(values)) {
      if (locate(path)?.resource.writable) this.#settings.set(path, value);
    }
    this.#execution?.noticed(values);
  }

  responded(text: string): void {
    this.#execution?.responded(text);
  }

  cancel(): void {
    this.#execution?.cancel();
    this.#execution = undefined;
  }

  async #carryOut(cid: string, execution: EmsExecution): Promise<void> {
    const results = await this.#questions.line.run(() => execution.run());
    const isCurrent = this.#execution === execution;
    if (isCurrent) this.#execution = undefined;
    if (results && isCurrent)
      await this.#services.consumer.commandAnswered(this.#gatewayId, { cid, results });
  }
}
