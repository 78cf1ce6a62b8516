import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { Describe, Notifications, locate, readLeafValue } from '@hearthgate/wire';
import { Value } from 'typebox/value';
import { buildTree, loadTree } from './load-tree.ts';
import { ReplayAppliance } from './replay-appliance.ts';
import { heatingCoverageOf } from './unmapped-leaves.ts';

const BOILER = fileURLToPath(new URL('../../trees/icom-boiler.json', import.meta.url));
const FIXTURES = fileURLToPath(new URL('../../../../../shared/fixtures', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'tree-'));
afterAll(() => rmSync(scratch, { recursive: true }));

function fileWith(name: string, text: string): string {
  const file = join(scratch, name);
  writeFileSync(file, text);
  return file;
}

test('the boiler that comes along is a complete ICOM', () => {
  const tree = loadTree(BOILER);
  const boiler = new ReplayAppliance(tree);
  expect(boiler.identity).toEqual({
    gatewayType: 'ICOM',
    brand: 'Buderus',
    firmware: '04.08.02',
    hardware: 'iCom_Low_NSC_v1',
  });
  expect(Value.Check(Describe, { leaves: boiler.describe() })).toBe(true);
  expect(tree.leaves.get('/heatSources/chimneyTemperature')).toMatchObject({
    leaf: { state: { open: -3276.8, short: 3276.7 } },
    value: -3276.8,
  });
  expect([...tree.skipped.keys()]).toEqual(['refEnum']);
});

test('writes change the tree within its limits', () => {
  const boiler = new ReplayAppliance(loadTree(BOILER));
  const path = '/heatingCircuits/hc1/manualRoomSetpoint';
  expect(boiler.write(path, 21.3)).toEqual({ status: 'CONFIRMED', value: 21.3 });
  expect(boiler.read()[path]).toBe(21.3);
  expect(boiler.write(path, 31)).toEqual({ status: 'REFUSED', error: 'above the maximum of 30' });
  expect(boiler.write('/heatingCircuits/hc1/roomtemperature', 20)).toMatchObject({ error: 'read-only' });
  expect(boiler.write('/heatingCircuits/hc1/operationMode', 'off')).toMatchObject({
    error: 'not one of auto, manual',
  });
  expect(boiler.write('/heatingCircuits/hc1/temporaryRoomSetpoint', -1)).toMatchObject({
    status: 'CONFIRMED',
  });
});

test('an energy resource becomes a leaf for each of its counters', () => {
  const id = '/heatSources/emon/totalConsumption';
  const { leaves } = buildTree([
    { id, type: 'emonValue', unit: 'kWh', values: [{ outputProduced: 18.5 }, { compressor: 5 }] },
  ]);
  expect([...leaves].map(([path, { leaf, value }]) => [path, leaf.unit, value])).toEqual([
    [`${id}/outputProduced`, 'kWh', 18.5],
    [`${id}/compressor`, 'kWh', 5],
  ]);
});

test('starts of all heat sources add up to those of the system, by purpose', () => {
  const starts = (source: string, dhw: number) => ({
    id: `/heatSources/${source}/numberOfStarts`,
    type: 'emonValue',
    values: [{ dhw }, { total: 1 }],
  });
  const { leaves } = buildTree([starts('hs1', 679), starts('hs2', 21)]);
  expect(leaves.get('/heatSources/emon/dhw/numberOfStarts')?.value).toBe(700);
  expect(leaves.get('/heatSources/emon/total/numberOfStarts')?.value).toBe(2);
  const own = { id: '/heatSources/emon/dhw/numberOfStarts', type: 'integerValue', value: 5 };
  expect(buildTree([starts('hs1', 679), own]).leaves.get(own.id)?.value).toBe(5);
});

test('sentinels come as a map or a list, and words in them are left out', () => {
  const { leaves } = buildTree([
    { id: '/a', type: 'floatValue', value: 1, state: [{ open: -32_768, short: 32_767 }, { invalid: 255 }] },
    { id: '/b', type: 'integerValue', value: '2', state: { NA_OPEN: -3276.8, note: 'x' } },
  ]);
  expect(leaves.get('/a')?.leaf.state).toEqual({ open: -32_768, short: 32_767, invalid: 255 });
  expect(leaves.get('/b')).toMatchObject({ value: 2, leaf: { state: { NA_OPEN: -3276.8 } } });
});

test('an error list becomes notifications; its history and empty objects become nothing', () => {
  const tree = buildTree([
    {},
    {
      id: '/notifications',
      type: 'errorList',
      values: [
        { dcd: '4U', ccd: '521', fc: 4, dlv: '8', t: 'x', act: 'A' },
        { dcd: '6A', ccd: 227, act: 'H' },
        1,
      ],
    },
  ]);
  expect(tree.notifications).toEqual([{ dcd: '4U', ccd: 521, fc: '4' }]);
  expect(tree.skipped.size).toBe(0);
});

