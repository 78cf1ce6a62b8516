import type { Component } from './component.ts';
import { circuitComponents } from './heating-components.ts';
import { dhwComponents } from './dhw-components.ts';
import { heatSourceComponents, systemComponents } from './system-components.ts';
import type { System } from './read-system.ts';
import type { Topics } from './topics.ts';

export interface Device {
  readonly device: Readonly<Record<string, unknown>>;
  readonly origin: Readonly<Record<string, unknown>>;
  readonly availability: readonly { topic: string }[];
  readonly availability_mode: 'all';
  readonly components: Readonly<Record<string, Component & { unique_id: string }>>;
}

/** The discovery of a gateway: one device with all its entities (device-based discovery, Home Assistant 2024.12 and newer). */
export function discoveryOf(system: System, topics: Topics, version: string): Device {
  const { gatewayId, brand, gatewayType, firmware } = system.hvac;
  const components = {
    ...systemComponents(system, topics),
    ...circuitComponents(system, topics),
    ...dhwComponents(system, topics),
    ...heatSourceComponents(system, topics),
  };
  return {
    device: {
      identifiers: [`hearthgate_${gatewayId}`],
      name: `Heating ${gatewayId}`,
      manufacturer: brand,
      model: gatewayType,
      serial_number: gatewayId,
      ...(firmware.version !== undefined && { sw_version: firmware.version }),
    },
    origin: { name: 'hearthgate bridge', sw_version: version },
    availability: [{ topic: topics.bridgeStatus }, { topic: topics.status(gatewayId) }],
    availability_mode: 'all',
    components: Object.fromEntries(
      Object.entries(components).map(([id, component]) => [
        id,
        { ...component, unique_id: `hearthgate_${gatewayId}_${id}` },
      ]),
    ),
  };
}
