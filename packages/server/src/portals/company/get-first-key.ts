import type { FirstKey } from '@hearthgate/wire';
import { redeemFirstKey, type Access } from '../../access/index.ts';
import { webhookSecrets, type Events } from '../../events/index.ts';

/** The administrator of a company uses the link up: a key is made and shown with the webhooks' secrets, once. */
export async function getFirstKey(
  { access, events }: { access: Access; events: Events },
  input: { token: string },
): Promise<FirstKey> {
  return access.transact(async (unit) => {
    const { company, apiKey, expiresAt } = await redeemFirstKey(access, unit, input.token);
    const secrets = await webhookSecrets(events, unit.tx, company.company_id);
    return {
      companyId: company.company_id,
      companyName: company.name,
      apiKey,
      expiresAt: expiresAt.toISOString(),
      webhooks: secrets.map(({ name, url, secret }) => ({ name, url, secret })),
      tryIt: `curl -H 'x-api-key: ${apiKey}' ${access.urls.publicUrl()}/api-keys/me`,
    };
  });
}
