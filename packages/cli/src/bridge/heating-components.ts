import type { System } from './read-system.ts';
import { temperature, valueOf, type Component } from './component.ts';
import type { Topics } from './topics.ts';

/** What a thermostat can be set to; the gateway's own limits are checked when it is. */
const ROOM_CELSIUS = { min_temp: 5, max_temp: 30, temp_step: 0.5 } as const;
const MODE_OUT =
  "{{ {'OFF': 'off', 'MANUAL': 'heat', 'AUTO': 'auto'}[value_json.operationMode] | default('None') }}";
const ACTION =
  "{% if value_json.operationMode == 'OFF' %}off{% elif value_json.pump == 'ON' %}heating{% else %}idle{% endif %}";

/** A thermostat for each heating circuit, with what it measures. */
export function circuitComponents(
  { hvac, heatingCircuits }: System,
  topics: Topics,
): Record<string, Component> {
  const { gatewayId, capabilities } = hvac;
  return Object.fromEntries(
    heatingCircuits.flatMap(({ id, name }) => {
      const own = capabilities.heatingCircuits.find((one) => one.id === id);
      const canRead = (field: string) => own?.readable.includes(field) === true;
      const canWrite = (field: string) => own?.writable.includes(field) === true;
      const part = `heatingCircuits/${id}`;
      const state = topics.state(gatewayId, part);
      const set = (field: string) => topics.set(gatewayId, part, field);
      const isSettable = canWrite('manualRoomSetpoint') || canWrite('temporaryRoomSetpoint');
      const climate: Component = {
        platform: 'climate',
        name,
        ...ROOM_CELSIUS,
        temperature_unit: 'C',
        ...(canRead('roomTemperature') && {
          current_temperature_topic: state,
          current_temperature_template: valueOf('roomTemperature'),
        }),
        ...(canRead('roomSetpoint') && {
          temperature_state_topic: state,
          temperature_state_template: valueOf('roomSetpoint'),
        }),
        ...(isSettable && { temperature_command_topic: set('temperature') }),
        modes: ['off', 'heat', 'auto'],
        ...(canRead('operationMode') && { mode_state_topic: state, mode_state_template: MODE_OUT }),
        ...(canWrite('operationMode') && { mode_command_topic: set('mode') }),
        ...(canRead('pump') && { action_topic: state, action_template: ACTION }),
        ...(canWrite('boost.active') && {
          preset_modes: ['boost'],
          preset_mode_state_topic: state,
          preset_mode_value_template:
            "{{ 'boost' if (value_json.boost | default({})).active | default(false) else 'none' }}",
          preset_mode_command_topic: set('preset'),
        }),
      };
      const sensors = ['roomTemperature', 'flowTemperature', 'flowSetpoint'].filter(canRead);
      return [
        [`hc${id}`, climate],
        ...sensors.map((field) => [
          `hc${id}_${field}`,
          {
            platform: 'sensor',
            name: `${name} ${WORDS[field]}`,
            state_topic: state,
            value_template: valueOf(field),
            ...temperature,
          },
        ]),
        [`hc${id}_result`, lastChange(name, topics.result(gatewayId, part))],
      ] as [string, Component][];
    }),
  );
}

/** What became of the newest change, with the reason of a refusal. */
export function lastChange(name: string, topic: string): Component {
  return {
    platform: 'sensor',
    name: `${name} last change`,
    state_topic: topic,
    value_template: valueOf('status'),
    json_attributes_topic: topic,
    entity_category: 'diagnostic',
  };
}

const WORDS: Readonly<Record<string, string>> = {
  roomTemperature: 'room temperature',
  flowTemperature: 'flow temperature',
  flowSetpoint: 'flow set-point',
};
