import type { Scene } from './scene.ts';

/** A new text is published and required at once; afterwards who was up to date is so again. */
export async function outdateConsent(scene: Scene): Promise<undefined> {
  const contracts = await scene.client.contracts.list({ status: 'ACTIVE' }).toArray();
  const current = contracts.filter(({ consent }) => !consent.outdated);
  await scene.sandbox.call('POST', '/consents', { version: `trigger-${Date.now()}` });
  await scene.pass('PT1S');
  for (const { gatewayId } of current) await scene.sandbox.call('POST', '/contracts', { gatewayId });
}
