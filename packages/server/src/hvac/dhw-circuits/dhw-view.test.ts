import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ReplayAppliance, loadTree } from '@hearthgate/device';
import { DhwCircuit, type Leaf, type LinkValue } from '@hearthgate/wire';
import { Value } from 'typebox/value';
import { describe, expect, test } from 'vitest';
import { simpleSystem, systemOf } from '../../../test/harness/system-of.ts';
import { emptyState } from '../system-state.ts';
import { dhwCapabilities, dhwIds } from './dhw-resources.ts';
import { chargeView, dhwView } from './dhw-view.ts';

const TREES = fileURLToPath(new URL('../../../../../../shared/fixtures/km200', import.meta.url));
const DHW = '/dhwCircuits/dhw1';

function circuitOf(values: Record<string, LinkValue>) {
  const paths = Object.entries(values).map(([key, value]) => [`${DHW}/${key}`, value] as const);
  return simpleSystem(Object.fromEntries(paths));
}

test('a circuit without any value is a name and its connection', () => {
  expect(dhwView(emptyState(101_000_001), 2, 'OFFLINE')).toEqual({
    id: 2,
    name: 'dhw2',
    overridingModes: [],
    unavailable: [],
    connectivity: 'OFFLINE',
  });
});

test.each([
  ['off', 'OFF'],
  ['eco', 'ECO_PLUS'],
  ['low', 'ECO'],
  ['high', 'COMFORT'],
])('the level %s of the gateway is %s', (currentTemperatureLevel, level) => {
  expect(dhwView(circuitOf({ currentTemperatureLevel }), 1, 'ONLINE').requestedLevel).toBe(level);
});

test.each([
  ['HCprogram', 'AUTO'],
  ['ownprogram', 'AUTO'],
  ['Always_On', 'COMFORT'],
  ['manual', 'COMFORT'],
  ['Off', 'OFF'],
])('the mode %s of the gateway is %s', (operationMode, mode) => {
  expect(dhwView(circuitOf({ operationMode }), 1, 'ONLINE').operationMode).toBe(mode);
});

test('words and values that mean nothing are left out and named', () => {
  const state = circuitOf({ operationMode: 'party', actualTemp: -32_768, 'thermalDisinfect/weekDay': 'Day' });
  const { unavailable, ...shown } = dhwView(state, 1, 'ONLINE');
  expect(unavailable).toEqual([
    { field: 'operationMode', reason: 'UNKNOWN_WORD' },
    { field: 'temperature', reason: 'SENSOR_OPEN' },
    { field: 'thermalDisinfection.weekday', reason: 'UNKNOWN_WORD' },
  ]);
  expect(shown).not.toHaveProperty('operationMode');
  expect(shown).not.toHaveProperty('temperature');
  expect(shown).not.toHaveProperty('thermalDisinfection');
});

test('the disinfection is shown in the words of the API', () => {
  const values = { state: 'on', weekDay: 'Tu', time: 125 };
  const leaves = Object.entries(values).map(([key, value]) => [`thermalDisinfect/${key}`, value] as const);
  const state = circuitOf({ ...Object.fromEntries(leaves), tdrunningStatus: 'off' });
  expect(dhwView(state, 1, 'ONLINE').thermalDisinfection).toEqual({
    enabled: true,
    weekday: 'TU',
    time: '02:05',
    running: false,
  });
});

test.each([
  [
    { charge: 'start', chargeRemainingTime: 30 },
    { status: 'START', remainingMinutes: 30 },
  ],
  [
    { charge: 'stop', chargeRemainingTime: 0 },
    { status: 'STOP', remainingMinutes: 0 },
  ],
  [{ chargeRemainingTime: 12 }, { status: 'START', remainingMinutes: 12 }],
  [{ chargeRemainingTime: 0 }, { status: 'STOP', remainingMinutes: 0 }],
  [
    { 'extraDhw/activationStatus': 'ON', 'extraDhw/time': 2 },
    { status: 'START', durationMinutes: 120 },
  ],
])('from %j the charge is %j', (values: Record<string, LinkValue>, shown) => {
  expect(chargeView(circuitOf(values), 1, 'ONLINE')).toMatchObject(shown);
});

