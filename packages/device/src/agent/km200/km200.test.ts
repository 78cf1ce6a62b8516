import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { locate } from '@hearthgate/wire';
import { afterEach, describe, expect, test } from 'vitest';
import { Km200Double } from '../../doubles/km200-double.ts';
import { buildTree, loadTree, readTreeFile } from '../../tree/load-tree.ts';
import { Km200Cipher } from './cipher.ts';
import { Km200Client } from './km200-client.ts';
import { km200Driver } from './km200-driver.ts';

const KEY = '00112233445566778899aabbccddeeff'.repeat(2);
const OWN = fileURLToPath(new URL('../../../trees/icom-boiler.json', import.meta.url));
const FIXTURES = fileURLToPath(new URL('../../../../../../shared/fixtures/km200/', import.meta.url));
const HOUR_MS = 3_600_000;

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function start(file: string, history?: (path: string, hourMs: number) => number | undefined) {
  const double = await Km200Double.start({ tree: readTreeFile(file), key: KEY, ...(history && { history }) });
  ends.push(() => double.stop());
  return { double, address: { host: '127.0.0.1', port: double.port, key: KEY, pauseMs: 0 } };
}

describe('the cipher', () => {
  const cipher = new Km200Cipher(KEY);

  test('fills up with zeros to whole blocks, as base64, and takes it back', () => {
    for (const value of ['', 'ä', 'x'.repeat(15), 'x'.repeat(16), '{"value":21.5}']) {
      const coded = Buffer.from(cipher.encode({ value }), 'base64');
      expect(coded.length % 16).toBe(0);
      expect(cipher.decode(Buffer.from(cipher.encode({ value })))).toEqual({ value });
    }
    // Worked out with openssl enc -aes-256-ecb -nopad over the text filled up with zeros.
    expect(cipher.encode({ value: 1 })).toBe('6ehFo5DauFyLl/PXMb/uTA==');
  });

  test('reads plain text where it is no whole number of blocks, and says when the key is wrong', () => {
    expect(cipher.decode(Buffer.from('{"id":"/gateway"}'))).toEqual({ id: '/gateway' });
    const other = new Km200Cipher('f'.repeat(64));
    expect(() => other.decode(Buffer.from(cipher.encode({ value: 1 })))).toThrow(
      'cannot be read with this key',
    );
    expect(() => new Km200Cipher('too short')).toThrow('not 64 hex digits');
  });
});

test('whoever asks, the gateway serves one request at a time', async () => {
  const { double, address } = await start(OWN);
  const client = new Km200Client(address);
  double.tree.trouble('/system/brand', { delayMs: 30 });
  await Promise.all([...Array.from({ length: 10 }, () => client.get('/system/brand')), client.get('/none')]);
  expect(double.crowded).toBe(0);
});

test('passwords, names and addresses are not even asked for', async () => {
  const { double, address } = await start(OWN);
  double.tree.set('/gateway/versionFirmware', '04.08.02');
  await km200Driver(address, 'Europe/Berlin').discover();
  expect(double.requests.filter((call) => /password|instAccess|user|identificationKey/i.test(call))).toEqual(
    [],
  );
});

test('the hours of its recordings are those of its wall clock, on the day of the change too', async () => {
  const { address } = await start(OWN, (_path, hourMs) => hourMs / HOUR_MS);
  const driver = km200Driver(address, 'Europe/Berlin');
  const path = '/heatingCircuits/hc1/roomtemperature';
  const from = Date.UTC(2026, 2, 28, 22, 30);
  const past = await driver.history(
    [path, '/heatSources/returnTemperature'],
    from,
    from + 5 * HOUR_MS,
    from + 5 * HOUR_MS,
  );
  expect(past.map(({ atMs }) => new Date(atMs).toISOString().slice(0, 16))).toEqual([
    '2026-03-28T22:00',
    '2026-03-28T23:00',
    '2026-03-29T00:00',
    '2026-03-29T01:00',
    '2026-03-29T02:00',
  ]);
});

const recorded = existsSync(FIXTURES) ? readdirSync(FIXTURES).filter((name) => name.endsWith('.json')) : [];

test.runIf(recorded.length === 0)('recorded trees are not present here: only our own tree is walked', () => {
  expect(recorded).toEqual([]);
});

const trees = [
  OWN,
  ...recorded.filter((name) => !name.startsWith('easycontrol')).map((name) => join(FIXTURES, name)),
];
test.each(trees.map((file) => [basename(file), file] as const))(
  '%s: the walk finds every leaf that the platform keeps',
  async (_name, file) => {
    const { double, address } = await start(file);
    const found = buildTree([...(await km200Driver(address, 'Europe/Berlin').discover()).values()]);
    const expected = [...loadTree(file).leaves.keys()].filter((path) => locate(path));
    expect([...found.leaves.keys()].filter((path) => locate(path)).toSorted()).toEqual(expected.toSorted());
    expect(double.crowded).toBe(0);
  },
);
