import { expect, test } from 'vitest';
import type { LinkValue, SwitchPoint } from '@hearthgate/wire';
import { HOUR_MS, MINUTE_MS } from './clock.ts';
import { HOUSE_PROFILES, type HouseProfile, createHouse } from './create-house.ts';
import type { VirtualHouse } from './virtual-house.ts';

const HC1 = '/heatingCircuits/hc1';
const DHW = '/dhwCircuits/dhw1';
const NOON = '2026-01-15T11:00:00Z';

function houseOf(profile: HouseProfile, start: string): VirtualHouse {
  return createHouse(profile, { seed: 1, startMs: Date.parse(start), brand: 'BOSCH' });
}
function set(house: VirtualHouse, path: string, value: LinkValue): void {
  expect([path, house.write(path, value)]).toEqual([path, { status: 'CONFIRMED', value }]);
}
function at(house: VirtualHouse, iso: string, path: string): LinkValue | undefined {
  house.advanceTo(Date.parse(iso));
  return house.read()[path];
}
function daily(time: number, setpoint: string, until: number, after: string): SwitchPoint[] {
  return (['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'] as const).flatMap((dayOfWeek) => [
    { dayOfWeek, time, setpoint },
    { dayOfWeek, time: until, setpoint: after },
  ]);
}

test.each(HOUSE_PROFILES)('%s follows its program by the local clock over both changes of it', (profile) => {
  for (const [friday, morning] of [
    ['2026-03-27T22:00:00Z', { '28': '05:00', '29': '04:00', '30': '04:00' }],
    ['2026-10-23T22:00:00Z', { '24': '04:00', '25': '05:00', '26': '05:00' }],
  ] as const) {
    const house = houseOf(profile, friday);
    for (const [day, comfortAt] of Object.entries(morning)) {
      const switchMs = Date.parse(`${friday.slice(0, 8)}${day}T${comfortAt}:00Z`);
      house.advanceTo(switchMs - 1);
      const before = Number(house.read()[`${HC1}/currentRoomSetpoint`]);
      house.advanceTo(switchMs);
      expect([day, before, house.read()[`${HC1}/currentRoomSetpoint`]]).toEqual([day, 18.5, 21]);
    }
  }
});

test('a new program counts at once, and so does another time zone', () => {
  const house = houseOf('air-water-heat-pump', NOON);
  set(house, `${HC1}/switchPrograms/A`, daily(780, 'comfort2', 1_320, 'eco'));
  expect(house.read()[`${HC1}/currentRoomSetpoint`]).toBe(18.5);
  expect(at(house, '2026-01-15T12:00:00Z', `${HC1}/currentRoomSetpoint`)).toBe(21);
  set(house, '/gateway/tzInfo/timeZone', 'Asia/Tokyo');
  expect(house.read()[`${HC1}/currentRoomSetpoint`]).toBe(21);
  expect(at(house, '2026-01-15T13:00:00Z', `${HC1}/currentRoomSetpoint`)).toBe(18.5);
  expect(house.write('/gateway/tzInfo/timeZone', 'Mars/Base')).toEqual({
    status: 'REFUSED',
    error: 'not a time zone',
  });
});

const A = `${HC1}/switchPrograms/A`;
const MONDAY_TOO = { dayOfWeek: 'Mo' as const, time: 600, setpoint: 'eco' };

test.each([
  ['air-water-heat-pump', 'a program needs a switch point', A, []],
  ['air-water-heat-pump', 'warm is not one of comfort2, eco', A, daily(360, 'warm', 720, 'eco')],
  ['air-water-heat-pump', 'a time is not on the raster of 15 minutes', A, daily(361, 'eco', 720, 'eco')],
  ['air-water-heat-pump', 'two switch points at the same time', A, daily(360, 'eco', 360, 'eco')],
  ['air-water-heat-pump', 'more than 14 switch points', A, [...daily(360, 'eco', 420, 'eco'), MONDAY_TOO]],
  [
    'gas-boiler-solar',
    'low is not one of high, off',
    `${DHW}/switchPrograms/A`,
    daily(360, 'low', 720, 'off'),
  ],
] as const)('%s refuses a program: %s', (profile, error, path, points) => {
  expect(houseOf(profile, NOON).write(path, [...points])).toEqual({ status: 'REFUSED', error });
});

