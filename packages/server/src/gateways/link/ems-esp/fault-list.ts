import { faultsIn, type EmsReading, type LinkNotification } from '@hearthgate/wire';
import type { LinkConsumer } from '../consumer.ts';

/** Devices that keep a last fault. */
const KEEPERS = ['boiler', 'thermostat'];

/** The active faults of one device, put together from what each of its parts tells. */
export class FaultList {
  readonly #consumer: LinkConsumer;
  readonly #gatewayId: number;
  readonly #active = new Map<string, LinkNotification | undefined>();
  readonly #heard = new Set<string>();
  /** Undefined until it was told for the first time. */
  #told: string | undefined;

  constructor(consumer: LinkConsumer, gatewayId: number) {
    this.#consumer = consumer;
    this.#gatewayId = gatewayId;
  }

  /** Tells the complete list when it changed; not before everything that `expected` has spoken, since until then it is not complete. */
  async take(device: string, readings: readonly EmsReading[], expected: ReadonlySet<string>): Promise<void> {
    this.#heard.add(device);
    for (const { source, active } of faultsIn(readings)) this.#active.set(source, active);
    if (KEEPERS.some((keeper) => expected.has(keeper) && !this.#heard.has(keeper))) return;
    const list = new Map(
      [...this.#active.values()].flatMap((one) => (one ? [[JSON.stringify(one), one] as const] : [])),
    );
    const text = [...list.keys()].toSorted().join();
    // Nobody who never spoke of faults is said to have none.
    if (text === this.#told || this.#active.size === 0) return;
    await this.#consumer.notified(this.#gatewayId, [...list.values()]);
    this.#told = text;
  }
}
