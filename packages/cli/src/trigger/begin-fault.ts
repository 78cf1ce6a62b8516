import type { Scene } from './scene.ts';

interface Faults {
  readonly active: readonly { readonly fault: string }[];
  readonly possible: readonly { readonly fault: string; readonly kind: string }[];
}

/** Longer than the slowest class of faults waits before it is told, and before its end is. */
const TOLD_AFTER = 'PT15M';
const RESOLVED_AFTER = 'PT45M';

/** A fault of the appliance begins and ends. */
export async function beginFault(scene: Scene): Promise<string> {
  const { gatewayId } = await scene.system('an appliance');
  const path = `/gateways/${gatewayId}/faults`;
  const { active, possible } = await scene.sandbox.call<Faults>('GET', path);
  const isOn = (name: string) => active.some(({ fault }) => fault === name);
  const found = possible.find(({ kind, fault }) => kind === 'appliance' && !isOn(fault));
  if (!found) throw new Error(`gateway ${gatewayId} has all the faults that its house can have`);
  await scene.sandbox.call('POST', path, { fault: found.fault });
  await scene.pass(TOLD_AFTER);
  await scene.sandbox.call('DELETE', `${path}/${found.fault}`);
  await scene.pass(RESOLVED_AFTER);
  return gatewayId;
}
