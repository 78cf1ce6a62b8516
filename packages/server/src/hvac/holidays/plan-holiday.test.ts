import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ReplayAppliance, loadTree } from '@hearthgate/device';
import type { CommandWrite, HolidayOrder, Leaf, LinkValue } from '@hearthgate/wire';
import { describe, expect, test } from 'vitest';
import { systemOf } from '../../../test/harness/system-of.ts';
import { holidayView } from './holiday-view.ts';
import { readPeriod } from './period.ts';
import { planHoliday, planNoHoliday, requirePeriod } from './plan-holiday.ts';
import { fittingSlots } from './slot-claims.ts';
import { holidayIn, isFree, slotsOf } from './slots.ts';

const TREES = fileURLToPath(new URL('../../../../../../shared/fixtures/km200', import.meta.url));
const TODAY = '2026-01-15';
const DAYS = { start: '2026-02-07', end: '2026-02-14' };
const ICOM = {
  hcMode: ['AUTO_SAT', 'FIX_TEMP', 'OFF', 'ECO'],
  dhwMode: ['OFF', 'TD_OFF'],
};
const K40 = {
  hcMode: ['SATURDAY', 'FIX_TEMPERATURE', 'OFF', 'ECO'],
  dhwMode: ['SATURDAY', 'OFF', 'ECO', 'LOW', 'HIGH', 'OFF_TD'],
};

/** Two slots and circuits hc1, hc2, dhw1. */
function system(
  words: typeof ICOM = ICOM,
  periods: readonly string[] = [],
  assigned: readonly string[] = ['hc1'],
) {
  const values: Record<string, LinkValue> = {};
  const leaves: Leaf[] = ['/heatingCircuits/hc1', '/heatingCircuits/hc2', '/dhwCircuits/dhw1'].map((base) => {
    return { id: `${base}/operationMode`, type: 'string' };
  });
  for (const number of [1, 2]) {
    const base = `/system/holidayModes/hm${number}`;
    leaves.push(
      { id: `${base}/startStop`, type: 'string', writeable: true },
      {
        id: `${base}/assignedTo`,
        type: 'words',
        writeable: true,
        allowedValues: ['hc1', 'hc2', 'hc3', 'dhw1'],
      },
      { id: `${base}/hcMode`, type: 'string', writeable: true, allowedValues: words.hcMode },
      { id: `${base}/dhwMode`, type: 'string', writeable: true, allowedValues: words.dhwMode },
      {
        id: `${base}/fixTemperature`,
        type: 'number',
        unit: 'C',
        writeable: true,
        min: 5,
        max: 30,
        step: 0.5,
      },
    );
    const period = periods[number - 1];
    if (period !== undefined)
      Object.assign(values, { [`${base}/startStop`]: period, [`${base}/assignedTo`]: assigned });
  }
  return slotsOf(systemOf(leaves, values));
}
function first(slots: ReturnType<typeof slotsOf>) {
  const [slot] = slots;
  if (!slot) throw new Error('no slot');
  return slot;
}
const values = (writes: readonly CommandWrite[]) =>
  Object.fromEntries(writes.map(({ path, value }) => [path.split('/').at(-1), value]));
const plan = (order: Partial<HolidayOrder>, words = ICOM) =>
  planHoliday(first(system(words)), { ...DAYS, ...order });

test.each([
  ['2026-02-07/2026-02-14', DAYS],
  ['2026-02-07/2026-02-07', { start: '2026-02-07', end: '2026-02-07' }],
  ['2026-02-14/2026-02-07', undefined],
  ['2026-02-30/2026-03-01', undefined],
  ['2000-00-00/2000-00-00', undefined],
  ['2026-02-07', undefined],
  ['2026-02-07/2026-02-14/2026-02-15', undefined],
  ['', undefined],
  ['/', undefined],
])('the days of %j are %j', (text, period) => {
  expect(readPeriod(text)).toEqual(period);
});

