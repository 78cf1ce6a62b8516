import { expect, test } from 'vitest';
import { CATALOGUE, dataPoint, locate, type Resource } from './catalogue.ts';
import { ALTERNATIVES, DATA_POINTS, POINTS_OF_BOILERS } from './data-points.ts';

const points = CATALOGUE.flatMap((resource) => (resource.point ? [{ resource, point: resource.point }] : []));

test.each(CATALOGUE)('finds $path and names its place in the twin', (resource) => {
  const isNumbered = resource.path.includes('{n}');
  const path = resource.path.replace('{n}', '3').replace('{program}', 'A');
  const located = locate(path);
  expect(located?.resource).toBe(resource);
  expect(located?.instance).toBe(isNumbered ? 3 : 0);
  const [owner] = located?.component.split('/') ?? [];
  expect(path.endsWith(`/${owner}/${located?.key}`)).toBe(true);
  expect(located?.program).toBe(resource.path.includes('{program}') ? 'A' : undefined);
  expect(located?.pointName).toBe(resource.point?.name.replace('{n}', '3'));
});

test('each switch program has a row of its own in the twin', () => {
  expect(locate('/dhwCircuits/dhw1/switchPrograms/My')).toMatchObject({
    component: 'dhw1/My',
    key: 'switchPrograms/My',
    instance: 1,
    program: 'My',
  });
});

test('no two rows share a place in the twin', () => {
  const places = CATALOGUE.map(({ path }) => locate(path.replace('{n}', '1').replace('{program}', 'A')));
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
  ['circuit 100', '/heatingCircuits/hc100/roomtemperature'],
  ['a program without a name', '/heatingCircuits/hc1/switchPrograms'],
  ['a part of a program', '/heatingCircuits/hc1/switchPrograms/A/1'],
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
    [...DATA_POINTS, ...POINTS_OF_BOILERS].map((point) => point.id),
    [...DATA_POINTS, ...POINTS_OF_BOILERS].map((point) => point.name),
    [...DATA_POINTS.map((point) => point.path), ...ALTERNATIVES.map(([, path]) => path)],
  ];
  for (const values of used) expect(new Set(values).size).toBe(values.length);
});

test('every data point is carried by a resource of the catalogue', () => {
  expect(points).toHaveLength(DATA_POINTS.length + ALTERNATIVES.length);
});

test('a point of boilers stands beside one of its resource that no boiler has', () => {
  for (const { path, id } of POINTS_OF_BOILERS) {
    const { resource } = locate(path) ?? {};
    expect([path, resource?.pointOfBoiler?.id]).toEqual([path, id]);
    expect(resource?.point?.name).toMatch(/^hvac\.compressor\./);
  }
});

test('resources that share a data point have the same unit and kind', () => {
  for (const [id, path] of ALTERNATIVES) {
    const carriers = points.filter(({ point }) => point.id === id).map(({ resource }) => resource);
    expect(carriers.map((carrier) => [carrier.unit, carrier.kind])).toEqual(
      carriers.map(() => [carriers[0]?.unit, carriers[0]?.kind]),
    );
    const alternative = carriers.find((carrier) => carrier.path === path);
    expect(carriers.map((carrier) => carrier.path)).toContain(alternative?.point?.unless);
  }
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

test('only what an owner sets may be remote controlled', () => {
  const writable = CATALOGUE.filter((resource) => resource.writable);
  expect(writable.length).toBeGreaterThan(50);
  const owners = /^\/(heatingCircuits|dhwCircuits|programs|zones)\/|^\/system\/(awayMode|holidayModes)\//;
  for (const { path, kind } of writable)
    expect([path, kind]).toEqual([expect.stringMatching(owners), 'setting']);
});

test.each([
  'ssid',
  'mac',
  'ipv4',
  'apList',
  'dlk',
  'email',
  'address',
  'phone',
  'Password',
  'Key',
  'coordinates',
])('has no place for %s, which nobody may see', (word) => {
  expect(CATALOGUE.filter(({ path }) => path.split('/').at(-1)?.includes(word))).toEqual([]);
});

test('a sentinel of the catalogue never looks like a usual measurement', () => {
  for (const { path, range, sentinels } of CATALOGUE) {
    for (const [name, value] of Object.entries(sentinels ?? {})) {
      const isOutside = range !== undefined && (value < range[0] || value > range[1]);
      expect([path, name, isOutside || value === 0 || value === -1]).toEqual([path, name, true]);
    }
  }
});

test('what is large or numbered inside a component has a row of its own', () => {
  expect(locate('/heatSources/hs2/refrigerant/status')).toMatchObject({
    component: 'hs2/refrigerant',
    key: 'refrigerant/status',
    instance: 2,
  });
  expect(locate('/system/holidayModes/hm5/startStop')).toMatchObject({
    component: 'system/hm5',
    key: 'holidayModes/hm5/startStop',
    instance: 5,
  });
  expect(locate('/programs/pg1/week')).toMatchObject({
    component: 'programs/pg1',
    key: 'pg1/week',
    program: 'pg1',
  });
  expect(locate('/dhwCircuits/dhw1/programs/pg1/week')).toMatchObject({
    component: 'dhw1/pg1',
    instance: 1,
    program: 'pg1',
  });
});

test('a zone of the ventilation is no room', () => {
  expect(locate('/zones/zone1/name')?.component).toBe('zone1');
  expect(locate('/ventilation/zone1/sensors/outdoorTemp')).toMatchObject({
    component: 'ventilation/zone1',
    instance: 1,
  });
});

test.each([
  '/devices/device32/battery',
  '/zones/zone16/name',
  '/zones/zn24/userMode',
  '/heatSources/hs6/type',
])('knows %s', (path) => {
  expect(locate(path)?.instance).toBeGreaterThan(1);
});