test('an ICOM takes six switch points a day, a K 40 two', () => {
  const four = [300, 480, 960, 1_320].map((time) => ({ dayOfWeek: 'Mo' as const, time, setpoint: 'eco' }));
  set(houseOf('gas-boiler-solar', NOON), `${HC1}/switchPrograms/B`, four);
  expect(houseOf('air-water-heat-pump', NOON).write(`${HC1}/switchPrograms/B`, four)).toMatchObject({
    error: 'more than 2 switch points on a day',
  });
});

test('hot water follows its program, the heating program, or nothing', () => {
  const house = houseOf('gas-boiler-solar', NOON);
  set(house, `${DHW}/switchPrograms/A`, daily(780, 'high', 840, 'off'));
  expect(house.read()[`${DHW}/currentSetpoint`]).toBe(0);
  expect(at(house, '2026-01-15T12:00:00Z', `${DHW}/currentSetpoint`)).toBe(50);
  expect(at(house, '2026-01-15T13:00:00Z', `${DHW}/currentSetpoint`)).toBe(0);
  set(house, `${DHW}/operationMode`, 'HCprogram');
  expect(house.read()[`${DHW}/currentSetpoint`]).toBe(50);
  expect(at(house, '2026-01-15T21:00:00Z', `${DHW}/currentSetpoint`)).toBe(0);
  set(house, `${DHW}/operationMode`, 'Off');
  expect(at(house, '2026-01-16T11:00:00Z', `${DHW}/currentSetpoint`)).toBe(0);
});

test('a holiday holds from its first to its last local day, for the circuits that it names', () => {
  const house = houseOf('gas-boiler-solar', '2026-02-06T12:00:00Z');
  const hm2 = '/system/holidayModes/hm2';
  set(house, `${hm2}/hcMode`, 'OFF');
  set(house, `${hm2}/dhwMode`, 'OFF');
  set(house, `${hm2}/assignedTo`, ['hc1']);
  set(house, `${hm2}/startStop`, '2026-02-07/2026-02-08');
  expect(at(house, '2026-02-06T22:59:00Z', `${HC1}/holidayMode/activated`)).toBe('');
  expect(at(house, '2026-02-06T23:00:00Z', `${HC1}/holidayMode/activated`)).toBe('hm2');
  expect(house.read()).toMatchObject({
    [`${HC1}/currentRoomSetpoint`]: 0,
    [`${DHW}/holidayMode/activated`]: '',
    [`${DHW}/currentSetpoint`]: 0,
  });
  expect(at(house, '2026-02-08T12:00:00Z', `${DHW}/currentSetpoint`)).toBe(50);
  set(house, `${hm2}/assignedTo`, ['hc1', 'dhw1']);
  expect(house.read()[`${DHW}/currentSetpoint`]).toBe(0);
  expect(at(house, '2026-02-08T22:59:59Z', `${HC1}/holidayMode/activated`)).toBe('hm2');
  expect(at(house, '2026-02-08T23:00:00Z', `${HC1}/holidayMode/activated`)).toBe('');
  expect(house.write(`${hm2}/startStop`, '2026-02-08/2026-02-07')).toMatchObject({ status: 'REFUSED' });
  expect(house.write(`${hm2}/startStop`, '2026-02-30/2026-03-01')).toMatchObject({ status: 'REFUSED' });
  expect(house.write(`${hm2}/assignedTo`, ['hc9'])).toMatchObject({ status: 'REFUSED' });
});

