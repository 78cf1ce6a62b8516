import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { leadsToResource } from '@hearthgate/wire';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { announceGateway } from '../../doubles/announce.ts';
import { K40Double } from '../../doubles/k40-double.ts';
import { discoverGateways } from './discover.ts';
import { pair, parseLabel, type PairOptions } from './pair.ts';
import { readPairing, writePairing } from './pairing.ts';
import { k40Driver } from './k40-driver.ts';
import { NUMBERED_PARTS, SYSTEM_PATHS } from './paths.ts';
import { plainSignal } from './signals.ts';

const SPECIFICATION = fileURLToPath(new URL('../../../../../../shared/fixtures/k40rf/', import.meta.url));
const LABEL = { login: '101000901', password: 'ab12-cd34-ef56-gh78' };
const NOW = Date.UTC(2026, 0, 15);

let double: K40Double;
let nowMs: number;
beforeEach(async () => {
  nowMs = NOW;
  double = await K40Double.start({ tree: [], ...LABEL, now: () => nowMs });
});
afterEach(() => double.stop());

function options(change: Partial<PairOptions> = {}): PairOptions {
  const { port, tokenPort } = double;
  const fast = { waitMs: 2_000, askEveryMs: 5, now: () => nowMs };
  return {
    host: '127.0.0.1',
    port,
    tokenPort,
    label: LABEL,
    clientName: 'Hearthgate agent',
    pressButtons: () => double.tokens.pressButtons(),
    ...fast,
    ...change,
  };
}

describe('pairing', () => {
  test('waits for the buttons, and then reads with the token over the pinned certificate', async () => {
    let asked = 0;
    const pressButtons = () => {
      asked += 1;
      setTimeout(() => double.tokens.pressButtons(), 30);
    };
    const paired = await pair(options({ pressButtons }));
    expect(asked).toBe(1);
    expect(paired).toMatchObject({
      deviceId: LABEL.login,
      fingerprint: double.certificate.fingerprint,
      pairedAt: '2026-01-15T00:00:00.000Z',
    });
    expect(await k40Driver(paired).client.get('/gateway/brand')).toEqual({ status: 'absent' });
    expect(double.tokens.list().content).toMatchObject([
      { client_name: 'Hearthgate agent', created_at: NOW / 1_000 },
    ]);
  });

  test('ends in words when the buttons are not pressed, when the door has closed, and when there is no room', async () => {
    const never = options({ pressButtons: () => undefined, waitMs: 20 });
    await expect(pair(never)).rejects.toThrow('the buttons were not pressed in time');
    double.tokens.pressButtons();
    nowMs += 6 * 60_000;
    await expect(pair(never)).rejects.toThrow('the buttons were not pressed in time');
    double.tokens.fillUp();
    await expect(pair(options())).rejects.toThrow('no room for another token');
  });

  test('does not send the password to another gateway, and tells a wrong one', async () => {
    const other = options({ label: { ...LABEL, login: '101000902' } });
    await expect(pair(other)).rejects.toThrow('is 101000901, the label says 101000902');
    const wrong = options({ label: { ...LABEL, password: 'ab12-cd34-ef56-0000' } });
    await expect(pair(wrong)).rejects.toThrow('does not know this login and password');
    await expect(pair(options({ tokenPort: 1 }))).rejects.toThrow('no gateway answers at 127.0.0.1:1');
  });

  test('is kept in a file that nobody else can read, and a damaged one is told', () => {
    const folder = mkdtempSync(join(tmpdir(), 'hg-pair-'));
    const file = join(folder, 'new', 'k40rf.json');
    expect(readPairing(file)).toBeUndefined();
    const { fingerprint } = double.certificate;
    const content = {
      deviceId: '101000901',
      host: '192.0.2.10',
      port: 9443,
      tokenPort: 9442,
      fingerprint,
      token: 't',
      pairedAt: '2026-01-15T00:00:00Z',
    };
    writePairing(file, content);
    expect(readPairing(file)).toEqual(content);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    writePairing(file, { ...content, fingerprint: 'none' });
    expect(() => readPairing(file)).toThrow('remove it and pair again');
    rmSync(folder, { recursive: true });
  });

  test('the QR code of the label is understood', () => {
    expect(parseLabel('V:1;L:101000901;P:ab12-cd34-ef56-gh78;MAC:00:00:5E:00:53:01;N:K40RF')).toEqual(LABEL);
    expect(parseLabel('101000901')).toBeUndefined();
  });
});

test('a gateway is found by its announcement', async () => {
  const { port, tokenPort } = double;
  // A group of its own on the loopback, so that nothing of this network answers or hears.
  const network = {
    port: 20_000 + Math.floor(Math.random() * 20_000),
    interface: '127.0.0.1',
    bind: '0.0.0.0',
    loopback: true,
  };
  const announced = announceGateway({ deviceId: LABEL.login, port, tokenPort }, network);
  const found = await discoverGateways(400, network);
  announced.stop();
  expect(found).toEqual([{ deviceId: LABEL.login, host: '127.0.0.1', port, tokenPort, model: 'K40RF' }]);
  expect(await discoverGateways(50, network)).toEqual([]);
});

const paths = [
  ...SYSTEM_PATHS,
  ...NUMBERED_PARTS.flatMap(({ base, paths: names }) => names.map((name) => `${base}1/${name}`)),
];

test('only what the platform keeps is asked for', () => {
  expect(paths.filter((path) => path !== '/notifications' && !leadsToResource(path))).toEqual([]);
  expect(new Set(paths).size).toBe(paths.length);
});

describe.skipIf(!existsSync(SPECIFICATION))(
  "with the vendor's specification and answers of a real gateway, where present",
  () => {
    test('every path is declared', () => {
      const declared = [
        ...readFileSync(join(SPECIFICATION, 'openapi.yaml'), 'utf8').matchAll(/^ {2}(\/[^:]+):$/gm),
      ];
      const known = declared.map(
        ([, path = '']) => new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[a-z]+\\d+')}$`),
      );
      expect(known.length).toBeGreaterThan(200);
      expect(paths.filter((path) => !known.some((pattern) => pattern.test(path)))).toEqual([]);
    });

    test('recorded answers are served and read, signals and their words among them', async () => {
      const folder = join(SPECIFICATION, 'fixtures');
      const tree = readdirSync(folder).map((name): unknown =>
        JSON.parse(readFileSync(join(folder, name), 'utf8')),
      );
      const recorded = await K40Double.start({ tree, ...LABEL });
      recorded.tokens.pressButtons();
      const paired = await pair(
        options({ port: recorded.port, tokenPort: recorded.tokenPort, now: Date.now }),
      );
      const resources = await k40Driver(paired).discover();
      await recorded.stop();
      expect(resources.get('/heatSources/returnTemperature')).toMatchObject({ unitOfMeasure: 'C' });
      expect(resources.get('/signals/SC.SeasonOpt.Mode')).toMatchObject({
        type: 'stringValue',
        value: 'HEATING',
      });
      expect(resources.get('/signals/SC.HC1.FlowTempSetp')).toMatchObject({
        id: '/heatingCircuits/hc1/supplyTemperatureSetpoint',
      });
      expect(recorded.busiest).toBeLessThanOrEqual(6);
    });
  },
);

test('a signal whose value has no word stays a number', () => {
  const signal = { id: '/signals/X', type: 'integerValue', value: 9, state: { A: 1 } };
  expect(plainSignal(signal)).toBe(signal);
});
