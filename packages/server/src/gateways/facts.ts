import type { EventData } from '@hearthgate/wire';

/** A connection state has lasted longer than the flap window. */
export interface ConnectivityFact {
  readonly kind: 'connectivity';
  readonly data: EventData['CONNECTIVITY_STATUS'];
}
