import type { Leaf, LinkNotification, LinkValue } from '@hearthgate/wire';
import type { Appliance, Identity, WriteResult } from '../appliance.ts';

/** How an appliance can mistreat a command. */
export const COMMAND_FAULTS = ['refuse', 'slow', 'accept-but-ignore'] as const;
export type CommandFault = (typeof COMMAND_FAULTS)[number];

/** An appliance that refuses writes, or says yes and changes nothing, while a fault is on. */
export class FaultyAppliance implements Appliance {
  readonly #inner: Appliance;
  readonly #faults: { has(fault: CommandFault): boolean };

  constructor(inner: Appliance, faults: { has(fault: CommandFault): boolean }) {
    this.#inner = inner;
    this.#faults = faults;
  }

  get identity(): Identity {
    return this.#inner.identity;
  }

  describe(): Leaf[] {
    return this.#inner.describe();
  }

  read(): Record<string, LinkValue> {
    return this.#inner.read();
  }

  write(path: string, value: LinkValue): WriteResult {
    if (this.#faults.has('refuse')) return { status: 'REFUSED', error: 'not accepted' };
    const old = this.#faults.has('accept-but-ignore') ? this.#inner.read()[path] : undefined;
    return old === undefined ? this.#inner.write(path, value) : { status: 'CONFIRMED', value: old };
  }

  notifications(): LinkNotification[] {
    return this.#inner.notifications();
  }
}
