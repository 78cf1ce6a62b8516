import type { DhwCircuit, Hearthgate, HeatingCircuit, HeatSource, Hvac, Notification } from '@hearthgate/sdk';

/** All that is told of a gateway. */
export interface System {
  readonly hvac: Hvac;
  readonly heatingCircuits: readonly HeatingCircuit[];
  readonly dhwCircuits: readonly DhwCircuit[];
  readonly heatSources: readonly HeatSource[];
  readonly notifications: readonly Notification[];
}

export async function readSystem(
  client: Hearthgate,
  gatewayId: string,
  signal: AbortSignal,
): Promise<System> {
  const options = { signal };
  const hvac = await client.hvacs.get(gatewayId, options);
  const { capabilities } = hvac;
  // Not asked for where there is none: each list has its own limit.
  const when = <T>(has: readonly unknown[], read: () => Promise<T[]>) => (has.length > 0 ? read() : []);
  return {
    hvac,
    heatingCircuits: await when(capabilities.heatingCircuits, () =>
      client.heatingCircuits.list(gatewayId, options),
    ),
    dhwCircuits: await when(capabilities.dhwCircuits, () => client.dhwCircuits.list(gatewayId, options)),
    heatSources: await when(capabilities.heatSources, () => client.hvacs.heatSources(gatewayId, options)),
    notifications: await client.hvacs.notifications(gatewayId, {}, options).toArray(),
  };
}

/** What is published of it, by the part of the topic. */
export function partsOf(system: System): Map<string, unknown> {
  const { hvac, heatingCircuits, dhwCircuits, heatSources, notifications } = system;
  const { capabilities: _, ...summary } = hvac;
  return new Map<string, unknown>([
    ['system', summary],
    ['notifications', { active: notifications.length, items: notifications }],
    ...heatingCircuits.map((one) => [`heatingCircuits/${one.id}`, one] as const),
    ...dhwCircuits.map((one) => [`dhwCircuits/${one.id}`, one] as const),
    ...heatSources.map((one) => [`heatSources/${one.id}`, one] as const),
  ]);
}