test.each([
  ['ECO', 18.5],
  ['FIX_TEMPERATURE', 16],
  ['OFF', 0],
  ['SATURDAY', 21],
])('in a holiday of mode %s the room set-point is %s', (mode, setpoint) => {
  const house = houseOf('hybrid', NOON);
  const hm1 = '/system/holidayModes/hm1';
  // On a Saturday it would be warm by now, on a Thursday it is not.
  const saturday = { dayOfWeek: 'Sa' as const, time: 600, setpoint: 'comfort2' };
  set(house, `${HC1}/switchPrograms/A`, [{ dayOfWeek: 'Su', time: 1_320, setpoint: 'eco' }, saturday]);
  set(house, `${hm1}/hcMode`, mode);
  set(house, `${hm1}/fixTemperature`, 16);
  set(house, `${hm1}/assignedTo`, ['hc1']);
  set(house, `${hm1}/startStop`, '2026-01-15/2026-01-15');
  expect(house.read()).toMatchObject({
    [`${HC1}/currentRoomSetpoint`]: setpoint,
    [`${HC1}/overallStatus`]: 'holiday',
    '/heatingCircuits/hc2/overallStatus': 'heating_auto',
  });
});

test.each([
  ['OFF', 'on'],
  ['OFF_TD', 'off'],
])('in a holiday with hot water %s the thermal disinfection is %s', (mode, running) => {
  const house = houseOf('air-water-heat-pump', NOON);
  const hm1 = '/system/holidayModes/hm1';
  set(house, `${hm1}/dhwMode`, mode);
  set(house, `${hm1}/assignedTo`, ['dhw1']);
  set(house, `${hm1}/startStop`, '2026-01-15/2026-01-25');
  expect(house.read()).toMatchObject({ [`${DHW}/overallStatus`]: 'holiday', [`${DHW}/currentSetpoint`]: 0 });
  // Tuesday, two o'clock.
  expect(at(house, '2026-01-20T01:10:00Z', `${DHW}/tdrunningStatus`)).toBe(running);
});

test('away lowers all circuits, a boost outranks it', () => {
  const house = houseOf('k30-heat-pump', NOON);
  set(house, '/system/awayMode/temperature', 14);
  set(house, '/system/awayMode/enabled', 'true');
  expect(house.read()).toMatchObject({
    [`${HC1}/currentRoomSetpoint`]: 14,
    [`${HC1}/overallStatus`]: 'away',
    [`${DHW}/currentTemperatureLevel`]: 'eco',
    [`${DHW}/overallStatus`]: 'away',
  });
  set(house, `${HC1}/boostMode`, 'on');
  expect(house.read()[`${HC1}/overallStatus`]).toBe('boost');
  expect(at(house, '2026-01-15T12:00:00Z', `${HC1}/overallStatus`)).toBe('away');
  expect(houseOf('gas-boiler-solar', NOON).write('/system/awayMode/enabled', 'true')).toMatchObject({
    error: 'no such resource',
  });
});

test.each(['air-water-heat-pump', 'ems-boiler', 'hybrid'] as const)(
  '%s makes its tank hot once a week against legionella',
  (profile) => {
    const house = houseOf(profile, NOON);
    set(house, `${DHW}/thermalDisinfect/weekDay`, 'Fr');
    set(house, `${DHW}/thermalDisinfect/time`, 90);
    expect(at(house, '2026-01-16T00:29:00Z', `${DHW}/tdrunningStatus`)).toBe('off');
    expect(at(house, '2026-01-16T00:30:00Z', `${DHW}/tdrunningStatus`)).toBe('on');
    let hottest = 0;
    for (let ms = house.nowMs; house.read()[`${DHW}/tdrunningStatus`] === 'on'; ms += MINUTE_MS) {
      house.advanceTo(ms);
      hottest = Math.max(hottest, Number(house.read()[`${DHW}/actualTemp`]));
    }
    expect(hottest).toBeGreaterThanOrEqual(64);
    expect(house.nowMs).toBeLessThan(Date.parse('2026-01-16T04:00:00Z'));
    expect(house.read()[`${DHW}/thermalDisinfect/lastResult`]).toBe('done');
    set(house, `${DHW}/thermalDisinfect/state`, 'off');
    expect(at(house, '2026-01-23T01:00:00Z', `${DHW}/tdrunningStatus`)).toBe('off');
  },
);

