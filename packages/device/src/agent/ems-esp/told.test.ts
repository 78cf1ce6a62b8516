import { expect, test } from 'vitest';
import { Told } from './told.ts';

const SETPOINT = '/heatingCircuits/hc1/temperatureRoomSetpoint';
const HC1 = '{"hc1":{"seltemp":21,"currtemp":20.5}}';
const say = (told: Told, name: string, payload: string, isOld = false) =>
  told.take({ name, payload, isOld }, 0);

test('what somebody writes on a command topic is a wish and no value', () => {
  const told = new Told();
  say(told, 'thermostat_data', HC1);
  expect(say(told, 'thermostat/hc1/seltemp', '25')).toEqual({});
  expect(say(told, 'thermostat/hc1/seltemp', '')).toEqual({});
  expect(told.values[SETPOINT]).toBe(21);
  expect(say(told, 'thermostat_data/hc1/seltemp', '22')).toMatchObject({ [SETPOINT]: 22 });
});

test('values that the broker kept from earlier are not believed; who the board is and whether it is there are', () => {
  const told = new Told();
  say(told, 'thermostat_data', HC1, true);
  say(told, 'info', '{"version":"3.8.1","SSID":"home"}', true);
  say(told, 'status', 'offline', true);
  expect(told.values).toEqual({ '/gateway/versionFirmware': '3.8.1' });
  expect([told.lastAt, told.isOffline]).toEqual([undefined, true]);
});

test('a fault is active until the board says that it ended, whichever part of it told it', () => {
  const told = new Told();
  say(told, 'boiler_data', '{"lastcode":"6L(229) 12.01.2026 06:40 - now"}');
  say(told, 'thermostat_data', '{"lastcode":""}');
  expect(told.faults).toEqual([{ dcd: '6L', ccd: 229 }]);
  say(told, 'boiler_data', '{"lastcode":"6L(229) 12.01.2026 06:40 - 12.01.2026 07:00"}');
  expect(told.faults).toEqual([]);
});

test('starts that came before the heat source has shown itself are kept until then', () => {
  const told = new Told();
  say(told, 'boiler_data/heatstarts', '41');
  expect(Object.keys(told.values)).toEqual([]);
  say(told, 'boiler_data/burngas', 'on');
  expect(told.values).toMatchObject({
    '/heatSources/emon/ch/numberOfStarts': 41,
    '/heatSources/hs1/type': 'unknownBoiler',
  });
});

test('garbage changes nothing and ends nothing', () => {
  const told = new Told();
  for (const payload of ['', '[]', '{', 'null', '{"hc1":7}'])
    for (const name of ['boiler_data', 'thermostat_data', 'info', 'heartbeat', 'nobody/knows/this'])
      expect(say(told, name, payload)).toEqual({});
});
