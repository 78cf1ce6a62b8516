import type { HeatingCircuitPatch, Leaf } from '@hearthgate/wire';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyState } from '../system-state.ts';
import { planCircuitPatch } from './plan-circuit-patch.ts';

const HC = '/heatingCircuits/hc1';
const TEMPERATURE = { type: 'number', writeable: true, min: 5, max: 30, step: 0.5 } as const;
const MODE: Leaf = {
  id: `${HC}/operationMode`,
  type: 'string',
  writeable: true,
  allowedValues: ['automatic', 'normal', 'exception', 'heating_off'],
};
const MANUAL: Leaf = { ...TEMPERATURE, id: `${HC}/manualRoomSetpoint` };
const TEMPORARY: Leaf = { ...TEMPERATURE, id: `${HC}/temporaryRoomSetpoint`, state: { off: 0, na: -1 } };
const COMFORT: Leaf = { ...TEMPERATURE, id: `${HC}/temperatureLevels/comfort2` };
const ECO: Leaf = { ...TEMPERATURE, id: `${HC}/temperatureLevels/eco` };
const PROGRAM: Leaf = {
  id: `${HC}/activeSwitchProgram`,
  type: 'string',
  writeable: true,
  allowedValues: ['A', 'B'],
};
const BOOST: Leaf = { id: `${HC}/boostMode`, type: 'string', writeable: true, allowedValues: ['on', 'off'] };
const BOOST_MINUTES: Leaf = { id: `${HC}/boostDuration`, type: 'number', writeable: true, min: 60, max: 480 };
const BOOST_TEMPERATURE: Leaf = { ...TEMPERATURE, id: `${HC}/boostTemperature` };
const ALL = [MODE, MANUAL, TEMPORARY, COMFORT, ECO, PROGRAM, BOOST, BOOST_MINUTES, BOOST_TEMPERATURE];

function plan(patch: HeatingCircuitPatch, leaves: readonly Leaf[] = ALL) {
  const state = { ...emptyState(101_000_001), leaves: new Map(leaves.map((leaf) => [leaf.id, leaf])) };
  return planCircuitPatch(state, 1, patch);
}
/** What the refusal says: its code and the members of the problem document. */
function refusal(code: string, members: object) {
  return expect.objectContaining({ code, members });
}

test('writes the mode before set-points and switches the boost on last, in whatever order they are asked for', () => {
  const writes = plan({
    boost: { active: true, temperature: 24, durationMinutes: 90 },
    activeTimeProgram: 'B',
    temperatureLevels: { eco: 16, comfort: 21.5 },
    temporaryRoomSetpoint: 20,
    manualRoomSetpoint: 19,
    operationMode: 'MANUAL',
  });
  expect(writes).toEqual([
    { path: MODE.id, value: 'normal' },
    { path: MANUAL.id, value: 19 },
    { path: TEMPORARY.id, value: 20 },
    { path: COMFORT.id, value: 21.5 },
    { path: ECO.id, value: 16 },
    { path: PROGRAM.id, value: 'B' },
    { path: BOOST_MINUTES.id, value: 90 },
    { path: BOOST_TEMPERATURE.id, value: 24 },
    { path: BOOST.id, value: 'on' },
  ]);
});

test.each([
  ['AUTO', 'automatic'],
  ['MANUAL', 'normal'],
  ['OFF', 'heating_off'],
] as const)('says %s in the word of the gateway: %s', (operationMode, value) => {
  expect(plan({ operationMode })).toEqual([{ path: MODE.id, value }]);
});

test('a mode that the gateway lacks is refused with those it has', () => {
  const leaf = { ...MODE, allowedValues: ['auto', 'manual', 'party'] };
  expect(() => plan({ operationMode: 'OFF' }, [leaf])).toThrow(
    refusal('value-not-allowed', { field: 'operationMode', allowed: ['AUTO', 'MANUAL'] }),
  );
});

test.each([5, 5.5, 20, 29.5, 30])('takes %d, which is on a step of the range', (manualRoomSetpoint) => {
  expect(plan({ manualRoomSetpoint })).toEqual([{ path: MANUAL.id, value: manualRoomSetpoint }]);
});

test.each([4.5, 30.5, 20.3, 20.25, -1, 0])('refuses %d with the range and the step', (manualRoomSetpoint) => {
  expect(() => plan({ manualRoomSetpoint })).toThrow(
    refusal('value-out-of-range', { field: 'manualRoomSetpoint', min: 5, max: 30, step: 0.5 }),
  );
});

test('steps count from the minimum, and have no rounding errors', () => {
  const tenths: Leaf = { ...MANUAL, min: 5.3, max: 30, step: 0.1 };
  fc.assert(
    fc.property(fc.integer({ min: 53, max: 300 }), (value) => {
      expect(plan({ manualRoomSetpoint: value / 10 }, [tenths])).toHaveLength(1);
      expect(() => plan({ manualRoomSetpoint: value / 10 + 0.05 }, [tenths])).toThrow('value-out-of-range');
    }),
  );
  const halves: Leaf = { ...MANUAL, min: 5.3 };
  expect(plan({ manualRoomSetpoint: 5.8 }, [halves])).toHaveLength(1);
  expect(() => plan({ manualRoomSetpoint: 6 }, [halves])).toThrow('value-out-of-range');
});

