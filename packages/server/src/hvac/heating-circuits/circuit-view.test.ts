import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ReplayAppliance, loadTree } from '@hearthgate/device';
import { HeatingCircuit, locate, type Leaf, type LinkValue } from '@hearthgate/wire';
import { Value } from 'typebox/value';
import { describe, expect, test } from 'vitest';
import { applyValues } from '../ingest/apply-report.ts';
import { emptyState, type SystemState } from '../system-state.ts';
import { circuitIds } from './circuit-resources.ts';
import { circuitView } from './circuit-view.ts';

const TREES = fileURLToPath(new URL('../../../../../../shared/fixtures/km200', import.meta.url));
const AT = Date.parse('2026-01-15T06:30:00Z');
const HC = '/heatingCircuits/hc1';

/** A gateway that described these leaves and reported these values. */
function systemOf(leaves: readonly Leaf[], values: Readonly<Record<string, LinkValue>>): SystemState {
  const known = leaves.filter((leaf) => locate(leaf.id));
  const described = { ...emptyState(101_000_001), leaves: new Map(known.map((leaf) => [leaf.id, leaf])) };
  return applyValues(described, values, AT, true).state;
}
/** Circuit 1 with leaves as simple as can be. */
function circuitOf(values: Readonly<Record<string, LinkValue>>): SystemState {
  const entries = Object.entries(values).map(([key, value]) => [`${HC}/${key}`, value] as const);
  const leaves = entries.map(([id, value]): Leaf => ({
    id,
    type: typeof value === 'number' ? 'number' : 'string',
  }));
  return systemOf(leaves, Object.fromEntries(entries));
}

test('a circuit without any value is a name and its connection', () => {
  expect(circuitView(emptyState(101_000_001), 2, 'OFFLINE')).toEqual({
    id: 2,
    name: 'hc2',
    overridingModes: [],
    unavailable: [],
    connectivity: 'OFFLINE',
  });
});

test('a described leaf that was never reported is named as such', () => {
  const state = systemOf([{ id: `${HC}/roomtemperature`, type: 'number' }], {});
  expect(circuitView(state, 1, 'ONLINE').unavailable).toEqual([
    { field: 'roomTemperature', reason: 'NOT_REPORTED' },
  ]);
});

test('a word that nobody knows is left out and named, not passed on', () => {
  const view = circuitView(circuitOf({ operationMode: 'party', pumpStatus: 'perhaps' }), 1, 'ONLINE');
  expect([view.operationMode, view.pump]).toEqual([undefined, undefined]);
  expect(view.unavailable).toEqual([
    { field: 'operationMode', reason: 'UNKNOWN_WORD' },
    { field: 'pump', reason: 'UNKNOWN_WORD' },
  ]);
});

test('an impossible measurement is left out and named', () => {
  const view = circuitView(circuitOf({ roomtemperature: 400 }), 1, 'ONLINE');
  expect(view.roomTemperature).toBeUndefined();
  expect(view.unavailable).toEqual([{ field: 'roomTemperature', reason: 'OUT_OF_RANGE' }]);
});

test('0 degrees is a temperature', () => {
  expect(circuitView(circuitOf({ roomtemperature: 0 }), 1, 'ONLINE').roomTemperature).toBe(0);
});

test.each([
  [{ pumpStatus: 'on' }, 'ON'],
  [{ pumpStatus: 'off', pumpModulation: 50 }, 'OFF'],
  [{ pumpModulation: 1 }, 'ON'],
  [{ pumpModulation: 0 }, 'OFF'],
])('from %j the pump is %s', (values, pump) => {
  expect(circuitView(circuitOf(values), 1, 'ONLINE').pump).toBe(pump);
});

test('a boost tells what is left of it', () => {
  const state = circuitOf({ boostMode: 'on', boostRemainingTime: 45, boostTemperature: 24 });
  expect(circuitView(state, 1, 'ONLINE')).toMatchObject({
    boost: { active: true, remainingMinutes: 45, temperature: 24 },
    overridingModes: [{ mode: 'BOOST', until: '2026-01-15T07:15:00.000Z' }],
  });
});

