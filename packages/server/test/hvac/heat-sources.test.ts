import { HeatSource } from '@hearthgate/wire';
import { Value } from 'typebox/value';
import { describe, expect, test } from 'vitest';
import { heatSourceIds } from '../../src/hvac/heat-sources/source-resources.ts';
import { sourceType, systemType } from '../../src/hvac/heat-sources/source-type.ts';
import { sourceView } from '../../src/hvac/heat-sources/source-view.ts';
import { emptyState, type SystemState } from '../../src/hvac/system-state.ts';
import { hasRecordedTrees, recordedState, stateOf, stateWith } from '../harness/states.ts';

const HS1 = '/heatSources/hs1';
const first = (state: SystemState) => sourceView(state, 1, 'ONLINE');

test('nothing is known of a gateway that described nothing', () => {
  const state = emptyState(101_000_001);
  expect([heatSourceIds(state), systemType(state)]).toEqual([[], 'UNKNOWN']);
});

test.each([
  ['heatpump_single', 'HEAT_PUMP'],
  ['heatpump_cascade', 'CASCADE'],
  ['eHybrid', 'HYBRID'],
  ['hybman', 'HYBRID'],
  ['hybridBoiler', 'HYBRID'],
  ['boiler', 'BOILER'],
  ['unknown', 'UNKNOWN'],
  ['constructor', 'UNKNOWN'],
])('a gateway that names its system "%s" has system type %s', (word, type) => {
  expect(systemType(stateWith({ '/system/type': word }))).toBe(type);
});

test.each([
  [['Heatpump'], 'HEAT_PUMP'],
  [['GasBoiler'], 'BOILER'],
  [['OilBoiler'], 'BOILER'],
  [['Heatpump', 'GasBoiler'], 'HYBRID'],
  [['GasBoiler', 'Heatpump'], 'HYBRID'],
  [['Heatpump', 'Heatpump', 'Heatpump'], 'CASCADE'],
  [['GasBoiler', 'OilBoiler'], 'CASCADE'],
  [['Heatpump', 'No_Appliance'], 'HEAT_PUMP'],
  [['No_Appliance'], 'UNKNOWN'],
])('heat sources %j make a system of type %s', (types, system) => {
  const entries = types.map((type, index) => [`/heatSources/hs${index + 1}/type`, type]);
  expect(systemType(stateWith(Object.fromEntries(entries)))).toBe(system);
});

test('a source that is not named is known by leaves that only its kind has', () => {
  const state = stateWith({
    [`${HS1}/refrigerant/status`]: 'idle',
    '/heatSources/hs2/flameStatus': 'off',
    '/heatSources/hs3/actualModulation': 0,
  });
  expect([1, 2, 3].map((id) => sourceType(state, id))).toEqual(['HEAT_PUMP', 'BOILER', 'UNKNOWN']);
});

test.each([
  ['idle', 'IDLE'],
  ['startup', 'STARTING'],
  ['heating', 'HEATING'],
  ['cooling', 'COOLING'],
  ['defrost', 'DEFROSTING'],
  ['passive_defrost', 'DEFROSTING'],
  ['shutoff', 'STOPPING'],
  ['alarm', 'FAULT'],
  ['test_mode', 'TEST'],
])('the refrigerant circuit says "%s": %s', (word, state) => {
  expect(first(stateWith({ [`${HS1}/refrigerant/status`]: word })).state).toBe(state);
});

test('a word that nobody knows is no state, and named', () => {
  const view = first(stateWith({ [`${HS1}/refrigerant/status`]: 'dancing' }));
  expect(view.state).toBeUndefined();
  expect(view.unavailable).toEqual([{ field: 'state', reason: 'UNKNOWN_WORD' }]);
});

test('the flame status of a heat pump is not its state: it runs when its compressor does', () => {
  const pump = { [`${HS1}/type`]: 'Heatpump', [`${HS1}/flameStatus`]: 'off' };
  expect(first(stateWith({ ...pump, [`${HS1}/actualModulation`]: 34 })).state).toBe('RUNNING');
  expect(first(stateWith({ ...pump, [`${HS1}/actualModulation`]: 0 })).state).toBe('IDLE');
  const boiler = { [`${HS1}/type`]: 'GasBoiler', [`${HS1}/flameStatus`]: 'on' };
  expect(first(stateWith(boiler)).state).toBe('HEATING');
});

