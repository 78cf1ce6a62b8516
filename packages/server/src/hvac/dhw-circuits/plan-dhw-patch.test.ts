import type { DhwChargeOrder, DhwCircuitPatch, Leaf, LinkValue } from '@hearthgate/wire';
import { expect, test } from 'vitest';
import { systemOf } from '../../../test/harness/system-of.ts';
import { emptyState } from '../system-state.ts';
import { dhwCapabilities } from './dhw-resources.ts';
import { planCharge } from './plan-charge.ts';
import { planDhwPatch } from './plan-dhw-patch.ts';

const DHW = '/dhwCircuits/dhw1';
const word = (key: string, ...allowedValues: string[]): Leaf => {
  return { id: `${DHW}/${key}`, type: 'string', writeable: true, allowedValues };
};
const number = (key: string, extra: Partial<Leaf> = {}): Leaf => {
  return { id: `${DHW}/${key}`, type: 'number', writeable: true, ...extra };
};
function refusal(code: string, members: object) {
  return expect.objectContaining({ code, members });
}
function patch(leaves: readonly Leaf[], change: DhwCircuitPatch, values: Record<string, LinkValue> = {}) {
  return planDhwPatch(systemOf(leaves, values), 1, change).map(({ value }) => value);
}
function charge(leaves: readonly Leaf[], order: DhwChargeOrder) {
  return planCharge(systemOf(leaves, {}), 1, order).map(({ path, value }) => [
    path.slice(DHW.length + 1),
    value,
  ]);
}

const K40 = word('operationMode', 'off', 'eco', 'low', 'high', 'auto');
const ICOM_BOILER = word('operationMode', 'Off', 'high', 'HCprogram', 'ownprogram');
const ICOM_HEAT_PUMP = word('operationMode', 'low', 'high', 'eco');
const CAN = word('operationMode', 'Automatic', 'Always_On', 'Always_Off');

test.each([
  [K40, { OFF: 'off', ECO_PLUS: 'eco', ECO: 'low', COMFORT: 'high', AUTO: 'auto' }],
  [ICOM_BOILER, { OFF: 'Off', COMFORT: 'high', AUTO: 'ownprogram' }],
  [ICOM_HEAT_PUMP, { ECO_PLUS: 'eco', ECO: 'low', COMFORT: 'high' }],
  [CAN, { OFF: 'Always_Off', COMFORT: 'Always_On', AUTO: 'Automatic' }],
])('$allowedValues: each mode in its own word, the others refused with those it has', (leaf, words) => {
  const known: Record<string, string> = words;
  for (const operationMode of ['OFF', 'ECO_PLUS', 'ECO', 'COMFORT', 'AUTO'] as const) {
    const theirs = known[operationMode];
    if (theirs !== undefined) expect(patch([leaf], { operationMode })).toEqual([theirs]);
    else {
      expect(() => patch([leaf], { operationMode })).toThrow(
        refusal('value-not-allowed', {
          field: 'operationMode',
          allowed: expect.toSatisfy(
            (allowed: string[]) => new Set(allowed).size === Object.keys(known).length,
          ),
        }),
      );
    }
  }
});

test('AUTO does not exchange the program that is followed already', () => {
  const values = { [ICOM_BOILER.id]: 'HCprogram' };
  expect(patch([ICOM_BOILER], { operationMode: 'AUTO' }, values)).toEqual(['HCprogram']);
});

test('the disinfection is switched on after it knows when and how hot', () => {
  // As the catalogue would keep leaves that it lets be controlled.
  const leaves = [
    word('thermalDisinfect/state', 'on', 'off'),
    word('thermalDisinfect/weekDay', 'Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'),
    number('thermalDisinfect/time', { min: 0, max: 1_439 }),
    number('thermalDisinfect/temperature', { min: 60, max: 80, unit: 'C' }),
  ];
  const state = { ...emptyState(1), leaves: new Map(leaves.map((leaf) => [leaf.id, leaf])) };
  const change = { enabled: true, weekday: 'TH', time: '02:30', temperature: 70 } as const;
  expect(planDhwPatch(state, 1, { thermalDisinfection: change }).map(({ value }) => value)).toEqual([
    'Th',
    150,
    70,
    'on',
  ]);
  expect(() => planDhwPatch(state, 1, { thermalDisinfection: { temperature: 90 } })).toThrow(
    refusal('value-out-of-range', { field: 'thermalDisinfection.temperature', min: 60, max: 80, step: 0.1 }),
  );
});

const SWITCHED = [
  word('charge', 'stop', 'start'),
  number('chargeDuration', { min: 15, max: 2_880, step: 15, unit: 'mins' }),
  number('singleChargeSetpoint', { min: 50, max: 70, unit: 'C' }),
];

test('a charge is told how hot and how long before it starts', () => {
  expect(charge(SWITCHED, { status: 'START', durationMinutes: 90, setpoint: 60 })).toEqual([
    ['singleChargeSetpoint', 60],
    ['chargeDuration', 90],
    ['charge', 'start'],
  ]);
  expect(charge(SWITCHED, { status: 'STOP' })).toEqual([['charge', 'stop']]);
});

test.each([
  [{ status: 'START', durationMinutes: 20 }, 'charge.durationMinutes', { min: 15, max: 2_880, step: 15 }],
  [{ status: 'START', setpoint: 45 }, 'charge.setpoint', { min: 50, max: 70, step: 0.1 }],
] as const)('%j is refused with the range', (order, field, range) => {
  expect(() => charge(SWITCHED, order)).toThrow(refusal('value-out-of-range', { field, ...range }));
});

test('how long and how hot do not go with STOP', () => {
  expect(() => charge(SWITCHED, { status: 'STOP', setpoint: 60 })).toThrow(
    refusal('request-invalid', { errors: [{ pointer: '/setpoint', message: 'goes with START only' }] }),
  );
});

const BY_HOURS = [
  { ...word('extraDhw/activationStatus', 'ON', 'OFF'), writeable: false },
  number('extraDhw/time', { min: 0, max: 48, unit: 'hour' }),
  number('extraDhw/stopTemp', { min: 50, max: 65, unit: 'C' }),
];

test('a CAN heat pump charges for whole hours, and stops at none', () => {
  expect(charge(BY_HOURS, { status: 'START', durationMinutes: 120, setpoint: 60 })).toEqual([
    ['extraDhw/stopTemp', 60],
    ['extraDhw/time', 2],
  ]);
  expect(charge(BY_HOURS, { status: 'STOP' })).toEqual([['extraDhw/time', 0]]);
  for (const order of [{}, { durationMinutes: 90 }, { durationMinutes: 2_940 }]) {
    expect(() => charge(BY_HOURS, { status: 'START', ...order })).toThrow(
      refusal('value-out-of-range', { field: 'charge.durationMinutes', min: 60, max: 2_880, step: 60 }),
    );
  }
  expect(dhwCapabilities(systemOf(BY_HOURS, {}), 1).writable).toContain('charge.status');
});

test('a charge that can only be read is refused with its capability', () => {
  const leaves = SWITCHED.map((leaf) => ({ ...leaf, writeable: false }));
  expect(() => charge(leaves, { status: 'START' })).toThrow(
    refusal('not-supported-by-gateway', { capability: 'dhwCircuits.1.charge.status' }),
  );
});
