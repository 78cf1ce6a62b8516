import type { CommandWrite, DhwCircuitPatch, Leaf, LinkValue } from '@hearthgate/wire';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { systemOf } from '../../../test/harness/system-of.ts';
import { AppError } from '../../platform/app-error.ts';
import { planDhwPatch } from './plan-dhw-patch.ts';

const DHW = '/dhwCircuits/dhw1';
const KEYS = {
  'ecoPlus.start': 'temperatureLevels/eco',
  'ecoPlus.stop': 'ecoStop',
  'eco.start': 'temperatureLevels/low',
  'eco.stop': 'lowStop',
  'comfort.start': 'temperatureLevels/high',
  'comfort.stop': 'highStop',
} as const;
type Name = keyof typeof KEYS;
type Temperatures = Record<Name, number>;
const NAMES = Object.keys(KEYS) as Name[];
const PATHS = new Map(NAMES.map((name) => [`${DHW}/${KEYS[name]}`, name]));
const HOUSE: Temperatures = {
  'ecoPlus.start': 40,
  'ecoPlus.stop': 46,
  'eco.start': 45,
  'eco.stop': 51,
  'comfort.start': 48,
  'comfort.stop': 54,
};

type Levels = NonNullable<DhwCircuitPatch['temperatureLevels']>;

function plan(now: Partial<Temperatures>, temperatureLevels: Levels) {
  const values: Record<string, LinkValue> = {};
  const leaves = NAMES.flatMap((name): Leaf[] => {
    const value = now[name];
    if (value === undefined) return [];
    const id = `${DHW}/${KEYS[name]}`;
    values[id] = value;
    return [{ id, type: 'number', unit: 'C', writeable: true, min: 20, max: 80, step: 0.5 }];
  });
  return planDhwPatch(systemOf(leaves, values), 1, { temperatureLevels });
}
const order = (writes: readonly CommandWrite[]) => writes.map(({ path }) => PATHS.get(path));

function patchOf(asked: Partial<Temperatures>): Levels {
  const levels: Record<string, Record<string, number>> = {};
  for (const name of NAMES) {
    const [level = '', edge = ''] = name.split('.');
    const value = asked[name];
    if (value !== undefined) levels[level] = { ...levels[level], [edge]: value };
  }
  return levels;
}

test.each([
  ['stop below start in one level', { eco: { stop: 44 } }, ['eco.start', 'eco.stop'], [45, 44]],
  ['stop the same as start', { comfort: { start: 54 } }, ['comfort.start', 'comfort.stop'], [54, 54]],
  ['Eco+ above Eco', { ecoPlus: { start: 45.5 } }, ['ecoPlus.start', 'eco.start'], [45.5, 45]],
  ['the stop of Eco+ above that of Eco', { ecoPlus: { stop: 52 } }, ['ecoPlus.stop', 'eco.stop'], [52, 51]],
  ['Eco above Comfort', { eco: { start: 49 } }, ['eco.start', 'comfort.start'], [49, 48]],
])('%s is refused with the pair and both values', (_name, levels, pair, values) => {
  expect(() => plan(HOUSE, levels)).toThrow(
    expect.objectContaining({
      code: 'setpoints-inconsistent',
      members: { pair: pair.map((name) => `temperatureLevels.${name}`), values },
    }),
  );
});

test('what would be refused alone is taken together with what makes it right', () => {
  expect(() => plan(HOUSE, { eco: { start: 52 } })).toThrow('setpoints-inconsistent');
  const writes = plan(HOUSE, { eco: { start: 52, stop: 58 }, comfort: { start: 53, stop: 60 } });
  expect(order(writes)).toEqual(['comfort.stop', 'eco.stop', 'comfort.start', 'eco.start']);
});

test('the same temperature in two levels is no contradiction', () => {
  expect(plan(HOUSE, { ecoPlus: { start: 45 } })).toHaveLength(1);
});

test('Eco+ and Comfort are compared where the gateway has no Eco', () => {
  const { 'eco.start': _start, 'eco.stop': _stop, ...two } = HOUSE;
  expect(() => plan(two, { ecoPlus: { start: 49, stop: 53 } })).toThrow('setpoints-inconsistent');
});

test('a contradiction that the appliance has already is no fault of a change elsewhere', () => {
  const odd = { ...HOUSE, 'ecoPlus.start': 50 };
  expect(plan(odd, { comfort: { stop: 60 } })).toHaveLength(1);
  expect(() => plan(odd, { ecoPlus: { start: 49 } })).toThrow('setpoints-inconsistent');
});

test('a temperature out of the range of its leaf is refused as such, before any rule between levels', () => {
  expect(() => plan(HOUSE, { eco: { stop: 90 } })).toThrow(
    expect.objectContaining({
      code: 'value-out-of-range',
      members: { field: 'temperatureLevels.eco.stop', min: 20, max: 80, step: 0.5 },
    }),
  );
});

test('a level that the gateway has not is refused with its capability', () => {
  expect(() => plan({ 'comfort.start': 50 }, { eco: { start: 45 } })).toThrow(
    expect.objectContaining({
      code: 'not-supported-by-gateway',
      members: { capability: 'dhwCircuits.1.temperatureLevels.eco.start' },
    }),
  );
});

function isConsistent(t: Temperatures): boolean {
  const levels = ['ecoPlus', 'eco', 'comfort'] as const;
  return (
    levels.every((level) => t[`${level}.start`] < t[`${level}.stop`]) &&
    (['start', 'stop'] as const).every(
      (edge) => t[`ecoPlus.${edge}`] <= t[`eco.${edge}`] && t[`eco.${edge}`] <= t[`comfort.${edge}`],
    )
  );
}

const TEMPERATURE = fc.integer({ min: 40, max: 46 });
const ALL = fc
  .tuple(...NAMES.map(() => TEMPERATURE))
  .map((values) => Object.fromEntries(NAMES.map((name, index) => [name, values[index]])) as Temperatures);

test('a change is taken exactly when its result is consistent, and no write on the way is not', () => {
  let taken = 0;
  const consistent = ALL.map((t) => {
    // Sorted values are often consistent, random ones hardly ever.
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = NAMES.map((name) => t[name]).toSorted((x, y) => x - y);
    return {
      'ecoPlus.start': a,
      'eco.start': b,
      'ecoPlus.stop': c,
      'comfort.start': d,
      'eco.stop': e,
      'comfort.stop': f,
    };
  }).filter(isConsistent);
  fc.assert(
    fc.property(
      consistent,
      fc.oneof(consistent, ALL),
      fc.subarray(NAMES, { minLength: 1 }),
      (now, wish, chosen) => {
        const asked = Object.fromEntries(chosen.map((name) => [name, wish[name]]));
        const result = { ...now, ...asked };
        if (!isConsistent(result)) {
          expect(() => plan(now, patchOf(asked))).toThrow(AppError);
          return;
        }
        taken += 1;
        const appliance = { ...now };
        for (const { path, value } of plan(now, patchOf(asked))) {
          appliance[PATHS.get(path) ?? 'eco.start'] = Number(value);
          expect(isConsistent(appliance)).toBe(true);
        }
        expect(appliance).toEqual(result);
      },
    ),
    { numRuns: 1_000 },
  );
  expect(taken).toBeGreaterThan(100);
});
