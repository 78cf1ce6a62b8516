import type { Leaf, LinkValue } from '@hearthgate/wire';
import { expect, test } from 'vitest';
import { systemOf } from '../../../test/harness/system-of.ts';
import type { Circuit } from '../time-programs/program-leaves.ts';
import { drivenBy, planTurn } from './drive.ts';

const HC = '/heatingCircuits/hc1';
const ROOM = { type: 'number', unit: 'C', writeable: true, min: 5, max: 30, step: 0.5 } as const;
const MODE: Leaf = { id: `${HC}/operationMode`, type: 'string' };
const MANUAL: Leaf = { id: `${HC}/manualRoomSetpoint`, ...ROOM };
const TEMPORARY: Leaf = { id: `${HC}/temporaryRoomSetpoint`, ...ROOM };
const COMFORT: Leaf = { id: `${HC}/temperatureLevels/comfort2`, ...ROOM, writeable: false };
const ECO: Leaf = { id: `${HC}/temperatureLevels/eco`, ...ROOM, writeable: false };
const WATER: Leaf = { id: '/dhwCircuits/dhw1/operationMode', type: 'string', writeable: true };

function circuitOf(
  leaves: readonly Leaf[],
  values: Record<string, LinkValue> = {},
  kind: Circuit['kind'] = 'heatingCircuits',
): Circuit {
  return { state: systemOf(leaves, values), kind, number: 1 };
}
const refusal = (code: string) => expect.objectContaining({ code });

test.each([
  ['auto', [MANUAL, TEMPORARY], TEMPORARY],
  ['manual', [MANUAL, TEMPORARY], MANUAL],
  ['off', [MANUAL, TEMPORARY], MANUAL],
  ['auto', [MANUAL], MANUAL],
  ['manual', [TEMPORARY], TEMPORARY],
  ['auto', [MANUAL, { ...TEMPORARY, writeable: false }], MANUAL],
])('in mode %s the set-point in force is written', (mode, setpoints, written) => {
  const circuit = circuitOf([MODE, ...setpoints], { [MODE.id]: mode });
  expect(planTurn(circuit, 20.5)).toEqual([{ path: written.id, value: 20.5 }]);
});

test('a level is the temperature that it has when it is written', () => {
  const leaves = [MANUAL, COMFORT, ECO];
  const values = { [COMFORT.id]: 21.5, [ECO.id]: 17 };
  expect(planTurn(circuitOf(leaves, values), 'comfort')).toEqual([{ path: MANUAL.id, value: 21.5 }]);
  expect(planTurn(circuitOf(leaves, values), 'eco')).toEqual([{ path: MANUAL.id, value: 17 }]);
  expect(() => planTurn(circuitOf(leaves), 'eco')).toThrow(refusal('not-supported-by-gateway'));
  expect(() => planTurn(circuitOf(leaves, { [ECO.id]: 4 }), 'eco')).toThrow(refusal('value-out-of-range'));
});

test('one level alone is none: switch points name temperatures in the range of the set-point', () => {
  const { levels } = drivenBy(circuitOf([{ ...TEMPORARY, min: 10 }, ECO])) ?? {};
  expect(levels).toEqual({ temperature: { min: 10, max: 30, step: 0.5 } });
});

test('there is nothing to drive beside programs of the gateway, or where nothing can be written', () => {
  const program: Leaf = { id: `${HC}/switchPrograms/A`, type: 'switchProgram' };
  expect(drivenBy(circuitOf([MANUAL]))).toBeDefined();
  expect(drivenBy(circuitOf([MANUAL, program]))).toBeUndefined();
  expect(drivenBy(circuitOf([{ ...MANUAL, writeable: false }]))).toBeUndefined();
});

test('hot water has the levels that are modes of its gateway; one alone is nothing to switch', () => {
  const levelsOf = (allowedValues: string[]) => {
    const circuit = circuitOf([{ ...WATER, allowedValues }], {}, 'dhwCircuits');
    const levels = drivenBy(circuit)?.levels;
    return levels && 'levels' in levels ? [...levels.levels.keys()] : undefined;
  };
  expect(levelsOf(['low', 'high', 'eco'])).toEqual(['comfort', 'eco', 'ecoPlus']);
  expect(levelsOf(['Always_On', 'Always_Off', 'Automatic'])).toEqual(['comfort', 'off']);
  expect(levelsOf(['off', 'auto'])).toBeUndefined();
  const heatPump = circuitOf([{ ...WATER, allowedValues: ['Always_On', 'Always_Off'] }], {}, 'dhwCircuits');
  expect(planTurn(heatPump, 'off')).toEqual([{ path: WATER.id, value: 'Always_Off' }]);
  expect(() => planTurn(heatPump, 'eco')).toThrow(refusal('value-not-allowed'));
});