test('says what happens first, then when, then for whom', () => {
  const order = {
    heatingMode: 'FIX_TEMPERATURE',
    dhwMode: 'OFF_TD',
    temperature: 16.5,
    assignedTo: ['hc1'],
  } as const;
  expect(plan({ ...order, assignedTo: [...order.assignedTo] })).toEqual([
    { path: '/system/holidayModes/hm1/hcMode', value: 'FIX_TEMP' },
    { path: '/system/holidayModes/hm1/dhwMode', value: 'TD_OFF' },
    { path: '/system/holidayModes/hm1/fixTemperature', value: 16.5 },
    { path: '/system/holidayModes/hm1/startStop', value: '2026-02-07/2026-02-14' },
    { path: '/system/holidayModes/hm1/assignedTo', value: ['hc1'] },
  ]);
});

test('without more it is for all circuits of the system, Eco and no hot water', () => {
  expect(values(plan({}))).toEqual({
    hcMode: 'ECO',
    dhwMode: 'OFF',
    startStop: '2026-02-07/2026-02-14',
    assignedTo: ['hc1', 'hc2', 'dhw1'],
  });
});

test('modes are said in the words of the family, and those it lacks refused', () => {
  expect(values(plan({ heatingMode: 'SATURDAY', dhwMode: 'ECO_PLUS' }, K40))).toMatchObject({
    hcMode: 'SATURDAY',
    dhwMode: 'ECO',
  });
  expect(() => plan({ dhwMode: 'ECO_PLUS' })).toThrow(
    expect.objectContaining({
      code: 'value-not-allowed',
      members: { field: 'dhwMode', allowed: ['OFF', 'OFF_TD'] },
    }),
  );
});

test.each([[['hc3']], [['hc1', 'dhw2']], [[]]])('%j are not circuits it can be for', (assignedTo) => {
  expect(() => plan({ assignedTo })).toThrow(
    expect.objectContaining({
      code: 'value-not-allowed',
      members: { field: 'assignedTo', allowed: ['hc1', 'hc2', 'dhw1'] },
    }),
  );
});

test.each([
  [{ start: '2026-02-14', end: '2026-02-07' }, 'a day that is not before start is needed'],
  [{ start: '2026-01-01', end: '2026-01-14' }, 'it is over: today is 2026-01-15 where the gateway stands'],
])('%j is no holiday to plan', (days, message) => {
  expect(() => requirePeriod(days, TODAY)).toThrow(
    expect.objectContaining({ code: 'request-invalid', members: { errors: [{ pointer: '/end', message }] } }),
  );
});

test('a holiday that has begun can still be planned', () => {
  expect(() => requirePeriod({ start: '2026-01-01', end: TODAY }, TODAY)).not.toThrow();
});

test('removing one leaves the slot as one that was never used', () => {
  expect(values(planNoHoliday(first(system())))).toEqual({
    assignedTo: [],
    startStop: '2009-01-01/2009-01-01',
  });
});

test.each([
  ['2009-01-01/2009-01-01', ['hc1'], true],
  ['2026-01-01/2026-01-14', ['hc1'], true],
  ['2026-01-01/2026-01-15', ['hc1'], false],
  ['2026-02-07/2026-02-14', ['hc1'], false],
  ['2026-02-07/2026-02-14', [], true],
  ['nonsense', ['hc1'], true],
])('a slot with %s for %j is free: %s', (period, assigned, free) => {
  const slot = first(system(ICOM, [period], assigned));
  expect([isFree(slot, TODAY), holidayIn(slot, TODAY) === undefined]).toEqual([free, free]);
});

test('a slot of which the gateway has not told yet is neither a holiday nor free', () => {
  const slot = first(system());
  expect([isFree(slot, TODAY), holidayIn(slot, TODAY)]).toEqual([false, undefined]);
});

