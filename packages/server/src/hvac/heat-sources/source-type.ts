import type { HeatSourceType, SystemType } from '@hearthgate/wire';
import { reading, type SystemState } from '../system-state.ts';
import { heatSourceIds } from './source-resources.ts';

/** Words of `type` of a heat source, and of the appliance on gateways without heat sources. */
const TYPES: ReadonlyMap<unknown, HeatSourceType> = new Map([
  ['Heatpump', 'HEAT_PUMP'],
  ['GasBoiler', 'BOILER'],
  ['OilBoiler', 'BOILER'],
  ['unknownBoiler', 'BOILER'],
]);

/** The K 40 RF names its system; other gateways only show what they have. */
const SYSTEM_TYPES: ReadonlyMap<unknown, SystemType> = new Map([
  ['heatpump_single', 'HEAT_PUMP'],
  ['heatpump_cascade', 'CASCADE'],
  ['boiler', 'BOILER'],
  ['eHybrid', 'HYBRID'],
  ['hybman', 'HYBRID'],
  ['hybridBoiler', 'HYBRID'],
]);

/** Leaves that only a heat pump has, below its heat source. */
const OF_PUMPS = ['heatPumpType', 'refrigerant/', 'brineCircuit/', 'emon/totalConsumption/compressor'];
/** Leaves of the whole system that only a heat pump has. */
const OF_PUMP_SYSTEMS = ['compressor/', 'emon/totalConsumption/compressor', 'additionalHeater/'];
/** Leaves of the whole system that only a burner has; a flame status is described for heat pumps too. */
const OF_BURNERS = ['flameIndication', 'burnerPowerSetpoint', 'gasAirPressure', 'nominalCHPower'];

/** What a heat source is: as it is named, else by leaves that only its kind has. */
export function sourceType(state: SystemState, id: number): HeatSourceType {
  const named = TYPES.get(reading(state, `hs${id}`, 'type'));
  if (named) return named;
  if (hasAny(state, `/heatSources/hs${id}/`, OF_PUMPS)) return 'HEAT_PUMP';
  const isOnly = heatSourceIds(state).length === 1;
  if (!isOnly) return state.leaves.has(`/heatSources/hs${id}/flameStatus`) ? 'BOILER' : 'UNKNOWN';
  return TYPES.get(reading(state, 'system/appliance', 'appliance/type')) ?? typeOfSystem(state);
}

function typeOfSystem(state: SystemState): HeatSourceType {
  const named = SYSTEM_TYPES.get(reading(state, 'system', 'type'));
  if (named === 'HEAT_PUMP' || named === 'BOILER') return named;
  if (hasAny(state, '/heatSources/', OF_PUMP_SYSTEMS)) return 'HEAT_PUMP';
  return hasAny(state, '/heatSources/', OF_BURNERS) ? 'BOILER' : 'UNKNOWN';
}

/** Do two states of a system differ in a value that names its kind? */
export function namesAnotherType(
  before: SystemState,
  after: SystemState,
  changed: Iterable<string>,
): boolean {
  for (const component of changed) {
    const key = component === 'system/appliance' ? 'appliance/type' : 'type';
    if (reading(before, component, key) !== reading(after, component, key)) return true;
  }
  return false;
}

/** What the whole system is: as the gateway names it, else what its heat sources make together. */
export function systemType(state: SystemState): SystemType {
  const named = SYSTEM_TYPES.get(reading(state, 'system', 'type'));
  if (named) return named;
  if (state.leaves.has('/heatSources/hybrid/activeHeatSource')) return 'HYBRID';
  const types = heatSourceIds(state).map((id) => sourceType(state, id));
  // One that is not described yet may have named itself.
  const [first = TYPES.get(reading(state, 'hs1', 'type')) ?? 'UNKNOWN', ...others] = types;
  if (others.length === 0) return first;
  if (types.includes('HEAT_PUMP') && types.includes('BOILER')) return 'HYBRID';
  return first === 'UNKNOWN' ? 'UNKNOWN' : 'CASCADE';
}

type Leaves = SystemState['leaves'];

/** What was found, by what was looked for: a description stays for months, and every report asks. */
const found = new WeakMap<Leaves, Map<string, boolean>>();

function hasAny({ leaves }: SystemState, base: string, keys: readonly string[]): boolean {
  const ofLeaves = found.get(leaves) ?? new Map<string, boolean>();
  found.set(leaves, ofLeaves);
  const question = `${base}${keys.join()}`;
  const known = ofLeaves.get(question);
  if (known !== undefined) return known;
  const isThere = lookForAny(leaves, base, keys);
  ofLeaves.set(question, isThere);
  return isThere;
}

function lookForAny(leaves: Leaves, base: string, keys: readonly string[]): boolean {
  const isOf = (path: string) =>
    keys.some((key) => (key.endsWith('/') ? path.startsWith(base + key) : path === base + key));
  for (const path of leaves.keys()) if (isOf(path)) return true;
  return false;
}
