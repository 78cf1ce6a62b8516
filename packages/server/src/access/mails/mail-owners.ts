import type { Brand } from '@hearthgate/wire';
import type { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { MailContent } from '../../platform/mail/mail.ts';
import type { Urls } from '../access.ts';
import { findOwners } from '../owners/store.ts';

/** To these owners, each in their language. */
export async function mailOwners(
  unit: UnitOfWork,
  ownerIds: readonly string[],
  brand: Brand,
  content: MailContent,
): Promise<void> {
  if (ownerIds.length === 0) return;
  for (const { email: to, language } of await findOwners(unit.tx, ownerIds))
    unit.mail({ to, language, brand, ...content });
}

/** The page of a gateway in the owner portal; without one, the list of them. */
export function gatewayPage(urls: Urls, brand: Brand, gatewayId?: number): string {
  const portal = `${urls.portalUrl(brand)}/portal`;
  return gatewayId === undefined ? portal : `${portal}/systems/${gatewayId}`;
}
