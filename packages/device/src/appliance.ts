import type { GatewayType, Leaf, LinkValue, LinkNotification } from '@hearthgate/wire';

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

/** What stands behind a gateway. All calls answer at once from memory. */
export interface Appliance {
  readonly identity: Identity;
  describe(): Leaf[];
  read(): Record<string, LinkValue>;
  write(path: string, value: LinkValue): WriteResult;
  /** The complete list of active faults. */
  notifications(): LinkNotification[];
}
