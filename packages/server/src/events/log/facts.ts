import type { EventData } from '@hearthgate/wire';
import type {
  AccessRecordFact,
  ApiKeyFact,
  ConsentOutdatedFact,
  ContractStatusFact,
} from '../../access/index.ts';
import type { ConnectivityFact, FirmwareFact } from '../../gateways/index.ts';
import type {
  CommandFact,
  DailyFact,
  MeasuredFact,
  NotificationFact,
  OwnerCommandFact,
} from '../../hvac/index.ts';
import type { OutboxFact } from '../../platform/database/outbox.ts';

/** Told by this domain itself. */
export interface WebhookPausedFact {
  readonly kind: 'webhook-paused';
  readonly data: EventData['WEBHOOK_PAUSED'];
}

/** What is told to companies. */
export type Fact =
  | WebhookPausedFact
  | ApiKeyFact
  | ConsentOutdatedFact
  | ContractStatusFact
  | ConnectivityFact
  | FirmwareFact
  | MeasuredFact
  | DailyFact
  | NotificationFact
  | CommandFact;

/** What is told to the owners of a gateway and to no company. */
export type OwnersFact = AccessRecordFact | OwnerCommandFact;

/** The fact behind an outbox row; the outbox holds only what these types made. */
export function anyFactOf(row: OutboxFact): Fact | OwnersFact {
  return row.payload as Fact | OwnersFact;
}

/** The same of a row that is told to companies. */
export function factOf(row: OutboxFact): Fact {
  const fact = anyFactOf(row);
  if (isForOwners(fact)) throw new Error(`${fact.kind} is told to no company`);
  return fact;
}

export function isForOwners(fact: Fact | OwnersFact): fact is OwnersFact {
  return fact.kind === 'access-record' || fact.kind === 'owner-command';
}

/** Facts made of measured values, which need data points to be shared and switched on. */
export function isMeasured(kind: string): boolean {
  return kind === 'measured' || kind === 'daily-aggregate';
}
