import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { selfSigned } from '../../doubles/certificate.ts';
import { readConfig } from './read-config.ts';

const KEY = '00112233445566778899aabbccddeeff'.repeat(2);
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'hg-config-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const save = (name: string, text: string) => writeFileSync(join(folder, name), text);
const read = (text: string, env: NodeJS.ProcessEnv = {}) => {
  save('agent.yaml', text);
  return readConfig(join(folder, 'agent.yaml'), env);
};
/** The faults without the name of the file. */
function faultsOf(text: string): string[] {
  try {
    read(text);
  } catch (error) {
    return String(error instanceof Error ? error.message : error)
      .split('\n')
      .map((line) => line.replace(`${folder}/agent.yaml:`, ''));
  }
  return [];
}

test('a whole file is read, with secrets from files beside it', () => {
  save('password', 'secret\n');
  save('key', `${KEY}\n`);
  save('ca.pem', selfSigned('ca').cert);
  const config = read(`
platform:
  broker: mqtts://platform.example.org:8883
  gatewayId: 101000100
  passwordFile: password
  caFile: ca.pem
gateway:
  driver: km200
  host: 192.0.2.20
  keyFile: key
  timeZone: Europe/Berlin
dataDir: data
ringMegabytes: 8
`);
  expect(config).toMatchObject({
    platform: { broker: 'mqtts://platform.example.org:8883', gatewayId: '101000100', password: 'secret' },
    gateway: { driver: 'km200', host: '192.0.2.20', port: 80, key: KEY, timeZone: 'Europe/Berlin' },
    dataDir: join(folder, 'data'),
    ringBytes: 8 * 1024 * 1024,
  });
  expect(config.platform.ca).toContain('BEGIN CERTIFICATE');
});

test('the smallest file of a K 40 RF; the password may come from the environment', () => {
  const text =
    'platform: {broker: "mqtt://127.0.0.1:1883", gatewayId: "101000100"}\ngateway: {driver: k40rf}\n';
  expect(read(text, { HEARTHGATE_GATEWAY_PASSWORD: 'secret' })).toMatchObject({
    platform: { password: 'secret' },
    gateway: { driver: 'k40rf', host: undefined, port: 9443, tokenPort: 9442 },
    ringBytes: 64 * 1024 * 1024,
  });
});

test('a board behind a broker in the house: what is left out is as it leaves the factory', () => {
  const file = (gateway: string) =>
    `platform: {broker: "mqtt://127.0.0.1:1883", gatewayId: "101000100", password: secret}\ngateway: {driver: ems-esp, ${gateway}}\n`;
  expect(read(file('broker: "mqtt://192.0.2.5:1883"'), {}).gateway).toEqual({
    driver: 'ems-esp',
    broker: 'mqtt://192.0.2.5:1883',
    base: 'ems-esp',
  });
  expect(faultsOf(file('broker: 192.0.2.5, base: /heating/#, password: secret'))).toEqual([
    '2: gateway.broker: no address of a broker; it begins with mqtts:// or mqtt://',
    '2: gateway.base: no base topic; it looks like ems-esp or home/heating, without / at either end',
    '2: gateway.username: missing: a password without a user name is of no use',
  ]);
});

test('all faults are told at once, each with its line and what to do', () => {
  expect(
    faultsOf(`platform:
  broker: platform.example.org
  gatewayId: 10100
  pasword: secret
  caFile: nowhere.pem
gateway:
  driver: km200
  host: http://192.0.2.20/
  key: abc
  keyFile: other
  timeZone: Mars/Base
ringMegabytes: 0
`).map((line) => line.replace(/ENOENT.*/, 'ENOENT')),
  ).toEqual([
    '2: platform.broker: no address of a broker; it begins with mqtts:// or mqtt://',
    '2: platform.password: missing: give passwordFile, or password, or set HEARTHGATE_GATEWAY_PASSWORD',
    '3: platform.gatewayId: not nine digits; the platform shows them with the password',
    '4: platform.pasword: not known here; there is broker, gatewayId, password, passwordFile, caFile',
    '5: platform.caFile: cannot be read: ENOENT',
    '8: gateway.host: no name or address; without http:// and without a path',
    '9: gateway.key: not 64 hex digits: the finished key is needed, not the passwords',
    '9: gateway.key: given twice: keep key or keyFile',
    '10: gateway.keyFile: cannot be read: ENOENT',
    '11: gateway.timeZone: no such time zone; the names look like Europe/Berlin',
    '12: ringMegabytes: not a whole number from 1 to 10000',
  ]);
});

test.each([
  ['', ['1: the file must hold "platform:" and "gateway:"; the guides have one to copy']],
  ['platform: [', [expect.stringContaining('1: this is not YAML')]],
  [
    'gateway: {driver: nefit}',
    [
      '1: platform: this part is missing',
      expect.stringContaining('platform.broker: missing'),
      expect.stringContaining('platform.gatewayId: missing'),
      expect.stringContaining('platform.password: missing'),
      '1: gateway.driver: no driver is called "nefit"; there are k40rf, km200, ems-esp',
    ],
  ],
])('%j is told', (text, faults) => {
  expect(faultsOf(text)).toEqual(faults);
});

test('a file that is not there is one line', () => {
  expect(() => readConfig(join(folder, 'none.yaml'), {})).toThrow('none.yaml: no such file; the guides');
});
