import type { System } from './read-system.ts';
import { temperature, valueOf, type Component } from './component.ts';
import type { Topics } from './topics.ts';

/** Of the system as a whole: is it reached, and is something wrong? */
export function systemComponents({ hvac }: System, topics: Topics): Record<string, Component> {
  const { gatewayId } = hvac;
  const status = topics.status(gatewayId);
  const notifications = topics.state(gatewayId, 'notifications');
  return {
    connectivity: {
      platform: 'binary_sensor',
      name: 'Connection',
      device_class: 'connectivity',
      entity_category: 'diagnostic',
      state_topic: status,
      payload_on: 'online',
      payload_off: 'offline',
      // It says that the gateway is away, so it has to be there then.
      availability: [{ topic: topics.bridgeStatus }],
    },
    fault: {
      platform: 'binary_sensor',
      name: 'Fault',
      device_class: 'problem',
      state_topic: notifications,
      value_template: "{{ 'ON' if value_json.active > 0 else 'OFF' }}",
      json_attributes_topic: notifications,
    },
    last_seen: {
      platform: 'sensor',
      name: 'Last seen',
      device_class: 'timestamp',
      entity_category: 'diagnostic',
      state_topic: topics.state(gatewayId, 'system'),
      value_template: valueOf('lastSeen'),
    },
  };
}

const MEASURED: Readonly<Record<string, { name: string; [option: string]: unknown }>> = {
  modulation: { name: 'modulation', unit_of_measurement: '%', state_class: 'measurement' },
  compressorSpeed: { name: 'compressor speed', unit_of_measurement: '%', state_class: 'measurement' },
  electricalPower: {
    name: 'electrical power',
    device_class: 'power',
    unit_of_measurement: 'W',
    state_class: 'measurement',
  },
  thermalPower: {
    name: 'thermal power',
    device_class: 'power',
    unit_of_measurement: 'W',
    state_class: 'measurement',
  },
  flowTemperature: { name: 'flow temperature', ...temperature },
  returnTemperature: { name: 'return temperature', ...temperature },
  'starts.total': { name: 'starts', state_class: 'total_increasing' },
  'operatingHours.total': {
    name: 'operating hours',
    device_class: 'duration',
    unit_of_measurement: 'h',
    state_class: 'total_increasing',
  },
  'energy.total.produced': {
    name: 'energy given out',
    device_class: 'energy',
    unit_of_measurement: 'kWh',
    state_class: 'total_increasing',
  },
  'energy.total.consumed': {
    name: 'energy taken in',
    device_class: 'energy',
    unit_of_measurement: 'kWh',
    state_class: 'total_increasing',
  },
};

/** Of each heat source, what it tells. */
export function heatSourceComponents(
  { hvac, heatSources }: System,
  topics: Topics,
): Record<string, Component> {
  return Object.fromEntries(
    heatSources.flatMap((source) => {
      const state_topic = topics.state(hvac.gatewayId, `heatSources/${source.id}`);
      const hasState = source.state !== undefined || isAnnounced(source, 'state');
      const stateSensor: [string, Component][] = hasState
        ? [
            [
              `hs${source.id}_state`,
              {
                platform: 'sensor',
                name: `${source.name} state`,
                state_topic,
                value_template: valueOf('state'),
              },
            ],
          ]
        : [];
      const measured = Object.entries(MEASURED)
        .filter(([path]) => at(source, path) !== undefined || isAnnounced(source, path))
        .map(([path, { name, ...options }]): [string, Component] => [
          `hs${source.id}_${path.replaceAll('.', '_')}`,
          {
            platform: 'sensor',
            name: `${source.name} ${name}`,
            state_topic,
            value_template: valueOf(path),
            ...options,
          },
        ]);
      return [...stateSensor, ...measured];
    }),
  );
}

/** It has the field and cannot give a value now. */
function isAnnounced({ unavailable }: System['heatSources'][number], path: string): boolean {
  return unavailable.some(({ field }) => field === path);
}

function at(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (inner, name) =>
        typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[name] : undefined,
      value,
    );
}
