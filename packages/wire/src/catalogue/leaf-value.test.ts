import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CATALOGUE, locate, type Resource } from './catalogue.ts';
import { readLeafValue, type LeafValue } from './leaf-value.ts';

const room = resourceOf('/heatingCircuits/hc1/roomtemperature');
const mode = resourceOf('/heatingCircuits/hc1/operationMode');

function resourceOf(path: string): Resource {
  const located = locate(path);
  if (!located) throw new Error(`${path} is not in the catalogue`);
  return located.resource;
}

test.each([
  ['open', 'SENSOR_OPEN'],
  ['short', 'SENSOR_SHORT'],
  ['off', 'OFF'],
  ['off_heat', 'OFF'],
  ['off_cool', 'OFF'],
  ['na', 'NOT_SET'],
  ['invalid', 'INVALID'],
  ['overflow', 'OUT_OF_RANGE'],
  ['lowflow', 'OUT_OF_RANGE'],
  ['constructor', 'INVALID'],
])('the sentinel "%s" is no value, because %s', (name, reason) => {
  expect(readLeafValue(room, 12.3, { other: -1, [name]: 12.3 })).toEqual({ no: reason });
});

test('a sentinel is recognised after a float rounded it, and the next tenth is a value', () => {
  const sentinels = { na: -1 };
  expect(readLeafValue(room, Math.fround(-3276.8), { open: -3276.8 })).toEqual({ no: 'SENSOR_OPEN' });
  expect(readLeafValue(room, -1.000_01, sentinels)).toEqual({ no: 'NOT_SET' });
  expect(readLeafValue(room, -1.1, sentinels)).toBe(-1.1);
  expect(readLeafValue(room, -0.9, sentinels)).toBe(-0.9);
});

test('a sentinel beyond the physical range tells its own reason', () => {
  expect(readLeafValue(room, -3276.8, { open: -3276.8 })).toEqual({ no: 'SENSOR_OPEN' });
  expect(readLeafValue(room, -3276.8, {})).toEqual({ no: 'OUT_OF_RANGE' });
});

test('a gateway that names no sentinels has those of the catalogue, one that does has only its own', () => {
  expect(readLeafValue(room, -3276.8)).toEqual({ no: 'SENSOR_OPEN' });
  expect(readLeafValue(room, 32_767)).toEqual({ no: 'SENSOR_SHORT' });
  const setpoint = resourceOf('/heatingCircuits/hc1/currentRoomSetpoint');
  expect(readLeafValue(setpoint, 0)).toEqual({ no: 'OFF' });
  expect(readLeafValue(setpoint, 0, { open: -3276.8 })).toBe(0);
});

test.each([
  ['/heatSources/workingTime/totalSystem', 'mins', 90, 5_400],
  ['/heatSources/workingTime/totalSystem', 's', 90, 90],
  ['/heatSources/workingTime/totalSystem', undefined, 90, 90],
  ['/heatSources/workingTime/totalSystem', 'furlongs', 90, 90],
  ['/heatSources/workingTime/totalSystem', 'C', 90, 90],
  ['/heatSources/eHeater/powerElecActual', 'kW', 6, 6_000],
  ['/solarCircuits/sc1/solarYield', 'wh', 200.7, 200.7],
  ['/solarCircuits/sc1/solarYield', 'kWh', 0.2, 200],
  ['/heatSources/hs1/pumpVolumeFlow', 'l/min', 20, 1_200],
  ['/ventilation/zone1/exhaustFanSpeed', '1/min', 800, 800],
  ['/dhwCircuits/dhw1/extraDhw/time', 'hour', 2, 2],
  ['/heatSources/workingTime/totalSystem', 'constructor', 90, 90],
])('%s in %s: %d is stored as %d', (path, unit, raw, stored) => {
  expect(readLeafValue(resourceOf(path), raw, undefined, unit)).toBe(stored);
});

test('the ends of the physical range are values, what lies beyond is not', () => {
  expect(readLeafValue(room, -40)).toBe(-40);
  expect(readLeafValue(room, 60)).toBe(60);
  expect(readLeafValue(room, 60.1)).toEqual({ no: 'OUT_OF_RANGE' });
  expect(readLeafValue(room, -40.1)).toEqual({ no: 'OUT_OF_RANGE' });
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, '21.5', ''])(
  'refuses %j as a number',
  (raw) => {
    expect(readLeafValue(room, raw)).toBeUndefined();
  },
);

test('takes any word as it is, but none that cannot be stored and no number', () => {
  expect(readLeafValue(mode, 'auto')).toBe('auto');
  expect(readLeafValue(mode, '')).toBe('');
  expect(readLeafValue(mode, '😀')).toBe('😀');
  for (const text of ['au\0to', 'auto\ud800', '\udfff']) expect(readLeafValue(mode, text)).toBeUndefined();
  expect(readLeafValue(mode, 1)).toBeUndefined();
});

/** Halves of surrogate pairs too. */
const anyUnits = fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units));

test('whatever a gateway sends becomes a storable value, a reason or nothing', () => {
  const raw = fc.oneof(
    fc.double(),
    fc.double({ min: -100, max: 200 }),
    fc.string({ unit: 'binary' }),
    anyUnits,
  );
  const sentinels = fc.option(fc.dictionary(fc.string(), fc.double(), { noNullPrototype: true }), {
    nil: undefined,
  });
  fc.assert(
    fc.property(fc.constantFrom(...CATALOGUE), raw, sentinels, (resource, value, named) => {
      expect(isSound(resource, readLeafValue(resource, value, named))).toBe(true);
    }),
  );
});

function isSound({ type, range }: Resource, read: LeafValue | undefined): boolean {
  if (read === undefined) return true;
  if (typeof read === 'string') return type === 'string' && !read.includes('\0') && read.isWellFormed();
  if (typeof read === 'object') return type === 'number';
  return range !== undefined && read >= range[0] && read <= range[1];
}