test('what the whole system measures is told of its only source, and not of one among several', () => {
  const system = {
    '/heatSources/returnTemperature': 31.5,
    '/heatSources/actualModulation': 40,
    '/heatSources/numberOfStarts': 100,
    '/heatSources/emon/totalConsumption/compressor': 5,
    [`${HS1}/type`]: 'Heatpump',
  };
  expect(first(stateWith(system))).toMatchObject({
    returnTemperature: 31.5,
    modulation: 40,
    starts: { total: 100 },
    energy: { total: { compressor: 5 } },
  });
  const two = first(stateWith({ ...system, '/heatSources/hs2/type': 'Heatpump' }));
  expect(Object.keys(two)).toEqual(['id', 'name', 'type', 'unavailable', 'asOf', 'connectivity']);
});

test('its own values come before those of the system', () => {
  const view = first(
    stateWith({
      [`${HS1}/numberOfStarts/total`]: 7,
      '/heatSources/numberOfStarts': 9,
      [`${HS1}/returnFlowTemp`]: 30,
    }),
  );
  expect(view).toMatchObject({ starts: { total: 7 }, returnTemperature: 30 });
});

test('units are those of the API: watts, hours, kilowatt-hours', () => {
  const state = stateOf(
    [
      { id: `${HS1}/actualPower`, type: 'number', unit: 'kW' },
      { id: '/heatSources/workingTime/totalSystem', type: 'number', unit: 'mins' },
      { id: `${HS1}/workingTime/dhw`, type: 'number', unit: 's' },
    ],
    {
      [`${HS1}/actualPower`]: 8.1,
      '/heatSources/workingTime/totalSystem': 90,
      [`${HS1}/workingTime/dhw`]: 1_800,
    },
  );
  expect(first(state)).toMatchObject({
    thermalPower: 8_100,
    operatingHours: { total: 1.5, hotWater: 0.5 },
  });
});

test('a broken sensor is named, never given as a temperature', () => {
  const view = first(
    stateOf([{ id: `${HS1}/returnFlowTemp`, type: 'number', unit: 'C', state: { open: -32_768 } }], {
      [`${HS1}/returnFlowTemp`]: -32_768,
    }),
  );
  expect(view.returnTemperature).toBeUndefined();
  expect(view.unavailable).toEqual([{ field: 'returnTemperature', reason: 'SENSOR_OPEN' }]);
});

test('every source of a hybrid tells which of them works', () => {
  const state = stateWith({
    '/system/type': 'hybman',
    '/heatSources/hybrid/activeHeatSource': 'appliance_only',
    [`${HS1}/type`]: 'Heatpump',
    '/heatSources/hs2/type': 'GasBoiler',
  });
  const views = heatSourceIds(state).map((id) => sourceView(state, id, 'ONLINE'));
  expect(views.map(({ type, activeHeatSource }) => [type, activeHeatSource])).toEqual([
    ['HEAT_PUMP', 'BOILER'],
    ['BOILER', 'BOILER'],
  ]);
});

describe.skipIf(!hasRecordedTrees)('recorded trees', () => {
  test.each([
    ['km200/can-heatpump.json', 'HEAT_PUMP', {}],
    ['km200/easycontrol-zones.json', 'BOILER', { state: 'IDLE', starts: { total: 22_499 } }],
    [
      'km200/ems2-boiler-solar.json',
      'BOILER',
      {
        state: 'HEATING',
        modulation: 100,
        thermalPower: 25_000,
        flowTemperature: 75,
        returnTemperature: 62,
        starts: { total: 15_854 },
        operatingHours: { total: 2_968.18, heating: 2_587.3 },
        energy: { total: { consumed: 6_576.2 } },
      },
    ],
    ['km200/ems2-boiler-two-circuits.json', 'BOILER', { state: 'IDLE', starts: { total: 22_225 } }],
    ['km200/ems2-heatpump-a.json', 'HEAT_PUMP', { state: 'RUNNING', modulation: 34 }],
    ['km200/ems2-heatpump-b.json', 'HEAT_PUMP', { state: 'IDLE', modulation: 0 }],
    [
      'k40rf/fixtures',
      'HEAT_PUMP',
      {
        electricalPower: 25,
        starts: { total: 2_276, heating: 1_500, hotWater: 679, cooling: 97 },
        energy: {
          total: { produced: 18_312.99, compressor: 5_185.09, electricHeater: 0.15 },
          hotWater: { produced: 4_294.98, compressor: 1_707.29, electricHeater: 0.15 },
        },
      },
    ],
  ])('%s is one %s', (name, type, values) => {
    const state = recordedState(name);
    expect([systemType(state), heatSourceIds(state)]).toEqual([type, [1]]);
    const view = first(state);
    expect(view).toMatchObject({ id: 1, type, ...values, unavailable: [] });
    expect(Value.Errors(HeatSource, view)).toEqual([]);
  });
});