test('summer comes with the threshold, and winter when it is forced', () => {
  const house = houseOf('gas-boiler-solar', '2026-07-15T10:00:00Z');
  expect(house.read()).toMatchObject({
    [`${HC1}/currentSuWiMode`]: 'off',
    [`${HC1}/supplyTemperatureSetpoint`]: 0,
  });
  set(house, `${HC1}/suWiThreshold`, 30);
  expect(at(house, '2026-07-15T10:01:00Z', `${HC1}/currentSuWiMode`)).toBe('forced');
  set(house, `${HC1}/suWiThreshold`, 10);
  expect(at(house, '2026-07-15T10:02:00Z', `${HC1}/currentSuWiMode`)).toBe('off');
  set(house, `${HC1}/suWiSwitchMode`, 'forced');
  expect(at(house, '2026-07-15T10:03:00Z', `${HC1}/currentSuWiMode`)).toBe('forced');
});

test.each(HOUSE_PROFILES)('%s heats its tank by an extra charge, which ends by itself', (profile) => {
  const house = houseOf(profile, NOON);
  set(house, `${DHW}/singleChargeSetpoint`, 60);
  set(house, `${DHW}/chargeDuration`, 180);
  set(house, `${DHW}/charge`, 'start');
  house.advanceTo(house.nowMs + 150 * MINUTE_MS);
  expect(Number(house.read()[`${DHW}/actualTemp`])).toBeGreaterThan(56);
  expect(house.read()).toMatchObject({ [`${DHW}/charge`]: 'start', [`${DHW}/currentSetpoint`]: 60 });
  house.advanceTo(house.nowMs + 30 * MINUTE_MS);
  expect(house.read()[`${DHW}/charge`]).toBe('stop');
});

test('a room controller and its zone show and set what their circuit has', () => {
  const house = houseOf('hybrid', NOON);
  set(house, '/zones/zone2/heating/operationMode', 'manual');
  set(house, '/zones/zone2/heating/manualRoomSetpoint', 23);
  expect(house.read()).toMatchObject({
    '/heatingCircuits/hc2/operationMode': 'manual',
    '/heatingCircuits/hc2/currentRoomSetpoint': 23,
    '/zones/zone2/currentRoomSetpoint': 23,
    '/devices/device2/currentRoomSetpoint': 23,
    '/devices/device1/currentRoomSetpoint': 21,
    '/devices/device2/assignedHC': 'hc2',
  });
});

test.each(HOUSE_PROFILES)('%s takes over the settings of the house before it', (profile) => {
  const before = houseOf(profile, NOON);
  set(before, `${HC1}/operationMode`, 'manual');
  set(before, `${HC1}/manualRoomSetpoint`, 22.5);
  set(before, `${HC1}/temperatureLevels/eco`, 17);
  set(before, `${DHW}/chargeDuration`, 90);
  set(before, `${DHW}/charge`, 'start');
  const high = `${DHW}/temperatureLevels/high`;
  const highStop = `${DHW}/highStop`;
  if (before.read()[highStop] !== undefined) set(before, highStop, 59);
  set(before, high, 55);
  const after = houseOf(profile, '2026-01-16T11:00:00Z');
  after.restore(before.read());
  const writable = before.describe().filter(({ id, writeable }) => writeable && id !== `${DHW}/charge`);
  for (const { id } of writable) expect([id, after.read()[id]]).toEqual([id, before.read()[id]]);
  expect(after.read()[`${DHW}/charge`]).toBe('stop');
});

test('restoring what it does not have or cannot take does no harm', () => {
  const house = houseOf('ems-boiler', NOON);
  house.restore({ '/nowhere': 1, [`${HC1}/manualRoomSetpoint`]: 99, [`${HC1}/operationMode`]: 5 });
  expect(house.read()).toMatchObject({ [`${HC1}/manualRoomSetpoint`]: 21, [`${HC1}/operationMode`]: 'auto' });
  house.advanceTo(house.nowMs + HOUR_MS);
});
