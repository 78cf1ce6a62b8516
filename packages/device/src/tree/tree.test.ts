import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { Describe, Notifications } from '@hearthgate/wire';
import { Value } from 'typebox/value';
import { buildTree, loadTree } from './load-tree.ts';
import { ReplayAppliance } from './replay-appliance.ts';

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
  expect([...tree.skipped.keys()].toSorted()).toEqual(['refEnum', 'switchProgram']);
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

test('sentinels come as a map or a list, and words in them are left out', () => {
  const { leaves } = buildTree([
    { id: '/a', type: 'floatValue', value: 1, state: [{ open: -32_768, short: 32_767 }, { invalid: 255 }] },
    { id: '/b', type: 'integerValue', value: '2', state: { NA_OPEN: -3276.8, note: 'x' } },
  ]);
  expect(leaves.get('/a')?.leaf.state).toEqual({ open: -32_768, short: 32_767, invalid: 255 });
  expect(leaves.get('/b')).toMatchObject({ value: 2, leaf: { state: { NA_OPEN: -3276.8 } } });
});

test('an error list becomes notifications, and empty objects nothing', () => {
  const tree = buildTree([
    {},
    {
      id: '/notifications',
      type: 'errorList',
      values: [{ dcd: '4U', ccd: '521', fc: 4, dlv: '8', t: 'x' }, 1],
    },
  ]);
  expect(tree.notifications).toEqual([{ dcd: '4U', ccd: 521, fc: '4' }]);
  expect(tree.skipped.size).toBe(0);
});

test('what the link cannot carry is listed', () => {
  const tree = buildTree([
    { id: '/a', type: 'floatValue' },
    { id: '/recordings/a?interval=1', type: 'floatValue', value: 1 },
    { id: '/c', type: 'systeminfo' },
    { value: 1 },
  ]);
  expect([...tree.skipped]).toEqual([
    ['no usable value', ['/a']],
    ['not a resource path', ['/recordings/a?interval=1']],
    ['systeminfo', ['/c']],
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
  },
);
