import { entriesOf } from '../../tree/fields.ts';

/** Signals that are a resource under another name, for installations that have the signal alone. */
const SAME_AS: readonly (readonly [signal: RegExp, resource: string])[] = [
  [/^\/signals\/SRC\.OutdoorTemp$/, '/system/sensors/temperatures/outdoor_t1'],
  [/^\/signals\/SC\.HC([1-4])\.FlowTempSetp$/, '/heatingCircuits/hc$1/supplyTemperatureSetpoint'],
  [/^\/signals\/SC\.HC([1-4])\.RTSD\.CurrentRoomTempSetp$/, '/heatingCircuits/hc$1/currentRoomSetpoint'],
];

/** The resource that a signal stands for. */
export function resourceOfSignal(signal: string): string | undefined {
  for (const [pattern, resource] of SAME_AS)
    if (pattern.test(signal)) return signal.replace(pattern, resource);
  return undefined;
}

/**
 * A signal as a resource. `state` is a map here: without a unit it names all values, so the signal is a word; with a unit it names
 * the values that are no measurement, as elsewhere.
 */
export function plainSignal(signal: object): object {
  if (!('value' in signal) || !('state' in signal) || 'unitOfMeasure' in signal) return signal;
  const words = entriesOf(signal.state);
  const word = words.find(([, value]) => value === signal.value)?.[0];
  if (word === undefined) return signal;
  return { ...signal, type: 'stringValue', value: word, allowedValues: words.map(([name]) => name) };
}
