import type { ApiKeyFact, ConsentOutdatedFact, ContractStatusFact } from '../../access/index.ts';
import type { ConnectivityFact } from '../../gateways/index.ts';
import type { CommandFact, MeasuredFact } from '../../hvac/index.ts';
import type { OutboxFact } from '../../platform/database/outbox.ts';

/** What lower domains tell. */
export type Fact =
  | ApiKeyFact
  | ConsentOutdatedFact
  | ContractStatusFact
  | ConnectivityFact
  | MeasuredFact
  | CommandFact;

/** The fact behind an outbox row; the outbox holds only what these types made. */
export function factOf(row: OutboxFact): Fact {
  return row.payload as Fact;
}
