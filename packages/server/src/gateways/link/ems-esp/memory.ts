import { describeEms, type EmsKnowledge } from '@hearthgate/wire';
import type { EmsServices } from './ems-services.ts';
import { saveKnowledge } from './store.ts';

const RETRY_MS = 1_000;

/** What is known of one device: in the process at once, in the database and in its description soon after. */
export class Memory {
  readonly #services: EmsServices;
  readonly #gatewayId: number;
  readonly #hasEnded: () => boolean;
  #dirty: EmsKnowledge | undefined;

  constructor(services: EmsServices, gatewayId: number, hasEnded: () => boolean) {
    this.#services = services;
    this.#gatewayId = gatewayId;
    this.#hasEnded = hasEnded;
  }

  /** Waits for the database as long as the connection stands: nothing can be decoded without it. */
  async get(): Promise<EmsKnowledge> {
    for (;;) {
      try {
        return this.#dirty ?? (await this.#services.known.get(this.#gatewayId));
      } catch (error) {
        if (this.#hasEnded()) throw error;
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }

  set(knowledge: EmsKnowledge): void {
    this.#dirty = knowledge;
  }

  /** Saves and describes what has changed; tried again with the next message when the database is away. */
  async flush(): Promise<void> {
    const knowledge = this.#dirty;
    if (!knowledge) return;
    const { gateways, consumer, known } = this.#services;
    try {
      await consumer.described(this.#gatewayId, { leaves: describeEms(knowledge) });
      await saveKnowledge(gateways.db, this.#gatewayId, knowledge, new Date(gateways.clock.now()));
    } catch (error) {
      gateways.log.warn({ err: error, gatewayId: this.#gatewayId }, 'what is known of a device was not kept');
      return;
    }
    known.put(this.#gatewayId, knowledge);
    if (this.#dirty === knowledge) this.#dirty = undefined;
  }
}
