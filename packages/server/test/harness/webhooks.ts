import type { Problem } from './companies.ts';
import type { Webhook, WebhookWithSecret } from '@hearthgate/wire';
import { startReceiver, type Receiver } from './receiver.ts';
import { startSandbox, type Answer, type CallOptions, type TestSandbox } from './sandbox.ts';

/** A sandbox whose second company can call too, and a receiver that the first one may send to. */
export interface WebhookSandbox extends TestSandbox {
  readonly receiver: Receiver;
  readonly companyId: string;
  /** The key of the other company. */
  readonly strangerKey: string;
  /** Within every rate limit. */
  ask<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    options?: CallOptions,
  ): Promise<Answer<T & Problem>>;
  /** An endpoint at the receiver. */
  make(change?: object): Promise<WebhookWithSecret>;
  /** Removes what the company has made, and what was received. */
  clear(): Promise<void>;
  /** A new gateway that is shared with the company: one CONTRACT_STATUS event of it. */
  share(): Promise<string>;
}

export async function startWebhookSandbox(): Promise<WebhookSandbox> {
  const sandbox = await startSandbox();
  const receiver = await startReceiver();
  await sandbox.pool.query(
    "UPDATE companies SET ip_allow_list = '{127.0.0.1,::1}', webhook_hosts = '{127.0.0.1}' WHERE name = 'Northwind Energy'",
  );
  sandbox.app.domains.access.caches.clear();
  // Their reports are another test's matter; that they are gone is told after a minute.
  await sandbox.unplugHouses();
  await sandbox.advance('PT5M');
  const ask: WebhookSandbox['ask'] = (method, path, body, options = {}) => {
    sandbox.passTime(60_000);
    return sandbox.call(method, path, { ...(body !== undefined && { body }), ...options });
  };
  return {
    ...sandbox,
    receiver,
    companyId: sandbox.world.companies[0]?.companyId ?? '',
    strangerKey: sandbox.world.keys.wrongAddress,
    ask,
    make: async (change = {}) => {
      const { status, body } = await ask<WebhookWithSecret>('POST', '/webhooks', {
        url: receiver.url,
        ...change,
      });
      if (status !== 201) throw new Error(`no endpoint was made: ${status} ${JSON.stringify(body)}`);
      return body;
    },
    clear: async () => {
      await sandbox.settle();
      receiver.answer(204);
      const { items } = (await ask<{ items: Webhook[] }>('GET', '/webhooks')).body;
      for (const { webhookId, managedBy } of items)
        if (managedBy === 'COMPANY') await ask('DELETE', `/webhooks/${webhookId}`);
      receiver.received.length = 0;
    },
    share: async () => {
      const { body } = await ask<{ gatewayId: string }>('POST', '/sandbox/gateways', { profile: 'none' });
      await sandbox.settle();
      return body.gatewayId;
    },
    stop: async () => {
      await sandbox.stop();
      await receiver.close();
    },
  };
}
