/** An entity, in the words of Home Assistant; `name` and `state_topic` are of all platforms that we use. */
export interface Component {
  readonly platform: 'climate' | 'select' | 'number' | 'switch' | 'sensor' | 'binary_sensor';
  readonly name: string;
  readonly [option: string]: unknown;
}

/** `a.b` of the JSON in a state topic; what is not there now is "unknown" to Home Assistant. */
export function valueOf(path: string): string {
  const [first = '', ...rest] = path.split('.');
  const safe = rest.reduce((inner, name) => `(${inner} | default({})).${name}`, `value_json.${first}`);
  return `{{ ${safe} | default('None') }}`;
}

export const temperature = {
  device_class: 'temperature',
  state_class: 'measurement',
  unit_of_measurement: '°C',
} as const;
