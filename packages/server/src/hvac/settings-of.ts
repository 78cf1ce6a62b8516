import { isNoValue, type LinkValue } from '@hearthgate/wire';
import { valueAt } from './fields/part.ts';
import type { Hvac } from './hvac.ts';

/** What is set in an appliance: the last values of the leaves that its gateway lets be written, by path. */
export async function settingsOf(hvac: Hvac, gatewayId: number): Promise<Record<string, LinkValue>> {
  const state = await hvac.states.get(gatewayId);
  const settings: Record<string, LinkValue> = {};
  for (const leaf of state.leaves.values()) {
    if (leaf.writeable !== true) continue;
    const value = valueAt(state, leaf.id);
    if (!isNoValue(value)) settings[leaf.id] = value;
  }
  return settings;
}
