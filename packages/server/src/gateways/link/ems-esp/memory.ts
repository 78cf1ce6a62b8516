import { NOTHING_KNOWN, describeEms, type EmsKnowledge } from '@hearthgate/wire';
import type { EmsServices } from './ems-services.ts';
import { saveKnowledge } from './store.ts';

const RETRY_MS = 1_000;

/** What is known of one device: in the process at once, in the database and in its description soon after. */
export class Memory {
  readonly #services: EmsServices;
  readonly #gatewayId: number;
  readonly #hasEnded: () => boolean;
  #current: EmsKnowledge = NOTHING_KNOWN;
  #kept: EmsKnowledge = NOTHING_KNOWN;
  #loading: Promise<void> | undefined;
  #flushing: Promise<void> | undefined;

  constructor(services: EmsServices, gatewayId: number, hasEnded: () => boolean) {
    this.#services = services;
    this.#gatewayId = gatewayId;
    this.#hasEnded = hasEnded;
  }

  /** To be awaited before the first look; waits for the database as long as the connection stands. */
  loaded(): Promise<void> {
    return (this.#loading ??= this.#load());
  }

  get knowledge(): EmsKnowledge {
    return this.#current;
  }

  set(knowledge: EmsKnowledge): void {
    this.#current = knowledge;
  }

  /** Saves and describes what has changed; tried again with the next message when the database is away. */
  flush(): Promise<void> {
    return (this.#flushing ??= this.#flush().finally(() => (this.#flushing = undefined)));
  }

  /** What a flush under way does is done. */
  async flushed(): Promise<void> {
    await this.#flushing;
  }

  async #flush(): Promise<void> {
    const { gateways, consumer, known } = this.#services;
    // More may become known meanwhile.
    for (let knowledge = this.#current; knowledge !== this.#kept; knowledge = this.#current) {
      try {
        await consumer.described(this.#gatewayId, { leaves: describeEms(knowledge) });
        await saveKnowledge(gateways.db, this.#gatewayId, knowledge, new Date(gateways.clock.now()));
      } catch (error) {
        gateways.log.warn(
          { err: error, gatewayId: this.#gatewayId },
          'what is known of a device was not kept',
        );
        return;
      }
      known.put(this.#gatewayId, knowledge);
      this.#kept = knowledge;
    }
  }

  async #load(): Promise<void> {
    while (!this.#hasEnded()) {
      try {
        this.#kept = await this.#services.known.get(this.#gatewayId);
        this.#current = this.#kept;
        return;
      } catch (error) {
        this.#services.gateways.log.debug({ err: error, gatewayId: this.#gatewayId }, 'not loaded yet');
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
    throw new Error('the connection ended before anything could be read');
  }
}
