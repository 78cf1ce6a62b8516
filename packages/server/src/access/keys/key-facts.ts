import type { EventData } from '@hearthgate/wire';
import type { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { MailContent } from '../../platform/mail/mail.ts';
import { mailCompany } from '../mails/mail-company.ts';

/** Something happened to a key of the company itself. */
export type ApiKeyFact =
  | { readonly kind: 'api-key-created'; readonly data: EventData['API_KEY_CREATED'] }
  | { readonly kind: 'api-key-removed'; readonly data: EventData['API_KEY_REMOVED'] }
  | { readonly kind: 'api-key-expiring'; readonly data: EventData['API_KEY_EXPIRING'] };

/** As an event, and to the administrator by mail. */
export async function tellOfKey(
  unit: UnitOfWork,
  companyId: string,
  atMs: number,
  fact: ApiKeyFact,
): Promise<void> {
  unit.tell({ kind: fact.kind, gatewayId: null, companyId, occurredAtMs: atMs, payload: fact });
  await mailCompany(unit, companyId, (company) => mailOf(company, fact));
}

function mailOf(company: string, { kind, data }: ApiKeyFact): MailContent {
  const { keyId, expiresAt: until } = data;
  switch (kind) {
    case 'api-key-created':
      return { template: kind, data: { company, keyId, until } };
    case 'api-key-removed':
      return { template: kind, data: { company, keyId } };
    case 'api-key-expiring':
      return { template: kind, data: { company, keyId, until, days: String(data.daysLeft) } };
  }
}
