import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TestBroker } from '../../device/src/gateway/test-broker.ts';

const BIN = fileURLToPath(new URL('../bin/hearthgate.js', import.meta.url));
const BOILER = fileURLToPath(new URL('../../device/trees/icom-boiler.json', import.meta.url));
const ID = '101000001';
const FOREVER = Date.UTC(2100, 0, 1);

const SEE_SECRETS = 'see "hearthgate secrets --help"\n';

let broker: TestBroker;
let child: ChildProcessWithoutNullStreams | undefined;

beforeEach(async () => {
  broker = await TestBroker.start();
});
afterEach(async () => {
  child?.kill('SIGKILL');
  await broker.stop();
});

function start(...args: string[]) {
  const env = { ...process.env, HEARTHGATE_GATEWAY_PASSWORD: 'secret' };
  const running = spawn(process.execPath, [BIN, ...args], { env });
  child = running;
  const output = { text: '' };
  for (const stream of [running.stdout, running.stderr])
    stream.on('data', (data) => (output.text += String(data)));
  const exit = once(running, 'close').then(([code]) => ({ code: Number(code), text: output.text }));
  return { exit, stop: () => running.kill('SIGINT') };
}

test('help teaches, at both levels', async () => {
  expect((await start('--help').exit).text).toContain('play a heating system');
  expect((await start('device', '--help').exit).text).toContain('HEARTHGATE_GATEWAY_PASSWORD');
  expect((await start('help', 'device').exit).text).toContain('hearthgate device FILE [options]');
  expect((await start('catalogue', '--help').exit).text).toContain('FILTER');
  expect((await start('start', '--help').exit).text).toContain('Ctrl-C');
  expect((await start('secrets', '--help').exit).text).toContain('rotate --drop-old');
  expect((await start('--version').exit).text).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test.each([
  [['strat'], 2, 'hearthgate: unknown command "strat"; "hearthgate --help" lists what there is\n'],
  [['secrets'], 2, `hearthgate: say what to do: status, rotate; ${SEE_SECRETS}`],
  [
    ['secrets', 'rotate', '--signing-key', '--drop-old'],
    2,
    'hearthgate: --signing-key and --drop-old are two steps: give one of them at a time\n',
  ],
  [
    ['secrets', 'status', '--drop-old'],
    2,
    `hearthgate: "secrets status" takes no --drop-old; ${SEE_SECRETS}`,
  ],
  [['secrets', 'rotate', 'all'], 2, `hearthgate: "all" is too much; ${SEE_SECRETS}`],
  [
    ['broker', 'export'],
    2,
    'hearthgate: say for which broker, and where: --mosquitto DIR; see "hearthgate broker --help"\n',
  ],
  [['device', '/none', '--gateway', ID], 1, 'hearthgate: cannot read /none: no such file or folder\n'],
])('%j fails with one line and the cure', async (args, code, text) => {
  expect(await start(...args).exit).toEqual({ code, text });
});

test('a recorded boiler connects, reports, executes a command and ends cleanly', async () => {
  const { exit, stop } = start('device', BOILER, '--gateway', ID, '--broker', broker.url);
  await broker.nth('up/report', 1);
  const path = '/heatingCircuits/hc1/manualRoomSetpoint';
  broker.command(ID, 'cmd_1', [{ path, value: 22 }], FOREVER);
  await broker.nth('up/report', 2);
  expect(broker.reports[1]?.values[path]).toBe(22);
  stop();
  const ended = await exit;
  expect(ended.code).toBe(0);
  expect(ended.text).toContain('58 leaves, 18 of them writeable, 0 faults');
  expect(ended.text).toContain('not carried by the link: 8 refEnum\n');
  expect(ended.text).toContain(`command cmd_1: ${path} = 22 CONFIRMED`);
  expect(broker.all('status').at(-1)?.text).toBe('offline');
});

test('a tree is checked for a program, too', async () => {
  const { code, text } = await start('device', BOILER, '--check', '--json').exit;
  expect([code, JSON.parse(text)]).toEqual([
    0,
    expect.objectContaining({
      file: BOILER,
      heating: expect.objectContaining({ mapped: expect.any(Number) }),
    }),
  ]);
});

test('a tree is checked without a gateway, and what would not be kept is named', async () => {
  const { code, text } = await start('device', BOILER, '--check').exit;
  expect(code).toBe(0);
  expect(text).toContain('57 of 58 leaves are mapped\n');
  expect(text).toMatch(/those that carry heating values: (\d+) of \1\n/);
  expect(text).toContain('not mapped, gateway: 1\n  /gateway/instAccess\n');
});

test('the catalogue can be read, filtered, and given to programs', async () => {
  const rows = (await start('catalogue', 'ROOMTEMPERATURE').exit).text;
  expect(rows).toMatch(
    /\/heatingCircuits\/hc\{n\}\/\n {2}roomtemperature +number +C +-40 \.\. 60 +hvac\..+ from 0\.2\n/,
  );
  expect(rows).not.toContain('dhwCircuits');
  const json: unknown = JSON.parse((await start('catalogue', '--json', 'hc{n}.roomTemperature').exit).text);
  expect(json).toMatchObject([
    { path: '/heatingCircuits/hc{n}/roomtemperature', unit: 'C', point: { id: 1 } },
  ]);
  expect(await start('catalogue', 'nowhere').exit).toEqual({
    code: 1,
    text: 'hearthgate: nothing in the catalogue has "nowhere" in its path or data point\n',
  });
  expect((await start('catalogue', 'a', 'b').exit).code).toBe(2);
});

test('a wrong password is one clear line', async () => {
  broker.passwords.set(ID, 'another');
  const ended = await start('device', BOILER, '--gateway', ID, '--broker', broker.url).exit;
  expect(ended.code).toBe(1);
  expect(ended.text).toContain('refused gateway 101000001: unknown gateway or wrong password');
});
