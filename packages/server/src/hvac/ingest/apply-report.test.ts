import { CATALOGUE, dataPoint, type Leaf, type LeafScalar } from '@hearthgate/wire';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyState, reading, type ReportedState } from '../system-state.ts';
import { RECORD_AT_LEAST_MS, applyValues, type Applied } from './apply-report.ts';

const AT = Date.parse('2026-01-15T06:30:00Z');
const MINUTE = 60_000;
const ROOM = '/heatingCircuits/hc1/roomtemperature';
const MODE = '/heatingCircuits/hc1/operationMode';
const SETPOINT = '/heatingCircuits/hc1/currentRoomSetpoint';
const COMFORT = '/heatingCircuits/hc1/temperatureLevels/comfort';

function report(
  state: ReportedState,
  values: Readonly<Record<string, LeafScalar>>,
  atMs = AT,
  recordable = true,
): Applied {
  return applyValues(state, values, atMs, recordable);
}
/** The state after the given reports, a minute apart. */
function after(...reports: Readonly<Record<string, LeafScalar>>[]): ReportedState {
  return reports.reduce(
    (state, values, index) => report(state, values, AT + index * MINUTE).state,
    emptyState(101_000_001),
  );
}
function describedAs(leaf: Leaf): ReportedState {
  return { ...emptyState(101_000_001), leaves: new Map([[leaf.id, leaf]]) };
}
const roomOf = (state: ReportedState) => reading(state, 'hc1', 'roomtemperature');

test('the first value enters the twin, is recorded and told', () => {
  const { state, changedComponents, recordings, points } = report(emptyState(101_000_001), { [ROOM]: 20.5 });
  expect(roomOf(state)).toBe(20.5);
  expect([...changedComponents]).toEqual(['hc1']);
  expect(recordings).toEqual([{ point: 1, instance: 1, atMs: AT, value: 20.5 }]);
  expect(points).toEqual([{ point: 1, instance: 1, value: 20.5 }]);
  expect(state.latestAtMs).toBe(AT);
});

test('a change inside the deadband moves the twin alone', () => {
  const { state, recordings, points } = report(after({ [ROOM]: 20 }), { [ROOM]: 20.1 }, AT + MINUTE);
  expect(roomOf(state)).toBe(20.1);
  expect({ recordings, points }).toEqual({ recordings: [], points: [] });
});

test('a change of exactly the threshold is worth telling, at every temperature', () => {
  for (let tenths = -400; tenths < 598; tenths += 1) {
    const [from, to] = [tenths / 10, (tenths + 2) / 10];
    expect([from, report(after({ [ROOM]: from }), { [ROOM]: to }).points.length]).toEqual([from, 1]);
    expect([to, report(after({ [ROOM]: to }), { [ROOM]: from }).points.length]).toEqual([to, 1]);
  }
});

test('small steps add up: they are compared with what was told, not with the last value', () => {
  const before = after({ [ROOM]: 20 }, { [ROOM]: 20.1 });
  expect(report(before, { [ROOM]: 20.2 }, AT + 2 * MINUTE).points).toEqual([
    { point: 1, instance: 1, value: 20.2 },
  ]);
});

test('a set-point without a threshold is told at any change, and only then', () => {
  const before = after({ [SETPOINT]: 21 });
  expect(report(before, { [SETPOINT]: 21.05 }).points).toHaveLength(1);
  expect(report(before, { [SETPOINT]: 21 }).points).toEqual([]);
});

test('words are told when they change, and never recorded as numbers', () => {
  const { points, recordings } = report(after({ [MODE]: 'auto' }), { [MODE]: 'manual' });
  expect(points).toEqual([{ point: 6, instance: 1, value: 'manual' }]);
  expect(recordings).toEqual([]);
});