test('a gateway whose unit is hours is understood in minutes', () => {
  const leaf: Leaf = { id: `${DHW}/extraDhw/time`, type: 'number', unit: 'hour', writeable: true };
  const state = systemOf([leaf], { [leaf.id]: 3 });
  expect(chargeView(state, 1, 'ONLINE').durationMinutes).toBe(180);
});

/** Circuit 1 of recorded trees, read by hand from their files. */
const RECORDED = {
  'can-heatpump': {
    dhw1: {
      operationMode: 'AUTO',
      temperature: 46.2,
      setpoint: 49,
      temperatureLevels: { comfort: { start: 49 } },
      activeTimeProgram: 'Program1',
      charge: { status: 'STOP', durationMinutes: 0, setpoint: 65 },
    },
    writable: [
      'operationMode',
      'temperatureLevels.comfort.start',
      'activeTimeProgram',
      'charge.durationMinutes',
      'charge.setpoint',
      'charge.status',
    ],
  },
  'easycontrol-zones': {
    dhw1: {
      operationMode: 'COMFORT',
      thermalDisinfection: { enabled: true, weekday: 'MO', time: '03:00' },
    },
    writable: expect.arrayContaining(['operationMode']),
  },
  'ems2-boiler-solar': {
    dhw1: {
      operationMode: 'AUTO',
      overridingModes: [{ mode: 'BOOST' }],
      temperature: 38,
      setpoint: 50,
      temperatureLevels: { comfort: { start: 50 } },
      charge: { status: 'START', durationMinutes: 15, setpoint: 50 },
    },
    writable: [
      'operationMode',
      'temperatureLevels.comfort.start',
      'charge.status',
      'charge.durationMinutes',
      'charge.setpoint',
    ],
  },
  'ems2-boiler-two-circuits': {
    dhw1: {
      operationMode: 'AUTO',
      temperature: 50.5,
      setpoint: 55,
      temperatureLevels: { comfort: { start: 55 } },
      charge: { status: 'STOP', durationMinutes: 60, setpoint: 55 },
    },
    writable: [
      'operationMode',
      'temperatureLevels.comfort.start',
      'charge.status',
      'charge.durationMinutes',
      'charge.setpoint',
    ],
  },
  'ems2-heatpump-a': heatPump('ECO_PLUS', 44.8, 54),
  'ems2-heatpump-b': heatPump('ECO', 55.8, 63),
};

function heatPump(operationMode: string, temperature: number, setpoint: number) {
  return {
    dhw1: {
      operationMode,
      temperature,
      setpoint,
      temperatureLevels: { ecoPlus: { start: 42 }, eco: { start: 50 }, comfort: { start: 52 } },
      charge: { status: 'STOP', durationMinutes: 60, setpoint: 65 },
    },
    writable: [
      'operationMode',
      'temperatureLevels.ecoPlus.start',
      'temperatureLevels.eco.start',
      'temperatureLevels.comfort.start',
      'charge.status',
      'charge.durationMinutes',
      'charge.setpoint',
    ],
  };
}

describe.skipIf(!existsSync(TREES))(
  'recorded trees (left out where the fixtures are not beside the repository)',
  () => {
    test.each(Object.entries(RECORDED))('%s is shown as its leaves say', (name, { dhw1, writable }) => {
      const appliance = new ReplayAppliance(loadTree(`${TREES}/${name}.json`));
      const state = systemOf(appliance.describe(), appliance.read());
      const view = dhwView(state, 1, 'ONLINE');
      expect(dhwIds(state)).toEqual([1]);
      expect(view).toEqual({
        id: 1,
        name: 'dhw1',
        overridingModes: [],
        unavailable: [],
        ...dhw1,
        asOf: '2026-01-15T06:30:00.000Z',
        connectivity: 'ONLINE',
      });
      expect(Value.Check(DhwCircuit, view)).toBe(true);
      expect(dhwCapabilities(state, 1).writable).toEqual(writable);
    });
  },
);
