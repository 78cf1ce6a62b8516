import type { Connectivity, HeatingCircuit, OverridingMode, UnavailableReason } from '@hearthgate/wire';
import { reading, type SystemState } from '../system-state.ts';
import { circuitReading, modeOfWord, type CircuitField } from './circuit-resources.ts';

/** One heating circuit as the API shows it: what the gateway has, and why a field it has gives no value. */
export function circuitView(state: SystemState, circuit: number, connectivity: Connectivity): HeatingCircuit {
  const read = new FieldReader(state, circuit);
  const operationMode = read.word('operationMode', modeOfWord);
  const comfort = read.number('temperatureLevels.comfort');
  const eco = read.number('temperatureLevels.eco');
  const boostActive = read.word('boost.active', onOff);
  const boostRemaining = read.number('boost.remainingMinutes');
  const boostTemperature = read.number('boost.temperature');
  return {
    id: circuit,
    name: `hc${circuit}`,
    ...(operationMode && { operationMode }),
    overridingModes: overridingModes(state, circuit),
    ...present('roomTemperature', read.number('roomTemperature')),
    ...present('roomSetpoint', read.number('roomSetpoint')),
    ...present('manualRoomSetpoint', read.number('manualRoomSetpoint')),
    ...present('temporaryRoomSetpoint', read.number('temporaryRoomSetpoint')),
    ...((comfort !== undefined || eco !== undefined) && {
      temperatureLevels: { ...present('comfort', comfort), ...present('eco', eco) },
    }),
    ...present('flowTemperature', read.number('flowTemperature')),
    ...present('flowSetpoint', read.number('flowSetpoint')),
    ...present('pump', read.pump()),
    ...present(
      'activeTimeProgram',
      read.word('activeTimeProgram', (word) => word),
    ),
    ...(boostActive !== undefined && {
      boost: {
        active: boostActive === 'ON',
        ...present('remainingMinutes', boostRemaining),
        ...present('temperature', boostTemperature),
      },
    }),
    unavailable: read.unavailable,
    ...(state.latestAtMs > 0 && { asOf: new Date(state.latestAtMs).toISOString() }),
    connectivity,
  };
}

/** Overriding modes that are active now; `until` where the gateway tells how long. */
export function overridingModes(state: SystemState, circuit: number): OverridingMode[] {
  const component = `hc${circuit}`;
  const status = reading(state, component, 'overallStatus');
  const modes: OverridingMode[] = [];
  if (status === 'boost' || reading(state, component, 'boostMode') === 'on') {
    const remaining = reading(state, component, 'boostRemainingTime');
    const until =
      typeof remaining === 'number' && remaining > 0
        ? new Date(state.latestAtMs + remaining * 60_000)
        : undefined;
    modes.push({ mode: 'BOOST', ...(until && { until: until.toISOString() }) });
  }
  if (status === 'away') modes.push({ mode: 'AWAY' });
  const holiday = reading(state, component, 'holidayMode/activated');
  if (status === 'holiday' || holiday === 'ON' || (typeof holiday === 'string' && /^hm\d$/.test(holiday))) {
    modes.push({ mode: 'HOLIDAY' });
  }
  // `forced` is the ordinary heating season; `off` is summer operation.
  if (status === 'summer_idle' || reading(state, component, 'currentSuWiMode') === 'off')
    modes.push({ mode: 'SUMMER' });
  return modes;
}

class FieldReader {
  readonly unavailable: { field: string; reason: UnavailableReason }[] = [];
  readonly #state: SystemState;
  readonly #circuit: number;

  constructor(state: SystemState, circuit: number) {
    this.#state = state;
    this.#circuit = circuit;
  }

  number(field: CircuitField): number | undefined {
    const value = circuitReading(this.#state, this.#circuit, field);
    if (typeof value === 'object') this.#missing(field, value.no);
    return typeof value === 'number' ? value : undefined;
  }

  word<T>(field: CircuitField, meaning: (word: string) => T | undefined): T | undefined {
    const value = circuitReading(this.#state, this.#circuit, field);
    if (typeof value === 'object') this.#missing(field, value.no);
    if (typeof value !== 'string') return undefined;
    const known = meaning(value);
    if (known === undefined) this.#missing(field, 'UNKNOWN_WORD');
    return known;
  }

  /** Some gateways tell the pump's state, others its modulation. */
  pump(): 'ON' | 'OFF' | undefined {
    const value = circuitReading(this.#state, this.#circuit, 'pump');
    if (typeof value === 'number') return value > 0 ? 'ON' : 'OFF';
    return this.word('pump', onOff);
  }

  #missing(field: CircuitField, reason: UnavailableReason): void {
    this.unavailable.push({ field, reason });
  }
}

function onOff(word: string): 'ON' | 'OFF' | undefined {
  if (word === 'on') return 'ON';
  return word === 'off' ? 'OFF' : undefined;
}

function present<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  const fields: Partial<Record<K, V>> = {};
  if (value !== undefined) fields[key] = value;
  return fields;
}