test('circuits are those that the gateway described, in order', () => {
  const leaves = ['hc3', 'hc1', 'hc1'].map((circuit): Leaf => {
    return { id: `/heatingCircuits/${circuit}/roomtemperature`, type: 'number' };
  });
  expect(circuitIds(systemOf([...leaves, { id: '/system/type', type: 'string' }], {}))).toEqual([1, 3]);
});

const NOT_SET = { field: 'temporaryRoomSetpoint', reason: 'NOT_SET' };

/** Circuit 1 of recorded trees, read by hand from their files. */
const RECORDED = {
  'can-heatpump': {
    circuits: [1, 2],
    hc1: {
      operationMode: 'AUTO',
      overridingModes: [],
      temperatureLevels: { comfort: 22, eco: 17 },
      flowSetpoint: 31.8,
      activeTimeProgram: 'HP_OPTIMIZED',
      unavailable: [],
    },
  },
  'easycontrol-zones': {
    circuits: [1],
    hc1: {
      overridingModes: [],
      flowSetpoint: 0,
      summerWinter: { mode: 'AUTO', threshold: 19 },
      unavailable: [],
    },
  },
  'ems2-boiler-solar': {
    circuits: [1],
    hc1: {
      operationMode: 'AUTO',
      overridingModes: [],
      roomSetpoint: 21,
      temperatureLevels: { comfort: 21, eco: 19 },
      flowTemperature: 35.4,
      flowSetpoint: 33,
      pump: 'OFF',
      activeTimeProgram: 'A',
      summerWinter: { mode: 'AUTO', threshold: 20, current: 'WINTER' },
      unavailable: [{ field: 'roomTemperature', reason: 'SENSOR_OPEN' }, NOT_SET],
    },
  },
  'ems2-boiler-two-circuits': {
    circuits: [1, 2],
    hc1: {
      operationMode: 'AUTO',
      overridingModes: [{ mode: 'SUMMER' }],
      roomTemperature: 24,
      temperatureLevels: { comfort: 22 },
      pump: 'OFF',
      summerWinter: { mode: 'AUTO', threshold: 10, current: 'SUMMER' },
      unavailable: [
        { field: 'temperatureLevels.eco', reason: 'OFF' },
        { field: 'roomSetpoint', reason: 'OFF' },
        NOT_SET,
        { field: 'flowSetpoint', reason: 'OFF' },
      ],
    },
  },
  'ems2-heatpump-a': {
    circuits: [1],
    hc1: {
      operationMode: 'MANUAL',
      overridingModes: [],
      roomSetpoint: 20,
      manualRoomSetpoint: 20,
      temperatureLevels: { comfort: 21, eco: 15 },
      flowTemperature: 30.7,
      pump: 'OFF',
      summerWinter: { mode: 'AUTO', threshold: 18, current: 'WINTER' },
      unavailable: [NOT_SET],
    },
  },
  'ems2-heatpump-b': {
    circuits: [1],
    hc1: {
      operationMode: 'MANUAL',
      overridingModes: [],
      roomTemperature: 18.9,
      roomSetpoint: 19,
      manualRoomSetpoint: 19,
      temperatureLevels: { comfort: 21, eco: 15 },
      flowTemperature: 32.8,
      pump: 'OFF',
      summerWinter: { mode: 'AUTO', threshold: 18, current: 'WINTER' },
      unavailable: [NOT_SET],
    },
  },
};

describe.skipIf(!existsSync(TREES))(
  'recorded trees (left out where the fixtures are not beside the repository)',
  () => {
    test.each(Object.entries(RECORDED))('%s is shown as its leaves say', (name, { circuits, hc1 }) => {
      const appliance = new ReplayAppliance(loadTree(`${TREES}/${name}.json`));
      const state = systemOf(appliance.describe(), appliance.read());
      const view = circuitView(state, 1, 'ONLINE');
      expect(circuitIds(state)).toEqual(circuits);
      expect(view).toEqual({
        id: 1,
        name: 'hc1',
        ...hc1,
        asOf: '2026-01-15T06:30:00.000Z',
        connectivity: 'ONLINE',
      });
      expect(Value.Check(HeatingCircuit, view)).toBe(true);
    });
  },
);
