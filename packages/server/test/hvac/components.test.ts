import { Component, type ComponentOf, type LinkValue } from '@hearthgate/wire';
import { Value } from 'typebox/value';
import { describe, expect, test } from 'vitest';
import { componentsOf } from '../../src/hvac/components/list-components.ts';
import { emptyState, type SystemState } from '../../src/hvac/system-state.ts';
import { hasRecordedTrees, recordedState, stateOf, stateWith } from '../harness/states.ts';

const REGISTERED = { firmware: '15.00.01', hardware: 'K40RF_v1' };
const UNKNOWN = { firmware: null, hardware: null };

const all = (state: SystemState) => componentsOf(state, UNKNOWN);
/** The components of one type. */
function only<T extends Component['type']>(state: SystemState, type: T) {
  return all(state).filter((one) => one.type === type) as unknown as ComponentOf<T>[];
}
const withValues = (values: Readonly<Record<string, LinkValue>>) => stateWith(values);

test('of a gateway that never connected only the gateway itself is known', () => {
  expect(componentsOf(emptyState(101_000_001), UNKNOWN)).toEqual([
    { id: 'gateway', type: 'GATEWAY', name: 'gateway', modules: [], unavailable: [] },
  ]);
});

test('a heat pump: values of the system, identity of its indoor unit, state of its circuit', () => {
  const module = (number: number, cells: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(cells).map(([column, text]) => [`/system/basicInfo/module${number}/${column}`, text]),
    );
  const state = withValues({
    '/system/type': 'heatpump_single',
    '/heatSources/actualSupplyTemperature': 34.2,
    '/heatSources/systemPressure': 1.6,
    '/heatSources/hs1/refrigerant/status': 'defrost',
    '/heatSources/hs1/actualModulation': 55,
    ...module(1, { tok: '8', id: '65281', productName: 'AW 12 OR-T', productSerialNumber: '2' }),
    ...module(2, {
      tok: '8',
      id: '8',
      ver: '9.7.0',
      productName: 'CS5800iAW 12 MB',
      productSerialNumber: '1',
    }),
    ...module(3, {
      tok: '72',
      id: '17',
      ver: '15.00.01',
      moduleHwIdentStr: 'K40RF',
      moduleSerialNumber: '3',
    }),
  });
  expect(only(state, 'HEAT_PUMP')).toEqual([
    {
      id: 'hs1',
      type: 'HEAT_PUMP',
      name: 'hs1',
      product: 'CS5800iAW 12 MB',
      productId: '8',
      firmware: '9.7.0',
      serialNumber: '1',
      heatSourceId: 1,
      state: 'DEFROSTING',
      flowTemperature: 34.2,
      systemPressure: 1.6,
      modulation: 55,
      unavailable: [],
    },
  ]);
  const [gateway] = componentsOf(state, REGISTERED).filter(({ type }) => type === 'GATEWAY');
  expect(gateway).toMatchObject({ product: 'K40RF_v1', firmware: '15.00.01', serialNumber: '3' });
  expect(only(state, 'GATEWAY')[0]?.modules.map(({ address }) => address)).toEqual(['8', '8', '72']);
});

test('a cascade lists its heat sources, each with its own identity and state', () => {
  const [cascade] = only(
    withValues({
      '/system/type': 'heatpump_cascade',
      '/heatSources/numberOfRefrigerantCircuitsOnline': 2,
      '/heatSources/hs1/refrigerant/status': 'heating',
      '/heatSources/hs2/refrigerant/status': 'alarm',
      '/system/basicInfo/module1/tok': '8',
      '/system/basicInfo/module1/productSerialNumber': 'A',
      '/system/basicInfo/module2/tok': '9',
      '/system/basicInfo/module2/productSerialNumber': 'B',
    }),
    'CASCADE',
  );
  expect(cascade).toMatchObject({
    id: 'cascade',
    sourcesOnline: 2,
    heatSources: [
      { heatSourceId: 1, type: 'HEAT_PUMP', state: 'HEATING', serialNumber: 'A' },
      { heatSourceId: 2, type: 'HEAT_PUMP', state: 'FAULT', serialNumber: 'B' },
    ],
  });
});