test('without a minimum steps count from 0, and a step of 0 is none', () => {
  const noMinimum: Leaf = { id: MANUAL.id, type: 'number', writeable: true, step: 0.4 };
  expect(plan({ manualRoomSetpoint: 20 }, [noMinimum])).toHaveLength(1);
  expect(() => plan({ manualRoomSetpoint: 21 }, [noMinimum])).toThrow('value-out-of-range');
  expect(plan({ manualRoomSetpoint: 20.3 }, [{ ...MANUAL, step: 0 }])).toHaveLength(1);
});

test('a leaf without range and step takes any number, and a refusal names only the limits it has', () => {
  const free: Leaf = { id: MANUAL.id, type: 'number', writeable: true };
  expect(plan({ manualRoomSetpoint: -7.123 }, [free])).toEqual([{ path: MANUAL.id, value: -7.123 }]);
  expect(() => plan({ manualRoomSetpoint: 31 }, [{ ...free, max: 30 }])).toThrow(
    refusal('value-out-of-range', { field: 'manualRoomSetpoint', max: 30 }),
  );
});

test('null clears the temporary set-point by the sentinel that says "not set", else by "off"', () => {
  expect(plan({ temporaryRoomSetpoint: null })).toEqual([{ path: TEMPORARY.id, value: -1 }]);
  const onlyOff: Leaf = { ...TEMPORARY, state: { off: 0 } };
  expect(plan({ temporaryRoomSetpoint: null }, [onlyOff])).toEqual([{ path: TEMPORARY.id, value: 0 }]);
});

test('a sentinel is not a temperature that a partner can send', () => {
  expect(() => plan({ temporaryRoomSetpoint: -1 })).toThrow('value-out-of-range');
  expect(() => plan({ temporaryRoomSetpoint: 0 })).toThrow('value-out-of-range');
});

test('clearing is refused where the gateway names no way to do it', () => {
  const noSentinel: Leaf = { ...TEMPERATURE, id: TEMPORARY.id };
  expect(() => plan({ temporaryRoomSetpoint: null }, [noSentinel])).toThrow(
    refusal('not-supported-by-gateway', { capability: 'temporaryRoomSetpoint.clear' }),
  );
});

test.each([
  ['is not there', []],
  ['is read-only', [{ ...MANUAL, writeable: false }]],
  ['does not say whether it is writable', [{ id: MANUAL.id, type: 'number' } as const]],
  ['belongs to another circuit', [{ ...MANUAL, id: MANUAL.id.replace('hc1', 'hc2') }]],
])('a set-point whose leaf %s is refused with its capability', (_, leaves) => {
  expect(() => plan({ manualRoomSetpoint: 20 }, leaves)).toThrow(
    refusal('not-supported-by-gateway', { capability: 'heatingCircuits.1.manualRoomSetpoint' }),
  );
});

test('one value that cannot be written refuses the whole patch', () => {
  expect(() => plan({ operationMode: 'AUTO', temperatureLevels: { comfort: 99 } })).toThrow(
    refusal('value-out-of-range', { field: 'temperatureLevels.comfort', min: 5, max: 30, step: 0.5 }),
  );
});

test('a program that the gateway does not list is refused with those it does', () => {
  expect(() => plan({ activeTimeProgram: 'C' })).toThrow(
    refusal('value-not-allowed', { field: 'activeTimeProgram', allowed: ['A', 'B'] }),
  );
});

test('ending a boost writes its switch alone', () => {
  expect(plan({ boost: { active: false } })).toEqual([{ path: BOOST.id, value: 'off' }]);
});

test('a leaf that other families use takes the place of a missing one', () => {
  const room: Leaf = { ...TEMPERATURE, id: `${HC}/temperatureRoomSetpoint` };
  const normal: Leaf = { ...TEMPERATURE, id: `${HC}/temperatureLevels/normal` };
  const patch = { manualRoomSetpoint: 20, temperatureLevels: { comfort: 22 } };
  expect(plan(patch, [room, normal])).toEqual([
    { path: room.id, value: 20 },
    { path: normal.id, value: 22 },
  ]);
});

test('the season is held by hand in the words of the gateway, and refused with those it has', () => {
  const season: Leaf = {
    id: `${HC}/suWiSwitchMode`,
    type: 'string',
    writeable: true,
    allowedValues: ['off', 'automatic', 'forced'],
  };
  const threshold: Leaf = { id: `${HC}/suWiThreshold`, type: 'number', writeable: true, min: 10, max: 30 };
  expect(plan({ summerWinter: { mode: 'SUMMER', threshold: 17 } }, [season, threshold])).toEqual([
    { path: threshold.id, value: 17 },
    { path: season.id, value: 'off' },
  ]);
  expect(plan({ summerWinter: { mode: 'WINTER' } }, [season])).toEqual([
    { path: season.id, value: 'forced' },
  ]);
  const only = { ...season, allowedValues: ['automatic'] };
  expect(() => plan({ summerWinter: { mode: 'WINTER' } }, [only])).toThrow(
    refusal('value-not-allowed', { field: 'summerWinter.mode', allowed: ['AUTO'] }),
  );
  expect(() => plan({ summerWinter: { threshold: 31 } }, [threshold])).toThrow(
    refusal('value-out-of-range', { field: 'summerWinter.threshold', min: 10, max: 30 }),
  );
});
