import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { K40Double, Km200Double, selfSigned, startTlsFront } from '@hearthgate/device/doubles';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TestBroker } from '../../../device/src/gateway/test-broker.ts';

const BIN = fileURLToPath(new URL('../../bin/hearthgate.js', import.meta.url));
const treeOf = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../device/trees/${name}.json`, import.meta.url), 'utf8'));
const ID = '101000001';
const KEY = '00112233445566778899aabbccddeeff'.repeat(2);
const LABEL = { login: '101000901', password: 'ab12-cd34-ef56-gh78' };
const QR = `V:1;L:${LABEL.login};P:${LABEL.password};MAC:00:00:5E:00:53:01;N:K40RF`;

let broker: TestBroker;
let front: Awaited<ReturnType<typeof startTlsFront>>;
let folder: string;
const ends: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  broker = await TestBroker.start();
  const certificate = selfSigned('broker');
  front = await startTlsFront(certificate, { host: '127.0.0.1', port: Number(new URL(broker.url).port) });
  folder = mkdtempSync(join(tmpdir(), 'hg-cli-agent-'));
  save('ca.pem', certificate.cert);
  save('password', 'secret');
  save('key', KEY);
});
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
  await front.stop();
  await broker.stop();
  rmSync(folder, { recursive: true, force: true });
});

const save = (name: string, text: string) => writeFileSync(join(folder, name), text);
const platform = () => `platform:
  broker: ${front.url}
  gatewayId: ${ID}
  passwordFile: password
  caFile: ca.pem
`;

function start(...args: string[]) {
  const child = spawn(process.execPath, [BIN, 'agent', ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { text: '' };
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data) => (output.text += String(data)));
  const exit = once(child, 'close').then(([code]) => ({ code: Number(code), text: output.text }));
  ends.push(() => {
    child.kill('SIGKILL');
    return exit;
  });
  return { exit, stop: () => child.kill('SIGTERM') };
}

async function km200(zone = 'Europe/Berlin') {
  const double = await Km200Double.start({ tree: treeOf('icom-boiler'), key: KEY });
  ends.push(() => double.stop());
  save(
    'agent.yaml',
    `${platform()}gateway:\n  driver: km200\n  host: 127.0.0.1\n  port: ${double.port}\n  keyFile: key\n  timeZone: ${zone}\n`,
  );
  return double;
}

test('help tells of each action and of the file; a wrong call names what there is', async () => {
  const { text } = await start('--help').exit;
  for (const word of ['run ', 'check ', 'pair ', 'gatewayId:', 'driver: km200']) expect(text).toContain(word);
  expect(await start('fly').exit).toMatchObject({
    code: 2,
    text: expect.stringContaining('run, check, pair'),
  });
  save('agent.yaml', 'platform: {}\n');
  const wrong = await start('run').exit;
  expect(wrong.code).toBe(2);
  expect(wrong.text.split('\n').length).toBeGreaterThan(4);
  expect(wrong.text).toContain('agent.yaml:1: gateway: this part is missing\n');
});

test('check tells what it finds of a KM200 and of the platform, over TLS', async () => {
  await km200();
  const { code, text } = await start('check').exit;
  expect(text).toContain(`ok    platform: ${front.url} knows gateway ${ID} and its password\n`);
  expect(text).toContain('ok    gateway: Buderus iCom_Low_NSC_v1, firmware 04.08.02\n');
  expect(text).toMatch(/ok {4}resources: 57 values, 57 of them kept by the platform\n/);
  expect(text).toMatch(/ok {4}remote control: 1\d values can be set\n/);
  expect(text).toMatch(/ok {4}clock: the gateway says \S+, right for Europe\/Berlin\n/);
  expect(code).toBe(0);
});

test('check says what is wrong: password, certificate, key, a gateway that is away', async () => {
  const double = await km200('Asia/Tokyo');
  const clock = await start('check').exit;
  expect([clock.code, clock.text]).toEqual([
    1,
    expect.stringMatching(/WRONG clock: .* wrong for Asia\/Tokyo: set its clock, or timeZone in the file/),
  ]);
  broker.passwords.set(ID, 'another');
  save('key', 'f'.repeat(64));
  let found = await start('check').exit;
  expect(found.code).toBe(1);
  expect(found.text).toContain('unknown gateway or wrong password\n');
  expect(found.text).toContain('WRONG gateway: the answer cannot be read with this key\n');
  save('ca.pem', selfSigned('somebody else').cert);
  await double.stop();
  found = await start('check').exit;
  expect(found.text).toMatch(/WRONG platform: no connection to mqtts:.*certificate/);
  expect(found.text).toMatch(/WRONG gateway: no answer from 127\.0\.0\.1:\d+: nothing listens there\n/);
});

test('run reports over TLS, takes a command, lets no second one at its folder, and ends cleanly', async () => {
  await km200();
  const running = start('run');
  // The tree is walked first, with a pause after each request.
  await vi.waitFor(() => expect(broker.reports.length).toBeGreaterThan(0), 40_000);
  const path = '/heatingCircuits/hc1/manualRoomSetpoint';
  broker.command(ID, 'cmd_1', [{ path, value: 19.5 }], Date.UTC(2100, 0, 1));
  await broker.nth('up/ack', 1);
  expect(broker.acks[0]?.results).toEqual([{ path, status: 'CONFIRMED', value: 19.5 }]);
  expect((await start('run').exit).text).toContain('another agent works with');
  expect((await start('check').exit).text).toContain('platform: not tried, the agent is running');
  running.stop();
  const { code, text } = await running.exit;
  expect([code, text]).toEqual([0, expect.stringContaining('asking the gateway (km200) each minute\n')]);
  expect(broker.all('status').at(-1)?.text).toBe('offline');
});

test('a K 40 RF is paired while its buttons are pressed, checked, and then read', async () => {
  const double = await K40Double.start({ tree: treeOf('k40-heat-pump'), ...LABEL });
  ends.push(() => double.stop());
  save(
    'agent.yaml',
    `${platform()}gateway:\n  driver: k40rf\n  host: 127.0.0.1\n  port: ${double.port}\n  tokenPort: ${double.tokenPort}\n`,
  );
  expect((await start('check').exit).text).toContain('not paired yet: run "hearthgate agent pair" first');
  const late = await start('pair', '--label', QR, '--wait', '1').exit;
  expect([late.code, late.text]).toEqual([
    1,
    expect.stringContaining('Now press the WLAN and the Wireless button'),
  ]);
  double.tokens.pressButtons();
  const paired = await start('pair', '--label', QR).exit;
  expect([paired.code, paired.text]).toEqual([
    0,
    expect.stringContaining(`its certificate is ${double.certificate.fingerprint}`),
  ]);
  const file = join(folder, 'agent-data', 'k40rf.json');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const checked = await start('check').exit;
  expect(checked.text).toContain('ok    gateway: BOSCH K40RF_v1, firmware 15.00.01\n');
  expect(checked.text).toContain('ok    remote control: none, this gateway can be read only\n');
  expect(checked.text).not.toContain(JSON.parse(readFileSync(file, 'utf8')).token);
  const running = start('run');
  await broker.nth('up/report', 1);
  running.stop();
  expect((await running.exit).text).not.toContain(JSON.parse(readFileSync(file, 'utf8')).token);
});
