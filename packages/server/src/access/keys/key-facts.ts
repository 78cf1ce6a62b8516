import type { EventData } from '@hearthgate/wire';
import type { UnitOfWork } from '../../platform/database/unit-of-work.ts';

/** Something happened to a key of the company itself. */
export type ApiKeyFact =
  | { readonly kind: 'api-key-created'; readonly data: EventData['API_KEY_CREATED'] }
  | { readonly kind: 'api-key-removed'; readonly data: EventData['API_KEY_REMOVED'] }
  | { readonly kind: 'api-key-expiring'; readonly data: EventData['API_KEY_EXPIRING'] };

export function tellOfKey(unit: UnitOfWork, companyId: string, atMs: number, fact: ApiKeyFact): void {
  unit.tell({ kind: fact.kind, gatewayId: null, companyId, occurredAtMs: atMs, payload: fact });
}