test('on older gateways the second address is of a controller, and never taken for a heat source', () => {
  const [hybrid] = only(
    withValues({
      '/heatSources/hs1/type': 'Heatpump',
      '/heatSources/hs2/type': 'GasBoiler',
      '/system/info/module1/tok': '8',
      '/system/info/module1/no': 'A',
      '/system/info/module2/tok': '9',
      '/system/info/module2/no': 'B',
    }),
    'HYBRID',
  );
  expect(hybrid?.heatSources).toEqual([
    { heatSourceId: 1, type: 'HEAT_PUMP', serialNumber: 'A' },
    { heatSourceId: 2, type: 'BOILER' },
  ]);
});

test('a hybrid says which of its sources works', () => {
  const [hybrid] = only(
    withValues({ '/heatSources/hybrid/activeHeatSource': 'both', '/heatSources/hs1/type': 'Heatpump' }),
    'HYBRID',
  );
  expect(hybrid?.activeHeatSource).toBe('HEAT_PUMP_AND_BOILER');
});

test('a solar pump that is named off stands still, and the yield is in kilowatt-hours', () => {
  const sc = '/solarCircuits/sc1';
  const state = stateOf(
    [
      { id: `${sc}/pumpModulation`, type: 'number', unit: '%', state: { off: 0 } },
      { id: `${sc}/solarYield`, type: 'number', unit: 'Wh' },
      { id: `${sc}/collectorTemperature`, type: 'number', unit: 'C', state: { open: -3_276.8 } },
      { id: '/heatSources/emon/totalConsumption/solar', type: 'number', unit: 'kWh' },
    ],
    {
      [`${sc}/pumpModulation`]: 0,
      [`${sc}/solarYield`]: 250,
      [`${sc}/collectorTemperature`]: -3_276.8,
      '/heatSources/emon/totalConsumption/solar': 812.5,
    },
  );
  expect(only(state, 'SOLAR')).toEqual([
    {
      id: 'sc1',
      type: 'SOLAR',
      name: 'sc1',
      pump: 'OFF',
      pumpModulation: 0,
      yieldOfLastHour: 0.25,
      yieldTotal: 812.5,
      unavailable: [{ field: 'collectorTemperature', reason: 'SENSOR_OPEN' }],
    },
  ]);
  const moving = withValues({ [`${sc}/pumpModulation`]: 60 });
  expect(only(moving, 'SOLAR')[0]).toMatchObject({ pump: 'ON', pumpModulation: 60 });
});

test('ventilation: fan levels, air, filter and bypass', () => {
  const zone = '/ventilation/zone1';
  const state = withValues({
    [`${zone}/exhaustFanLevel`]: 'red',
    [`${zone}/supplyFanPower`]: 45,
    [`${zone}/summerBypass/flapPower`]: 100,
    [`${zone}/filter/remainingTime`]: 86_400,
    [`${zone}/applianceRunTime`]: 121,
    [`${zone}/sensors/supplyTemp`]: 18.4,
    [`${zone}/sensors/internalHumidity`]: 255,
  });
  expect(only(state, 'VENTILATION')).toEqual([
    {
      id: 'vent1',
      type: 'VENTILATION',
      name: 'vent1',
      fanLevel: 'REDUCED',
      supplyFanPower: 45,
      supplyTemperature: 18.4,
      bypass: 100,
      filterRemainingMinutes: 86_400,
      operatingHours: 2,
      unavailable: [{ field: 'humidity', reason: 'INVALID' }],
    },
  ]);
});

test('a pool is there where its own leaf is, and on older gateways only with a temperature', () => {
  const older = '/heatSources/poolTemperature';
  expect(only(withValues({ '/pool/currentTemp': -32_768 }), 'POOL')[0]).toMatchObject({
    unavailable: [{ field: 'temperature', reason: 'SENSOR_OPEN' }],
  });
  expect(only(withValues({ [older]: -3_276.8 }), 'POOL')).toEqual([]);
  expect(only(withValues({ [older]: 26.5 }), 'POOL')[0]?.temperature).toBe(26.5);
});

