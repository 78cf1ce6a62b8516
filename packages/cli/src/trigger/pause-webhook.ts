import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Scene } from './scene.ts';

const GONE = 410;

/** A receiver that says it is gone: the platform pauses its endpoint and tells the others. */
export async function pauseWebhook(scene: Scene): Promise<undefined> {
  const { client } = scene;
  const receiver = createServer((_request, response) => response.writeHead(GONE).end());
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const { port } = receiver.address() as AddressInfo;
  try {
    const { webhookId } = await client.webhooks.create({
      name: `trigger-${Date.now()}`,
      url: `http://127.0.0.1:${port}/gone`,
      eventTypes: ['API_KEY_CREATED'],
    });
    const { keyId } = await client.apiKeys.create();
    await scene.pass('PT1S');
    await client.apiKeys.remove(keyId);
    await client.webhooks.remove(webhookId);
    await scene.pass('PT1S');
  } finally {
    receiver.close();
    receiver.closeAllConnections();
  }
}
