import type { CommandWrite, GatewayType, Leaf, LinkValue, LinkNotification } from '@hearthgate/wire';

/** What a gateway says about itself in `up/hello`. */
export interface Identity {
  readonly gatewayType: GatewayType;
  /** As the appliance names it, e.g. `BOSCH`, or `Bosch` in a recorded tree. */
  readonly brand: string;
  readonly firmware: string;
  readonly hardware: string;
}

/** `value` is the read-back: what the appliance holds after the write. */
export type WriteResult =
  | { readonly status: 'CONFIRMED'; readonly value: LinkValue }
  | { readonly status: 'REFUSED'; readonly error: string };

/** What is known of an appliance; answered at once from memory. */
interface Known {
  readonly identity: Identity;
  describe(): Leaf[];
  read(): Record<string, LinkValue>;
  /** The complete list of active faults. */
  notifications(): LinkNotification[];
}

/** What stands behind a gateway and takes a value at once. */
export interface Appliance extends Known {
  write(path: string, value: LinkValue): WriteResult;
}

/** A real one: it needs time to take values, and more until they can be read back. */
export interface SlowAppliance extends Known {
  /** One result for each write, in order. What is still to be written when `isExpired` turns true is refused. */
  writeAll(writes: readonly CommandWrite[], isExpired: () => boolean): Promise<WriteResult[]>;
}