test('a switch program keeps its points and the limits that the gateway names', () => {
  const id = '/heatingCircuits/hc1/switchPrograms/A';
  const { leaves } = buildTree([
    {
      id,
      type: 'switchProgram',
      writeable: 1,
      setpointProperty: { id: '/heatingCircuits/hc1/temperatureLevels', uri: 'http://192.0.2.1' },
      maxNbOfSwitchPoints: 42,
      maxNbOfSwitchPointsPerDay: 6,
      switchPointTimeRaster: 15,
      switchPoints: [{ dayOfWeek: 'Mo', setpoint: 'comfort2', time: 300 }],
    },
  ]);
  expect(leaves.get(id)).toEqual({
    leaf: {
      id,
      type: 'switchProgram',
      writeable: true,
      program: {
        maxPoints: 42,
        maxPointsPerDay: 6,
        rasterMinutes: 15,
        setpoints: '/heatingCircuits/hc1/temperatureLevels',
      },
    },
    value: [{ dayOfWeek: 'Mo', setpoint: 'comfort2', time: 300 }],
  });
});

test('programs of EasyControl are switch programs too: temperatures for rooms, levels for hot water', () => {
  const [rooms, water] = ['/programs/pg1/week', '/dhwCircuits/dhw1/programs/pg1/week'];
  const { leaves } = buildTree([
    { id: rooms, type: 'weekProgram', writeable: 1, value: [{ d: 'Su', t: 0, Th: 21.5, name: 0 }] },
    { id: water, type: 'dhwProgram', writeable: 1, value: [{ d: 'Su', t: 390, dhw: 'high' }] },
  ]);
  expect(leaves.get(rooms)).toMatchObject({
    leaf: { type: 'switchProgram', program: {} },
    value: [{ dayOfWeek: 'Su', time: 0, setpoint: 21.5 }],
  });
  expect(leaves.get(water)).toMatchObject({
    leaf: { program: { setpoints: '/dhwCircuits/dhw1/temperatureLevels' } },
    value: [{ dayOfWeek: 'Su', time: 390, setpoint: 'high' }],
  });
});

test('a program with a point that cannot be understood is left out as a whole', () => {
  const point = { dayOfWeek: 'Mo', setpoint: 'eco', time: 300 };
  const wrong = [{ ...point, dayOfWeek: 'Montag' }, { ...point, time: 1_500 }, { time: 300 }, null];
  for (const switchPoints of [
    ...wrong.map((second) => [point, second]),
    [],
    Array.from({ length: 101 }, () => point),
  ]) {
    expect(buildTree([{ id: '/a', type: 'switchProgram', switchPoints }]).leaves.size).toBe(0);
  }
});

test('a list of words keeps its words; the empty word is none', () => {
  const { leaves } = buildTree([
    { id: '/a', type: 'arrayData', values: ['ch', 'dhw'], allowedValues: ['', 'ch', 'dhw'] },
    { id: '/b', type: 'arrayData', values: [''] },
    { id: '/c', type: 'arrayData', value: ['x'.repeat(61)] },
  ]);
  expect(leaves.get('/a')).toMatchObject({
    leaf: { type: 'words', allowedValues: ['ch', 'dhw'] },
    value: ['ch', 'dhw'],
  });
  expect(leaves.get('/b')?.value).toEqual([]);
  expect(leaves.has('/c')).toBe(false);
});

const UTF16 = { charset: 'UTF16', codingType: 'base64', maxLength: 50 };
test.each([
  ['says so', '/zones/zone1/name', 'AHoAbwBuAGUAIABvAG4AZQ==', UTF16, 'zone one'],
  [
    'says it is none',
    '/devices/device1/name',
    'CR20RFxx',
    { charset: 'UTF8', codingType: 'ascii' },
    'CR20RFxx',
  ],
  ['says so of no base64', '/zones/zone1/name', 'K\u00fcche', UTF16, 'K\u00fcche'],
  ['says so of half a letter', '/zones/zone1/name', 'AHoA', UTF16, 'AHoA'],
  ['says nothing, in a name', '/zones/zn1/name', 'U2NobGFmemltbWVy', undefined, 'Schlafzimmer'],
  ['says nothing, in a plain name', '/zones/zn1/name', 'Bathroom', undefined, 'Bathroom'],
  ['says nothing, in a short name', '/zones/zn1/name', 'QmFk', undefined, 'QmFk'],
  ['says nothing, in no name', '/zones/zn1/icon', 'U2NobGFmemltbWVy', undefined, 'U2NobGFmemltbWVy'],
])('base64 where the gateway %s: %s', (_, id, value, valueConfig, text) => {
  expect(buildTree([{ id, type: 'stringValue', value, valueConfig }]).leaves.get(id)?.value).toBe(text);
});

