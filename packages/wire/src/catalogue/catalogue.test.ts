import { expect, test } from 'vitest';
import { CATALOGUE, dataPoint, locate, type Resource } from './catalogue.ts';

const points = CATALOGUE.flatMap((resource) => (resource.point ? [{ resource, point: resource.point }] : []));

test.each(CATALOGUE)('finds $path and names its place in the twin', (resource) => {
  const isNumbered = resource.path.includes('{n}');
  const path = resource.path.replace('{n}', '3');
  const located = locate(path);
  expect(located?.resource).toBe(resource);
  expect(located?.instance).toBe(isNumbered ? 3 : 0);
  expect(path.endsWith(`/${located?.component}/${located?.key}`)).toBe(true);
  expect(located?.pointName).toBe(resource.point?.name.replace('{n}', '3'));
});

test('no two rows share a place in the twin', () => {
  const places = CATALOGUE.map(({ path }) => locate(path.replace('{n}', '1')));
  expect(new Set(places.map((place) => `${place?.component} ${place?.key}`)).size).toBe(CATALOGUE.length);
});

test.each([1, 9])('knows circuit number %i', (digit) => {
  expect(locate(`/heatingCircuits/hc${digit}/roomtemperature`)).toMatchObject({
    component: `hc${digit}`,
    key: 'roomtemperature',
    instance: digit,
  });
});

test.each([
  ['an unknown leaf', '/heatingCircuits/hc1/unknown'],
  ['an unknown tree', '/gateway/wifi/ssid'],
  ['circuit 0', '/heatingCircuits/hc0/roomtemperature'],
  ['circuit 10', '/heatingCircuits/hc10/roomtemperature'],
  ['a template', '/heatingCircuits/hc{n}/roomtemperature'],
  ['a circuit of another kind', '/heatingCircuits/dhw1/actualTemp'],
  ['a branch', '/heatingCircuits/hc1/temperatureLevels'],
  ['a circuit alone', '/heatingCircuits/hc1'],
  ['a trailing slash', '/heatingCircuits/hc1/roomtemperature/'],
  ['a doubled slash', '/heatingCircuits//hc1/roomtemperature'],
  ['a longer path', '/heatingCircuits/hc1/roomtemperature/x'],
  ['something before it', '/x/heatingCircuits/hc1/roomtemperature'],
  ['a line break after it', '/heatingCircuits/hc1/roomtemperature\n'],
  ['other capitals', '/heatingcircuits/hc1/roomTemperature'],
  ['no leading slash', 'system/type'],
  ['a word of every object', 'constructor'],
  ['nothing', ''],
])('does not find %s', (_, path) => {
  expect(locate(path)).toBeUndefined();
});

test('paths, permanent ids and names are each used once', () => {
  const used: (string | number)[][] = [
    CATALOGUE.map((resource) => resource.path),
    points.map(({ point }) => point.id),
    points.map(({ point }) => point.name),
  ];
  for (const values of used) expect(new Set(values).size).toBe(values.length);
});

test('a point is named for a circuit exactly when its resource is', () => {
  for (const { resource, point } of points) {
    expect([point.name, point.name.includes('{n}')]).toEqual([point.name, resource.path.includes('{n}')]);
  }
});

test('every number has a range with room for a value, and no threshold is below 0', () => {
  const hasNoRange = ({ type, range }: Resource) =>
    range === undefined ? type === 'number' : range[0] >= range[1];
  expect(CATALOGUE.filter(hasNoRange)).toEqual([]);
  expect(points.filter(({ point }) => point.threshold < 0)).toEqual([]);
});

test('a permanent id leads to the name and the unit of one circuit', () => {
  expect(dataPoint(1, 2)).toEqual({ name: 'hvac.heatingCircuit.hc2.roomTemperature', unit: 'C' });
  expect(dataPoint(6, 1)).toEqual({ name: 'hvac.heatingCircuit.hc1.operationMode' });
  expect(dataPoint(60, 0)).toEqual({ name: 'hvac.system.sensor.outdoorTemperature', unit: 'C' });
  expect(dataPoint(0, 1)).toBeUndefined();
});
