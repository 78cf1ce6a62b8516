import { lastChange } from './heating-components.ts';
import type { System } from './read-system.ts';
import { temperature, valueOf, type Component } from './component.ts';
import type { Topics } from './topics.ts';

const MODES = ['OFF', 'ECO_PLUS', 'ECO', 'COMFORT', 'AUTO'] as const;
/** Of hot water; the gateway's own limits are checked when a level is set. */
const CELSIUS = { min: 20, max: 80, step: 1 } as const;
const LEVEL = /^temperatureLevels\.(ecoPlus|eco|comfort)\.(start|stop)$/;
const LEVEL_NAMES: Readonly<Record<string, string>> = { ecoPlus: 'Eco+', eco: 'Eco', comfort: 'Comfort' };

/**
 * Hot water as a mode, its levels and the extra charge. Not as `water_heater`: that knows neither our modes nor a temperature for
 * each level.
 */
export function dhwComponents({ hvac, dhwCircuits }: System, topics: Topics): Record<string, Component> {
  const { gatewayId, capabilities } = hvac;
  return Object.fromEntries(
    dhwCircuits.flatMap(({ id, name }) => {
      const own = capabilities.dhwCircuits.find((one) => one.id === id);
      const [readable, writable] = [own?.readable ?? [], own?.writable ?? []];
      const part = `dhwCircuits/${id}`;
      const state = topics.state(gatewayId, part);
      const set = (field: string) => topics.set(gatewayId, part, field);
      const common = { state_topic: state } as const;
      const components: [string, Component][] = ['temperature', 'setpoint']
        .filter((field) => readable.includes(field))
        .map((field) => [
          `dhw${id}_${field}`,
          {
            platform: 'sensor',
            name: field === 'temperature' ? `${name} temperature` : `${name} set-point`,
            ...common,
            value_template: valueOf(field),
            ...temperature,
          },
        ]);
      if (writable.includes('operationMode'))
        components.push([
          `dhw${id}_mode`,
          {
            platform: 'select',
            name: `${name} mode`,
            ...common,
            value_template: valueOf('operationMode'),
            command_topic: set('operationMode'),
            options: MODES,
          },
        ]);
      for (const field of writable) {
        const [, level = '', end] = LEVEL.exec(field) ?? [];
        if (level === '') continue;
        components.push([
          `dhw${id}_${level}_${end}`,
          {
            platform: 'number',
            name: `${name} ${LEVEL_NAMES[level]}${end === 'stop' ? ' stop' : ''}`,
            ...common,
            value_template: valueOf(field),
            command_topic: set(field),
            device_class: 'temperature',
            unit_of_measurement: '°C',
            mode: 'box',
            ...CELSIUS,
          },
        ]);
      }
      if (writable.includes('charge.status'))
        components.push([
          `dhw${id}_charge`,
          {
            platform: 'switch',
            name: `${name} extra charge`,
            ...common,
            value_template: valueOf('charge.status'),
            state_on: 'START',
            state_off: 'STOP',
            payload_on: 'START',
            payload_off: 'STOP',
            command_topic: set('charge'),
          },
        ]);
      return [...components, [`dhw${id}_result`, lastChange(name, topics.result(gatewayId, part))]];
    }),
  );
}