test('each module on the bus becomes leaves, without columns that say nothing', () => {
  const { leaves } = buildTree([
    {
      id: '/system/basicInfo',
      type: 'systeminfo',
      gatewayId: '101000007',
      values: [
        { Tok: '8', Id: '8', Ver: '9.7.0', ProductName: 'Compress', ModuleSerialNumber: 5.7e21, Other: 'x' },
        { Tok: '16', ProductName: '', No: '313030302D3100FFFF' },
        { Tok: '17', No: '0000' },
        { Tok: '18', No: '10000000000000000000019' },
        'no row',
      ],
    },
  ]);
  expect([...leaves].map(([id, { value }]) => [id, value])).toEqual([
    ['/system/basicInfo/module1/tok', '8'],
    ['/system/basicInfo/module1/id', '8'],
    ['/system/basicInfo/module1/ver', '9.7.0'],
    ['/system/basicInfo/module1/productName', 'Compress'],
    ['/system/basicInfo/module2/tok', '16'],
    ['/system/basicInfo/module2/no', '1000-1'],
    ['/system/basicInfo/module3/tok', '17'],
    ['/system/basicInfo/module4/tok', '18'],
    ['/system/basicInfo/module4/no', '10000000000000000000019'],
  ]);
});

test('what the link cannot carry is listed', () => {
  const tree = buildTree([
    { id: '/a', type: 'floatValue' },
    { id: '/recordings/a?interval=1', type: 'floatValue', value: 1 },
    { id: '/c', type: 'apList' },
    { id: '/d', type: 'stringValue', value: 'x', used: 'false' },
    { id: '/e', type: 'stringValue', value: 'x', available: 'false' },
    { value: 1 },
  ]);
  expect([...tree.skipped]).toEqual([
    ['no usable value', ['/a']],
    ['not a resource path', ['/recordings/a?interval=1']],
    ['apList', ['/c']],
    ['not in use', ['/d', '/e']],
    ['(no type)', ['(no id)']],
  ]);
});

test('says what is wrong with a file', () => {
  expect(() => loadTree(join(scratch, 'none'))).toThrow(/cannot read .*none: no such file or folder/);
  expect(() => loadTree(scratch)).toThrow('the folder has no .json file');
  expect(() => loadTree(fileWith('a.txt', '{'))).toThrow(/a\.txt is not JSON/);
  expect(() => loadTree(fileWith('b.txt', '[1]'))).toThrow('found 1 where a resource must stand');
  expect(() => loadTree(fileWith('c.txt', '[]'))).toThrow('holds no leaf with a value');
});

describe.skipIf(!existsSync(FIXTURES))(
  'recorded trees (left out where the fixtures are not beside the repository)',
  () => {
    const files = existsSync(FIXTURES)
      ? [
          ...readdirSync(join(FIXTURES, 'km200')).map((name) => join('km200', name)),
          join('k40rf', 'fixtures'),
        ]
      : [];
    test.each(files)('%s loads', (name) => {
      const tree = loadTree(join(FIXTURES, name));
      const appliance = new ReplayAppliance(tree);
      expect(tree.leaves.size).toBeGreaterThan(20);
      expect(Value.Check(Describe, { leaves: appliance.describe() })).toBe(true);
      expect(Value.Check(Notifications, appliance.notifications())).toBe(true);
      const inFile = name.includes('heatpump-a')
        ? { gatewayType: 'ICOM', brand: 'Bosch', firmware: '04.07.05' }
        : {};
      expect(appliance.identity).toMatchObject(inFile);
      expect([...tree.skipped.keys()]).not.toContain('not a resource path');
    });

    test.each(files)('%s: at most a tenth of the leaves that carry heating values is not mapped', (name) => {
      const { total, unmapped } = heatingCoverageOf(loadTree(join(FIXTURES, name)));
      expect(total).toBeGreaterThan(10);
      expect([unmapped, unmapped.length <= total / 10]).toEqual([unmapped, true]);
    });

    test.each(files)(
      '%s: every number in the catalogue has the unit of the catalogue or one that is turned into it',
      (name) => {
        const { leaves } = loadTree(join(FIXTURES, name));
        for (const { leaf, value } of leaves.values()) {
          const resource = locate(leaf.id)?.resource;
          if (!resource) continue;
          expect([leaf.id, resource.type]).toEqual([leaf.id, leaf.type]);
          const read = readLeafValue(resource, value, leaf.state, leaf.unit);
          expect([leaf.id, value, read === undefined]).toEqual([leaf.id, value, false]);
          expect([leaf.id, value, read]).not.toEqual([leaf.id, value, { no: 'OUT_OF_RANGE' }]);
          // What is written goes to the gateway as it is.
          if (resource.writable && typeof read === 'number')
            expect([leaf.id, read]).toEqual([leaf.id, value]);
        }
      },
    );
  },
);
