import { EMS_ENTITIES, learnEntities, parseJson } from '@hearthgate/wire';
import type { EmsServices } from './ems-services.ts';
import type { Memory } from './memory.ts';
import { Places } from './places.ts';

/** A device with "send response" answers at once; a list of entities takes a few seconds to write. */
const ANSWER_WITHIN_MS = 5_000;
/** Words that nobody explained make a device be asked again, this often at most. */
const ASK_AGAIN_MS = 600_000;
/** Devices that have entities with a place in the catalogue. */
const ASKED = new Set(EMS_ENTITIES.map(({ device }) => device));

export function hasEntities(device: string): boolean {
  return ASKED.has(device);
}

/** Asks a device for its entities, once in its life unless it changes. */
export class Questions {
  readonly #services: EmsServices;
  readonly #gatewayId: number;
  readonly #memory: Memory;
  readonly #send: (topic: string, payload: string) => void;
  /** Questions and commands share the topic of answers: one at a time. */
  readonly line = new Places(1);
  #answer: ((text: string | undefined) => void) | undefined;
  #isSilent = false;
  #open = 0;
  #againAt = 0;

  constructor(
    services: EmsServices,
    gatewayId: number,
    memory: Memory,
    send: (topic: string, payload: string) => void,
  ) {
    this.#services = services;
    this.#gatewayId = gatewayId;
    this.#memory = memory;
    this.#send = send;
  }

  /** "Send response" is off, as far as this connection has shown. */
  get isSilent(): boolean {
    return this.#isSilent;
  }

  /** Asks unless the answer is known; `again` when something shows that it is out of date. */
  async ask(device: string, again = false): Promise<void> {
    if (this.#isSilent) return;
    await this.#memory.loaded();
    if (!again && this.#isKnown(device)) return;
    this.#open += 1;
    try {
      await this.#services.asking.run(() => this.line.run(() => this.#askNow(device)));
    } finally {
      this.#open -= 1;
    }
    if (!this.isAsking) await this.#memory.flush();
  }

  /** Something does not fit to what was learned: the device may have been given another language, or firmware. */
  askAgain(devices: Iterable<string>): void {
    const now = this.#services.gateways.monotonic();
    const known = [...devices].filter((device) => this.#isKnown(device));
    if (now < this.#againAt || known.length === 0 || this.#answer) return;
    this.#againAt = now + ASK_AGAIN_MS;
    for (const device of known) {
      this.ask(device, true).catch((error: unknown) =>
        this.#services.gateways.log.debug({ err: error, gatewayId: this.#gatewayId }, 'not asked'),
      );
    }
  }

  /** Questions that are not answered yet: what is known now will be more in a moment. */
  get isAsking(): boolean {
    return this.#open > 0;
  }

  /** True when it is the answer to a question. */
  answered(text: string | undefined): boolean {
    this.#answer?.(text);
    return this.#answer !== undefined;
  }

  async #askNow(device: string): Promise<void> {
    if (this.#isSilent) return;
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    const timer = setTimeout(() => resolve(undefined), ANSWER_WITHIN_MS);
    this.#answer = resolve;
    this.#send(`${device}/entities`, '');
    const text = await promise;
    clearTimeout(timer);
    this.#answer = undefined;
    if (text === undefined) {
      this.#isSilent = true;
      return;
    }
    const { knowledge } = this.#memory;
    const after = learnEntities(knowledge, device, parseJson(text));
    if (after) this.#memory.set(after);
  }

  #isKnown(device: string): boolean {
    return Object.keys(this.#memory.knowledge.learned).some((key) => key.startsWith(`${device}/`));
  }
}
