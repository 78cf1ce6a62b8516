import type { ActiveHeatSource, Connectivity, HeatSource, HeatSourceState } from '@hearthgate/wire';
import { FieldReader, present } from '../fields/field-reader.ts';
import type { SystemState } from '../system-state.ts';
import { METERS, PURPOSE_NAMES, sourcePart, type Meter, type SourceField } from './source-resources.ts';
import { sourceType } from './source-type.ts';

/** Words of refrigerant circuits and of flames; `heating` is for rooms and for hot water. */
const STATES: ReadonlyMap<string, HeatSourceState> = new Map([
  ['idle', 'IDLE'],
  ['startup', 'STARTING'],
  ['heating', 'HEATING'],
  ['cooling', 'COOLING'],
  ['defrost', 'DEFROSTING'],
  ['passive_defrost', 'DEFROSTING'],
  ['shutoff', 'STOPPING'],
  ['alarm', 'FAULT'],
  ['test_mode', 'TEST'],
  ['off', 'IDLE'],
  ['on', 'HEATING'],
  ['ch', 'HEATING'],
  ['hw', 'HEATING'],
]);
export const ACTIVE_SOURCES: ReadonlyMap<string, ActiveHeatSource> = new Map([
  ['none', 'NONE'],
  ['heatpump_only', 'HEAT_PUMP'],
  ['appliance_only', 'BOILER'],
  ['both', 'HEAT_PUMP_AND_BOILER'],
  ['additionalHeater_only', 'ADDITIONAL_HEATER'],
  ['heatpump_and_additionalHeater', 'HEAT_PUMP_AND_ADDITIONAL_HEATER'],
]);

const SECONDS_PER_HOUR = 3_600;

/** One heat source as the API shows it. */
export function sourceView(state: SystemState, id: number, connectivity: Connectivity): HeatSource {
  const type = sourceType(state, id);
  const read = new FieldReader(sourcePart(state, id, type));
  const energy = energyOf(read);
  return {
    id,
    name: `hs${id}`,
    type,
    ...sourceStatus(read),
    ...present(
      'activeHeatSource',
      read.word('activeHeatSource', (word) => ACTIVE_SOURCES.get(word)),
    ),
    ...read.numbers('compressorSpeed', 'electricalPower'),
    ...present('thermalPower', scaled(read.number('thermalPower'), 1_000)),
    ...read.numbers('flowTemperature', 'returnTemperature'),
    ...present('starts', countersOf(read, 'starts')),
    ...present('operatingHours', countersOf(read, 'operatingHours')),
    ...(energy && { energy }),
    unavailable: read.unavailable,
    ...(state.latestAtMs > 0 && { asOf: new Date(state.latestAtMs).toISOString() }),
    connectivity,
  };
}

/** What a source does now; also shown where it is one of several in a component. */
export function sourceStatus(read: FieldReader<SourceField>): Pick<HeatSource, 'state' | 'modulation'> {
  const modulation = read.number('modulation');
  const named = read.word('state', (word) => STATES.get(word));
  const moving = modulation === undefined ? undefined : modulation > 0 ? 'RUNNING' : 'IDLE';
  return { ...present('state', named ?? moving), ...present('modulation', modulation) };
}

function countersOf(
  read: FieldReader<SourceField>,
  counter: 'starts' | 'operatingHours',
): HeatSource['starts'] {
  const factor = counter === 'starts' ? 1 : 1 / SECONDS_PER_HOUR;
  const known = PURPOSE_NAMES.map((purpose) =>
    present(purpose, scaled(read.number(`${counter}.${purpose}`), factor)),
  );
  return unlessEmpty(Object.assign({}, ...known));
}

function energyOf(read: FieldReader<SourceField>): HeatSource['energy'] {
  const known = PURPOSE_NAMES.map((purpose) => {
    const meters = (Object.keys(METERS) as Meter[]).map((meter) =>
      present(meter, read.number(`energy.${purpose}.${meter}`)),
    );
    const consumed = purpose === 'total' ? present('consumed', read.number('energy.total.consumed')) : {};
    return present(purpose, unlessEmpty({ ...Object.assign({}, ...meters), ...consumed }));
  });
  return unlessEmpty(Object.assign({}, ...known));
}

function unlessEmpty<T extends object>(value: T): T | undefined {
  return Object.keys(value).length > 0 ? value : undefined;
}

/** Rounded to hundredths: what is converted is no more exact than that. */
function scaled(value: number | undefined, factor: number): number | undefined {
  return value === undefined ? undefined : Math.round(value * factor * 100) / 100;
}