test('a room controller: its measurements, its radio and its zone', () => {
  const device = '/devices/device2';
  const state = withValues({
    [`${device}/name`]: 'Bedroom',
    [`${device}/assignedHC`]: 'hc2',
    [`${device}/roomtemperature`]: 19.5,
    [`${device}/actualHumidity`]: 254,
    [`${device}/battery`]: 'BAT_TOO_LOW',
    [`${device}/signal`]: -57,
    [`${device}/signalIcon`]: 'GOOD',
    [`${device}/rfConnectionStatus`]: 'OFFLINE',
    [`${device}/zoneId`]: 3,
    '/zones/zone3/name': 'Upstairs',
    '/zones/zone3/averageCurrentTemperature': 19.8,
  });
  expect(only(state, 'ROOM_CONTROLLER')).toEqual([
    {
      id: 'device2',
      type: 'ROOM_CONTROLLER',
      name: 'Bedroom',
      circuitId: 2,
      roomTemperature: 19.5,
      battery: 'EMPTY',
      signal: -57,
      signalQuality: 'GOOD',
      radio: 'OFFLINE',
      zone: { id: 3, name: 'Upstairs', temperature: 19.8 },
      unavailable: [{ field: 'humidity', reason: 'OUT_OF_RANGE' }],
    },
  ]);
});

describe.skipIf(!hasRecordedTrees)('recorded trees', () => {
  const of = (name: string) => all(recordedState(name));
  const types = (name: string) => of(name).map(({ id, type }) => `${type} ${id}`);

  test.each([
    [
      'km200/can-heatpump.json',
      ['HEAT_PUMP hs1', 'HEATING_CIRCUIT hc1', 'HEATING_CIRCUIT hc2', 'DHW_CIRCUIT dhw1'],
    ],
    [
      'km200/easycontrol-zones.json',
      [
        'BOILER hs1',
        'HEATING_CIRCUIT hc1',
        'DHW_CIRCUIT dhw1',
        ...[1, 2, 3, 4].map((number) => `ROOM_CONTROLLER device${number}`),
      ],
    ],
    ['km200/ems2-boiler-solar.json', ['BOILER hs1', 'HEATING_CIRCUIT hc1', 'DHW_CIRCUIT dhw1', 'SOLAR sc1']],
    [
      'km200/ems2-boiler-two-circuits.json',
      [
        'BOILER hs1',
        'HEATING_CIRCUIT hc1',
        'HEATING_CIRCUIT hc2',
        'DHW_CIRCUIT dhw1',
        'ROOM_CONTROLLER controller1',
      ],
    ],
    ['km200/ems2-heatpump-a.json', ['HEAT_PUMP hs1', 'HEATING_CIRCUIT hc1', 'DHW_CIRCUIT dhw1']],
    ['km200/ems2-heatpump-b.json', ['HEAT_PUMP hs1', 'HEATING_CIRCUIT hc1', 'DHW_CIRCUIT dhw1']],
    [
      'k40rf/fixtures',
      ['HEAT_PUMP hs1', 'HEATING_CIRCUIT hc1', 'VENTILATION vent1', 'ROOM_CONTROLLER controller1'],
    ],
  ])('%s has exactly these components, as the schema says', (name, expected) => {
    expect(types(name)).toEqual([...expected, 'GATEWAY gateway']);
    for (const one of of(name)) {
      expect([one.id, Value.Errors(Component, { ...one, connectivity: 'ONLINE' })]).toEqual([one.id, []]);
    }
  });

  test('serial numbers and versions are those of the devices on the bus', () => {
    const byId = (name: string) => new Map(of(name).map((one) => [one.id, one]));
    const solar = byId('km200/ems2-boiler-solar.json');
    expect(solar.get('hs1')).toMatchObject({
      productId: '208',
      firmware: '01.04',
      serialNumber: '1000-000-000000-0000000001',
    });
    expect(solar.get('hc1')).toMatchObject({ productId: '160', serialNumber: '10000000000000000000004' });
    expect(solar.get('sc1')).toMatchObject({ productId: '164', serialNumber: '10000000000000000000005' });
    const k40 = byId('k40rf/fixtures');
    expect(k40.get('hs1')).toMatchObject({ product: 'Compress CS5800iAW 12 MB', firmware: '9.7.0-b47f76b6' });
    expect(k40.get('vent1')).toMatchObject({ product: 'MV200', airQuality: 1_655 });
    expect(k40.get('controller1')).toMatchObject({ product: 'RT 800', circuitId: 1 });
    expect(k40.get('gateway')).toMatchObject({ product: 'K40RF', firmware: '15.00.01' });
  });
});
