import { expect, test } from 'vitest';
import { LiveTree } from './live-tree.ts';
import { pollClassOf } from './poll-class.ts';

const ROOM = '/heatingCircuits/hc1/roomtemperature';
const MODE = '/heatingCircuits/hc1/operationMode';
const MINUTE_MS = 60_000;
const NOON = Date.UTC(2026, 0, 15, 12);

const room = (value: number) => ({ id: ROOM, type: 'floatValue', writeable: 0, value, unitOfMeasure: 'C' });
const mode = {
  id: MODE,
  type: 'stringValue',
  writeable: 1,
  value: 'auto',
  allowedValues: ['auto', 'manual'],
};
const faults = { id: '/notifications', type: 'errorList', values: [{ dcd: '6L', ccd: 229 }] };

test.each([
  ['what moves', ROOM, room(20), 'FAST'],
  [
    'a setting',
    '/heatingCircuits/hc1/manualRoomSetpoint',
    { ...room(21), id: '/heatingCircuits/hc1/manualRoomSetpoint' },
    'NORMAL',
  ],
  [
    'a counter of several kinds',
    '/heatSources/emon/totalConsumption',
    { id: '/heatSources/emon/totalConsumption', type: 'emonValue', unit: 'kWh', values: [{ compressor: 1 }] },
    'NORMAL',
  ],
  ['a name', '/gateway/versionFirmware', { ...mode, id: '/gateway/versionFirmware' }, 'DAILY'],
  ['what the platform does not keep', '/signals/X', { ...mode, id: '/signals/X' }, 'SLOW'],
  ['the list of faults', '/notifications', faults, 'FAST'],
])('%s has a class of its own', (_what, path, resource, expected) => {
  expect(pollClassOf(path, resource)).toBe(expected);
});

test('what is due is read in the order of its age; a clock that was set back holds nothing up', () => {
  const tree = new LiveTree();
  tree.put(ROOM, room(20), NOON);
  tree.put('/notifications', faults, NOON - 1_000);
  tree.put('/gateway/versionFirmware', { ...mode, id: '/gateway/versionFirmware' }, NOON);
  expect(tree.due(NOON + MINUTE_MS - 1)).toEqual(['/notifications']);
  expect(tree.due(NOON + MINUTE_MS)).toEqual(['/notifications', ROOM]);
  expect(tree.due(NOON - 7 * 24 * 60 * MINUTE_MS)).toHaveLength(3);
});

test('a value that could not be read for three intervals is not reported; faults stay as they were last read', () => {
  const tree = new LiveTree();
  tree.put(ROOM, room(20), NOON);
  tree.put('/notifications', faults, NOON);
  expect(tree.values(NOON + 3 * MINUTE_MS)).toEqual({ [ROOM]: 20 });
  expect(tree.values(NOON + 5 * MINUTE_MS)).toEqual({});
  expect(tree.notifications()).toEqual([{ dcd: '6L', ccd: 229 }]);
  expect(tree.leaves()).toHaveLength(1);
});

test('a change of what may be written is noticed once, a change of a value is none', () => {
  const tree = new LiveTree();
  tree.put(MODE, mode, NOON);
  expect([tree.takeDescriptionChange(), tree.takeDescriptionChange()]).toEqual([true, false]);
  tree.put(MODE, { ...mode, value: 'manual' }, NOON);
  expect(tree.takeDescriptionChange()).toBe(false);
  tree.put(MODE, { ...mode, allowedValues: ['auto', 'manual', 'off'] }, NOON);
  expect(tree.takeDescriptionChange()).toBe(true);
});
