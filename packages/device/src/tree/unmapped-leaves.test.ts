import { expect, test } from 'vitest';
import { buildTree } from './load-tree.ts';
import { coverageOf, heatingCoverageOf, unmappedLeaves } from './unmapped-leaves.ts';

const ROOM = { id: '/heatingCircuits/hc1/roomtemperature', type: 'floatValue', value: 20 };
const WIND = { id: '/heatingCircuits/hc1/windSpeed', type: 'floatValue', value: 3 };
const SSID = { id: '/gateway/wifi/ssid', type: 'stringValue', value: 'home' };

test('what the catalogue does not list is named', () => {
  expect(unmappedLeaves(buildTree([WIND, ROOM, SSID]))).toEqual([SSID.id, WIND.id]);
});

test('a type that the link has no form for is unmapped, also where the catalogue has the path', () => {
  const update = { id: '/gateway/update/status', type: 'updateStatus', value: {} };
  expect(unmappedLeaves(buildTree([update, ROOM]))).toEqual([update.id]);
});

test('branches, history, faults and what is not in use are no leaves', () => {
  const tree = buildTree([
    ROOM,
    { id: '/heatingCircuits', type: 'refEnum', references: [] },
    { id: '/recordings/heatSources/x', type: 'yRecording', values: [] },
    { id: '/notifications', type: 'errorList', values: [] },
    { ...WIND, used: 'false' },
  ]);
  expect(unmappedLeaves(tree)).toEqual([]);
});

test('a leaf of the catalogue without a value now is not unmapped', () => {
  expect(
    unmappedLeaves(
      buildTree([
        { ...ROOM, value: 'none' },
        { ...WIND, value: 'none' },
      ]),
    ),
  ).toEqual([WIND.id]);
});

test('the share counts all leaves, and apart from them those that carry heating values', () => {
  const tree = buildTree([ROOM, WIND, SSID]);
  expect(coverageOf(tree)).toEqual({ mapped: 1, total: 3, unmapped: [SSID.id, WIND.id] });
  expect(heatingCoverageOf(tree)).toEqual({ mapped: 1, total: 2, unmapped: [WIND.id] });
});
