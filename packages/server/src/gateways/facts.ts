import type { EventData } from '@hearthgate/wire';

/** A connection state has lasted longer than the flap window. */
export interface ConnectivityFact {
  readonly kind: 'connectivity';
  readonly data: EventData['CONNECTIVITY_STATUS'];
}

/** The firmware is older than operators recommend, or than they require. */
export interface FirmwareFact {
  readonly kind: 'firmware-outdated';
  readonly data: EventData['FIRMWARE_OUTDATED'];
}