const CAN: Leaf[] = ['hc1', 'hc2'].flatMap((circuit) => [
  {
    id: `/heatingCircuits/${circuit}/holidayMode/activated`,
    type: 'string',
    writeable: true,
    allowedValues: ['ON', 'OFF'],
  },
  { id: `/heatingCircuits/${circuit}/holidayMode/startStop`, type: 'string', writeable: true },
]);

test('a heat pump with a holiday for each circuit takes one circuit at a time', () => {
  const unused = {
    'hc1/holidayMode/startStop': '2000-00-00/2000-00-00',
    'hc2/holidayMode/startStop': '2026-01-01/2026-03-01',
  };
  const told = Object.entries({
    ...unused,
    'hc1/holidayMode/activated': 'OFF',
    'hc2/holidayMode/activated': 'ON',
  });
  const slots = slotsOf(
    systemOf(CAN, Object.fromEntries(told.map(([key, value]) => [`/heatingCircuits/${key}`, value]))),
  );
  const slot = first(fittingSlots(slots, ['hc1']));
  expect(planHoliday(slot, { ...DAYS, assignedTo: ['hc1'] })).toEqual([
    { path: '/heatingCircuits/hc1/holidayMode/startStop', value: '2026-02-07/2026-02-14' },
    { path: '/heatingCircuits/hc1/holidayMode/activated', value: 'ON' },
  ]);
  expect(planNoHoliday(slot)).toEqual([{ path: '/heatingCircuits/hc1/holidayMode/activated', value: 'OFF' }]);
  expect(() => planHoliday(slot, { ...DAYS, assignedTo: ['hc2'] })).toThrow('value-not-allowed');
  expect(() => planHoliday(slot, { ...DAYS, heatingMode: 'OFF' })).toThrow(
    expect.objectContaining({ members: { capability: 'holidays.heatingMode' } }),
  );
  expect(fittingSlots(slots, ['hc2']).filter((one) => isFree(one, TODAY))).toEqual([]);
  expect(() => fittingSlots(slots, undefined)).toThrow(
    expect.objectContaining({
      code: 'value-not-allowed',
      members: { field: 'assignedTo', allowed: ['hc1', 'hc2'] },
    }),
  );
  const [, other] = slots;
  const period = other && holidayIn(other, TODAY);
  expect(period && holidayView(other, period)).toEqual({
    holidayId: 'hc2',
    start: '2026-01-01',
    end: '2026-03-01',
    assignedTo: ['hc2'],
    unavailable: [],
  });
});

describe.skipIf(!existsSync(TREES))(
  'recorded trees (left out where the fixtures are not beside the repository)',
  () => {
    const five = ['hm1', 'hm2', 'hm3', 'hm4', 'hm5'];
    const forAll = { startStop: '2026-02-07/2026-02-14', hcMode: 'ECO', dhwMode: 'OFF' };
    test.each([
      ['can-heatpump', ['hc1', 'hc2'], { startStop: forAll.startStop, activated: 'ON' }],
      ['easycontrol-zones', [], {}],
      ['ems2-boiler-solar', five, { ...forAll, assignedTo: ['hc1', 'dhw1'] }],
      ['ems2-boiler-two-circuits', five, { ...forAll, assignedTo: ['hc1', 'hc2', 'dhw1'] }],
      ['ems2-heatpump-a', ['hm1'], { startStop: forAll.startStop }],
      ['ems2-heatpump-b', ['hm1'], { startStop: forAll.startStop }],
    ])('%s has the slots %j, all free', (name, ids, writes) => {
      const appliance = new ReplayAppliance(loadTree(`${TREES}/${name}.json`));
      const slots = slotsOf(systemOf(appliance.describe(), appliance.read()));
      expect(slots.map(({ id }) => id)).toEqual(ids);
      expect(slots.every((slot) => isFree(slot, TODAY))).toBe(true);
      const [slot] = slots;
      if (slot) expect(values(planHoliday(slot, DAYS))).toEqual(writes);
    });
  },
);
