import type { EventData } from '@hearthgate/wire';

/** A required text was published that is newer than what the owner accepted; told before the first 451. */
export interface ConsentOutdatedFact {
  readonly kind: 'consent-outdated';
  readonly data: EventData['CONSENT_OUTDATED'];
}

/** A contract changed its status: what `events` needs to know who may hear of a gateway. */
export interface ContractStatusFact {
  readonly kind: 'contract-status';
  readonly data: EventData['CONTRACT_STATUS'];
  /** May the company hear of this gateway from now on? */
  readonly monitoring: boolean;
  /** Did the owner share measured values? Whether the company takes them is asked when they are told. */
  readonly dataPoints: boolean;
}
