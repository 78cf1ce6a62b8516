import { expect, test } from 'vitest';
import { dataPoint } from './catalogue.ts';
import { findDataPoint } from './find-data-point.ts';
import { CATALOGUE, pointsOf } from './rows.ts';

const points = CATALOGUE.flatMap((resource) =>
  pointsOf(resource).map((point) => ({ point, kind: resource.kind })),
);

test.each(points)('$point.name is found by its name', ({ point, kind }) => {
  const instance = point.name.includes('{n}') ? 3 : 0;
  const name = dataPoint(point.id, instance)?.name ?? '';
  expect(findDataPoint(name)).toMatchObject({ id: point.id, instance, kind });
});

test.each([
  '',
  'hvac',
  'hvac.heatingCircuit.hc{n}.roomTemperature',
  'hvac.heatingCircuit.hc0.roomTemperature',
])('"%s" is no data point', (name) => expect(findDataPoint(name)).toBeUndefined());
