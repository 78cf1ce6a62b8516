import type { Language } from '@hearthgate/wire';
import type { OutboxFact } from '../../platform/database/outbox.ts';
import { eventOfFact } from './event-of-fact.ts';
import { anyFactOf } from './facts.ts';

/** What an owner is told live of a gateway. */
export interface OwnerEvent {
  /** The type of the event that companies are told; `ACCESS_RECORD`: the record has a new line. */
  readonly type: string;
  readonly gatewayId: string;
  readonly at: string;
  readonly data: object;
}

/** What concerns the account and no gateway: an export went on. */
export interface AccountEvent {
  readonly type: 'EXPORT';
  readonly exportId: string;
}

/** Undefined: meant for one company alone. */
export function ownerEventOf(row: OutboxFact, language: Language): OwnerEvent | undefined {
  const { gatewayId, companyId, occurredAt } = row;
  if (gatewayId === null) return undefined;
  const event = (type: string, data: object) => ({
    type,
    gatewayId: String(gatewayId),
    at: occurredAt.toISOString(),
    data,
  });
  const fact = anyFactOf(row);
  if (fact.kind === 'access-record') return event('ACCESS_RECORD', { action: fact.action });
  if (fact.kind === 'owner-command') return event('COMMAND_STATUS', fact.data);
  if (fact.kind === 'command-status') return event('COMMAND_STATUS', { companyId, ...fact.data });
  if (fact.kind === 'contract-status')
    return event('CONTRACT_STATUS', { companyId, from: fact.data.from, to: fact.data.to });
  // The first values of a new relation are known to the owner already.
  if (fact.kind === 'measured' && companyId !== null) return undefined;
  const { type, data } = eventOfFact(fact, [language]);
  return event(type, data);
}
