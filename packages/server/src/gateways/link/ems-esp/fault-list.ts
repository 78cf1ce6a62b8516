import { faultsIn, type EmsReading, type LinkNotification } from '@hearthgate/wire';
import type { EmsServices } from './ems-services.ts';

/** Devices that keep a last fault. */
const KEEPERS = ['boiler', 'thermostat'];

/** The active faults of one device, put together from what each of its parts tells. */
export class FaultList {
  readonly #services: EmsServices;
  readonly #gatewayId: number;
  readonly #active = new Map<string, LinkNotification | undefined>();
  readonly #heard = new Set<string>();
  /** Undefined until it was told for the first time. */
  #told: string | undefined;
  #isTelling = false;

  constructor(services: EmsServices, gatewayId: number) {
    this.#services = services;
    this.#gatewayId = gatewayId;
  }

  /** Not before everything that `expected` has spoken: until then the list is not complete. */
  take(device: string, readings: readonly EmsReading[], expected: ReadonlySet<string>): void {
    this.#heard.add(device);
    for (const { source, active } of faultsIn(readings)) this.#active.set(source, active);
    const isComplete = KEEPERS.every((keeper) => !expected.has(keeper) || this.#heard.has(keeper));
    // Nobody who never spoke of faults is said to have none.
    if (isComplete && this.#active.size > 0 && !this.#isTelling) void this.#tell();
  }

  /** The complete list when it changed. What the database does not take now is told with the next message. */
  async #tell(): Promise<void> {
    const active = [...this.#active.values()].flatMap((one) => (one ? [one] : []));
    const list = new Map(active.map((one) => [JSON.stringify(one), one]));
    const text = [...list.keys()].toSorted().join();
    if (text === this.#told) return;
    this.#isTelling = true;
    try {
      await this.#services.consumer.notified(this.#gatewayId, [...list.values()]);
      this.#told = text;
    } catch (error) {
      const { log } = this.#services.gateways;
      log.warn({ err: error, gatewayId: this.#gatewayId }, 'faults were not taken over');
    } finally {
      this.#isTelling = false;
    }
  }
}