test('an unchanged value changes nothing until it is recorded again after 15 minutes', () => {
  const before = after({ [ROOM]: 20 });
  const early = report(before, { [ROOM]: 20 }, AT + RECORD_AT_LEAST_MS - 1);
  expect([early.recordings, early.points, early.changedComponents.size]).toEqual([[], [], 0]);
  expect(early.state.twin).toBe(before.twin);
  const due = report(early.state, { [ROOM]: 20 }, AT + RECORD_AT_LEAST_MS);
  expect(due.recordings).toEqual([{ point: 1, instance: 1, atMs: AT + RECORD_AT_LEAST_MS, value: 20 }]);
  expect(due.points).toEqual([]);
  expect(report(due.state, { [ROOM]: 20 }, AT + RECORD_AT_LEAST_MS + 1).recordings).toEqual([]);
});

test('the recording after 15 minutes does not move the deadband', () => {
  const recorded = report(after({ [ROOM]: 20 }), { [ROOM]: 20.1 }, AT + RECORD_AT_LEAST_MS);
  expect(recorded.recordings).toMatchObject([{ value: 20.1 }]);
  expect(report(recorded.state, { [ROOM]: 20.2 }, AT + RECORD_AT_LEAST_MS + 1).points).toHaveLength(1);
});

test('a late value is recorded under its own time and does not overwrite the twin', () => {
  const before = after({ [ROOM]: 20 });
  const late = report(before, { [ROOM]: 18 }, AT - MINUTE);
  expect(roomOf(late.state)).toBe(20);
  expect(late.recordings).toEqual([{ point: 1, instance: 1, atMs: AT - MINUTE, value: 18 }]);
  expect(late.changedComponents.size).toBe(0);
  expect([late.state.latestAtMs, late.state.published]).toEqual([AT, before.published]);
});

test('a late value fills what the twin lacks', () => {
  const late = report(after({ [ROOM]: 20 }), { [COMFORT]: 21 }, AT - MINUTE);
  expect(reading(late.state, 'hc1', 'temperatureLevels/comfort')).toBe(21);
  expect([roomOf(late.state), late.state.latestAtMs]).toEqual([20, AT]);
});

test('a value too old to be kept changes the twin, but is not recorded', () => {
  const { state, recordings, points } = report(emptyState(1), { [ROOM]: 20 }, AT, false);
  expect([roomOf(state), recordings, points.length]).toEqual([20, [], 1]);
});

test('a sentinel becomes the reason, and is neither told nor recorded', () => {
  const leaf: Leaf = { id: ROOM, type: 'number', state: { open: -3276.8 } };
  const known = report(describedAs(leaf), { [ROOM]: 20 }).state;
  const broken = report(known, { [ROOM]: -3276.8 }, AT + RECORD_AT_LEAST_MS);
  expect(roomOf(broken.state)).toEqual({ no: 'SENSOR_OPEN' });
  expect([broken.recordings, broken.points]).toEqual([[], []]);
  const still = report(broken.state, { [ROOM]: -3276.8 }, AT + RECORD_AT_LEAST_MS + 1);
  expect(still.changedComponents.size).toBe(0);
});

test('what the catalogue does not list, and what cannot be a value, leave no trace', () => {
  const before = after({ [ROOM]: 20 });
  const values = { '/gateway/wifi/ssid': 'home', '/x': 1, [MODE]: 1, [SETPOINT]: 'warm', constructor: 1 };
  const { state, recordings, points, changedComponents } = report(before, values);
  expect([recordings, points, changedComponents.size]).toEqual([[], [], 0]);
  expect(state).toEqual(before);
});

test('the state before is never changed', () => {
  const before = after({ [ROOM]: 20, [MODE]: 'auto' });
  const copy = structuredClone(before);
  report(before, { [ROOM]: 25, [MODE]: 'manual', [COMFORT]: 21 }, AT + MINUTE);
  report(before, { [ROOM]: 15 }, AT - MINUTE);
  expect(before).toEqual(copy);
});

