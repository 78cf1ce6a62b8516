import { SWITCH_POINTS_MAX, SwitchPoint, type Leaf } from '@hearthgate/wire';
import { Compile } from 'typebox/compile';
import { type Fields, type ReadLeaf, listOf, numberOf } from './fields.ts';

const switchPoint = Compile(SwitchPoint);

/** A program with a switch point that cannot be understood is no program: half of one would heat wrongly. */
export function readProgram(id: string, fields: Fields): ReadLeaf[] {
  const given = listOf(fields['switchPoints'] ?? fields['value']);
  const value = given.map(readSwitchPoint).filter((point) => point !== undefined);
  if (given.length === 0 || value.length < given.length || value.length > SWITCH_POINTS_MAX) return [];
  const leaf: Leaf = {
    id,
    type: 'switchProgram',
    writeable: fields['writeable'] === 1,
    program: programOf(id, fields),
  };
  return [{ leaf, value }];
}

/** `{dayOfWeek, time, setpoint}`; EasyControl: `{d, t, Th}` with a temperature, `{d, t, dhw}` with a level. */
function readSwitchPoint(given: unknown): SwitchPoint | undefined {
  if (typeof given !== 'object' || given === null) return undefined;
  const fields: Fields = { ...given };
  const point: unknown = {
    dayOfWeek: fields['dayOfWeek'] ?? fields['d'],
    time: numberOf(fields['time'] ?? fields['t']),
    setpoint: fields['setpoint'] ?? fields['Th'] ?? fields['dhw'],
  };
  return switchPoint.Check(point) ? point : undefined;
}

function programOf(id: string, fields: Fields): NonNullable<Leaf['program']> {
  const maxPoints = limitOf(fields['maxNbOfSwitchPoints'], SWITCH_POINTS_MAX);
  const maxPointsPerDay = limitOf(fields['maxNbOfSwitchPointsPerDay'], SWITCH_POINTS_MAX);
  const rasterMinutes = limitOf(fields['switchPointTimeRaster'], 1_440);
  const setpoints = levelsOf(id, fields);
  return {
    ...(maxPoints !== undefined && { maxPoints }),
    ...(maxPointsPerDay !== undefined && { maxPointsPerDay }),
    ...(rasterMinutes !== undefined && { rasterMinutes }),
    ...(setpoints !== undefined && { setpoints }),
  };
}

function limitOf(value: unknown, most: number): number | undefined {
  const limit = numberOf(value);
  return limit !== undefined && Number.isInteger(limit) && limit >= 1 ? Math.min(limit, most) : undefined;
}

/** Where the levels are that the set-points name; EasyControl does not say it of hot water. */
function levelsOf(id: string, fields: Fields): string | undefined {
  if (fields['type'] === 'dhwProgram') return `${id.split('/').slice(0, 3).join('/')}/temperatureLevels`;
  const named = fields['setpointProperty'];
  const levels = typeof named === 'object' && named !== null && 'id' in named ? named.id : undefined;
  return typeof levels === 'string' && levels.length <= 160 ? levels : undefined;
}
