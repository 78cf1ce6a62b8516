import { expect, test } from 'vitest';
import { deviceOptions } from './device-options.ts';
import { UsageError } from '../shell/errors.ts';

const GIVEN = ['tree.json', '--gateway', '101000001'];
const ENV = { HEARTHGATE_GATEWAY_PASSWORD: 'secret' };

test('a file and a gateway are enough when the environment has the password', () => {
  expect(deviceOptions(GIVEN, ENV)).toEqual({
    file: 'tree.json',
    gatewayId: '101000001',
    password: 'secret',
    brokerUrl: 'mqtt://127.0.0.1:1883',
    intervalMs: 60_000,
    json: false,
  });
});

test('options win over defaults and environment', () => {
  const more = ['--password', 'own', '--broker', 'mqtts://example.org', '--interval', '900'];
  expect(deviceOptions([...GIVEN, ...more], ENV)).toMatchObject({
    password: 'own',
    brokerUrl: 'mqtts://example.org',
    intervalMs: 900_000,
    json: false,
  });
});

test('a check needs a file and neither gateway nor password', () => {
  expect(deviceOptions(['tree.json', '--check'], {})).toEqual({ check: 'tree.json', json: false });
  expect(() => deviceOptions(['--check'], {})).toThrow(UsageError);
});

test.each([
  [[], '"device" needs FILE; see "hearthgate device --help"'],
  [['tree.json'], /which gateway\?/],
  [[...GIVEN, 'another.json'], /"another.json" is too much/],
  [['tree.json', '--gateway', '7'], /"7" is not nine digits/],
  [[...GIVEN, '--broker', 'http://x'], /mqtt:\/\/127\.0\.0\.1:1883/],
  [[...GIVEN, '--interval', '0'], /seconds from 1 to 86400/],
  [[...GIVEN, '--what'], /see "hearthgate device --help"/],
])('%j is refused with the cure', (args, text) => {
  expect(() => deviceOptions(args, ENV)).toThrow(UsageError);
  expect(() => deviceOptions(args, ENV)).toThrow(text);
});

test('a missing password names the variable', () => {
  expect(() => deviceOptions(GIVEN, {})).toThrow(/set HEARTHGATE_GATEWAY_PASSWORD or give --password/);
});