test('a number is stored in the unit of the catalogue, whichever the gateway uses', () => {
  const path = '/heatSources/workingTime/totalSystem';
  const boiler = describedAs({ id: path, type: 'number', unit: 'mins' });
  expect(reading(report(boiler, { [path]: 10 }).state, 'heatSources', 'workingTime/totalSystem')).toBe(600);
  const pump = describedAs({ id: path, type: 'number', unit: 's' });
  expect(reading(report(pump, { [path]: 10 }).state, 'heatSources', 'workingTime/totalSystem')).toBe(10);
});

test('a data point with two carriers is told once, by the one the gateway has', () => {
  const [first, second] = ['/dhwCircuits/dhw1/volumeFlow', '/dhwCircuits/dhw1/waterFlow'];
  const told = (values: Readonly<Record<string, number>>) => {
    const leaves = new Map(Object.keys(values).map((id) => [id, { id, type: 'number' } as const]));
    return report({ ...emptyState(101_000_001), leaves }, values).points;
  };
  expect(told({ [first]: 6, [second]: 9 })).toEqual([{ point: 27, instance: 1, value: 6 }]);
  expect(told({ [first]: 6 })).toEqual([{ point: 27, instance: 1, value: 6 }]);
  expect(told({ [second]: 9 })).toEqual([{ point: 27, instance: 1, value: 9 }]);
});

const PATHS = CATALOGUE.map(({ path, type }) => ({ path: path.replace('{n}', '1'), type }));
const someValues = fc
  .uniqueArray(fc.constantFrom(...PATHS), { selector: ({ path }) => path, maxLength: 12 })
  .chain((places) =>
    fc.tuple(
      ...places.map(({ path, type }) =>
        fc.tuple(
          fc.constant(path),
          type === 'number' ? fc.integer({ min: -1, max: 50 }) : fc.constantFrom('on', 'off'),
        ),
      ),
    ),
  );

test('values split over two reports of one time do what they do in one', () => {
  const time = fc.integer({ min: -20, max: 20 }).map((minutes) => AT + minutes * MINUTE);
  fc.assert(
    fc.property(someValues, someValues, fc.nat(12), time, (first, entries, place, atMs) => {
      const before = report(emptyState(101_000_001), Object.fromEntries(first)).state;
      const whole = report(before, Object.fromEntries(entries), atMs);
      const one = report(before, Object.fromEntries(entries.slice(0, place)), atMs);
      const two = report(one.state, Object.fromEntries(entries.slice(place)), atMs);
      expect(two.state).toEqual(whole.state);
      expect([...one.recordings, ...two.recordings]).toEqual(whole.recordings);
      expect([...one.points, ...two.points]).toEqual(whole.points);
      expect(new Set([...one.changedComponents, ...two.changedComponents])).toEqual(whole.changedComponents);
    }),
  );
});

test('what burns has no compressor: a boiler tells of its burner, also when it says what it is in the same report', () => {
  const values = { '/heatSources/actualModulation': 40, '/heatSources/numberOfStarts': 7 };
  const told = (more: Record<string, LeafScalar>) =>
    report(describedAs({ id: '/heatSources/hs1/type', type: 'string' }), {
      ...values,
      ...more,
    }).points.flatMap(({ point, instance }) => dataPoint(point, instance)?.name ?? []);
  const compressor = ['hvac.compressor.currentSpeed', 'hvac.compressor.numberOfStarts'];
  const burner = ['hvac.burner.modulation', 'hvac.burner.numberOfStarts'];
  expect(told({ '/heatSources/hs1/type': 'GasBoiler' })).toEqual(burner);
  expect(told({ '/system/type': 'boiler' })).toEqual(burner);
  expect(told({ '/system/type': 'hybman' })).toEqual(compressor);
  expect(told({ '/heatSources/hs1/type': 'Heatpump' })).toEqual(compressor);
});

test('a gateway that is not described yet is known by what it named itself', () => {
  const named = after({ '/heatSources/hs1/type': 'unknownBoiler' });
  const { points } = report(named, { '/heatSources/numberOfStarts': 7 });
  expect(points.map(({ point }) => point)).toEqual([66]);
});
