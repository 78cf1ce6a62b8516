import type { EventData } from '@hearthgate/wire';
import type { ApiKeyFact, ConsentOutdatedFact, ContractStatusFact } from '../../access/index.ts';
import type { ConnectivityFact, FirmwareFact } from '../../gateways/index.ts';
import type { CommandFact, DailyFact, MeasuredFact, NotificationFact } from '../../hvac/index.ts';
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

/** The fact behind an outbox row; the outbox holds only what these types made. */
export function factOf(row: OutboxFact): Fact {
  return row.payload as Fact;
}

/** Facts made of measured values, which need data points to be shared and switched on. */
export function isMeasured(kind: string): boolean {
  return kind === 'measured' || kind === 'daily-aggregate';
}
