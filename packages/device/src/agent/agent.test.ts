import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { K40Double } from '../doubles/k40-double.ts';
import { Km200Double } from '../doubles/km200-double.ts';
import { TestBroker } from '../gateway/test-broker.ts';
import { Agent } from './agent.ts';
import type { Driver } from './driver.ts';
import { HoleBook } from './hole-book.ts';
import { pair } from './k40rf/pair.ts';
import { k40Driver } from './k40rf/k40-driver.ts';
import { km200Driver } from './km200/km200-driver.ts';
import { openRing, renewRing } from './ring/open-ring.ts';

const ID = '101000001';
const KEY = '00112233445566778899aabbccddeeff'.repeat(2);
const HC1 = '/heatingCircuits/hc1';
const OUTDOOR = '/system/sensors/temperatures/outdoor_t1';
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const START = Date.UTC(2026, 0, 15, 6, 10);
const PATIENCE = { readBackMs: 500, lookEveryMs: 10 };

const treeOf = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../trees/${name}.json`, import.meta.url), 'utf8'));
/** What the doubles have recorded: a temperature that tells its hour. */
const history = (_path: string, hourMs: number) => 10 + ((hourMs / HOUR_MS) % 24);

let broker: TestBroker;
let folder: string;
let nowMs: number;
let lines: string[];
const ends: (() => Promise<void>)[] = [];

beforeEach(async () => {
  broker = await TestBroker.start();
  folder = mkdtempSync(join(tmpdir(), 'hg-agent-'));
  nowMs = START;
  lines = [];
});
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
  await broker.stop();
  rmSync(folder, { recursive: true, force: true });
});

function agentOf(driver: Driver, url = broker.url): Agent {
  const ring = join(folder, 'ring');
  const agent = new Agent({
    driver,
    broker: { url, gatewayId: ID, password: 'secret' },
    openRing: () => openRing(ring),
    renewRing: (old) => renewRing(ring, old),
    holes: new HoleBook(join(folder, 'holes.json')),
    now: () => nowMs,
    log: (line) => lines.push(line),
  });
  ends.push(() => agent.end());
  return agent;
}

async function km200() {
  const double = await Km200Double.start({
    tree: treeOf('icom-boiler'),
    key: KEY,
    history,
    now: () => nowMs,
  });
  ends.push(() => double.stop());
  const driver = km200Driver(
    { host: '127.0.0.1', port: double.port, key: KEY, pauseMs: 0 },
    'Europe/Berlin',
    PATIENCE,
  );
  return { double, driver };
}

async function k40() {
  const label = { login: '101000901', password: 'ab12-cd34-ef56-gh78' };
  const double = await K40Double.start({
    tree: treeOf('k40-heat-pump'),
    ...label,
    history,
    now: () => nowMs,
    answerMs: 5,
  });
  ends.push(() => double.stop());
  double.tokens.pressButtons();
  const paired = await pair({
    host: '127.0.0.1',
    port: double.port,
    tokenPort: double.tokenPort,
    label,
    clientName: 'test',
    now: () => nowMs,
    pressButtons: () => undefined,
  });
  return { double, driver: k40Driver(paired), paired };
}

async function minutes(agent: Agent, count: number): Promise<void> {
  for (let minute = 0; minute < count; minute += 1) {
    nowMs += MINUTE_MS;
    await agent.turn();
  }
}

describe('a KM200', () => {
  test('is walked once, then asked for what is due, one request at a time', async () => {
    const { double, driver } = await km200();
    double.tree.trouble(`${HC1}/pumpModulation`, { status: 403 });
    const agent = agentOf(driver);
    await agent.turn();
    await broker.nth('up/report', 1);
    expect(broker.reports[0]?.values).toMatchObject({ [`${HC1}/roomtemperature`]: 20.3, [OUTDOOR]: 4.2 });
    expect(broker.reports[0]?.values).not.toHaveProperty([`${HC1}/pumpModulation`]);
    expect(double.crowded).toBe(0);
    const walked = double.requests.splice(0).length;
    expect(walked).toBeGreaterThan(60);
    await minutes(agent, 1);
    const fast = double.requests.splice(0).length;
    expect(fast).toBeGreaterThan(10);
    expect(fast).toBeLessThan(walked / 2);
    await minutes(agent, 4);
    expect(double.requests.filter((call) => call.includes('suWiThreshold'))).toHaveLength(1);
    expect(double.requests.filter((call) => call.includes('versionFirmware'))).toHaveLength(0);
  });

  test('takes a value when it can be read back, and says what it holds when it cannot', async () => {
    const { double, driver } = await km200();
    double.slowReads = 3;
    const agent = agentOf(driver);
    await agent.turn();
    await broker.nth('up/describe', 1);
    const path = `${HC1}/temperatureLevels/comfort2`;
    broker.command(ID, 'cmd_1', [{ path, value: 22.5 }], nowMs + HOUR_MS);
    await broker.nth('up/ack', 1);
    expect(broker.acks[0]?.results).toEqual([{ path, status: 'CONFIRMED', value: 22.5 }]);
    await broker.nth('up/report', 2);
    expect(broker.reports.at(-1)?.values[path]).toBe(22.5);
    double.ignoresWrites = true;
    broker.command(ID, 'cmd_2', [{ path, value: 23 }], nowMs + HOUR_MS);
    await broker.nth('up/ack', 2);
    expect(broker.acks[1]?.results).toEqual([{ path, status: 'CONFIRMED', value: 22.5 }]);
    // An answer that is lost says nothing about what the gateway has done.
    double.ignoresWrites = false;
    double.slowReads = 1;
    double.losesAnswers = true;
    broker.command(ID, 'cmd_lost', [{ path, value: 18 }], nowMs + HOUR_MS);
    await broker.nth('up/ack', 3);
    expect(broker.acks[2]?.results).toEqual([{ path, status: 'CONFIRMED', value: 18 }]);
    double.losesAnswers = false;
    broker.command(
      ID,
      'cmd_3',
      [
        { path, value: 99 },
        { path: '/system/brand', value: 'x' },
      ],
      nowMs + HOUR_MS,
    );
    await broker.nth('up/ack', 4);
    expect(broker.acks[3]?.results.map(({ error }) => error)).toEqual([
      'above the maximum of 30',
      'read-only',
    ]);
  });

  test('a repeated command is not executed twice while the gateway is slow', async () => {
    const { double, driver } = await km200();
    double.slowReads = 4;
    const agent = agentOf(driver);
    await agent.turn();
    await broker.nth('up/describe', 1);
    const writes = [{ path: `${HC1}/manualRoomSetpoint`, value: 19 }];
    broker.command(ID, 'cmd_1', writes, nowMs + HOUR_MS);
    broker.command(ID, 'cmd_1', writes, nowMs + HOUR_MS);
    await broker.nth('up/ack', 1);
    broker.command(ID, 'cmd_1', writes, nowMs + HOUR_MS);
    await broker.nth('up/ack', 2);
    expect(double.requests.filter((call) => call.startsWith('PUT'))).toHaveLength(1);
  });

  test('a switch program is written whole', async () => {
    const { double, driver } = await km200();
    const agent = agentOf(driver);
    await agent.turn();
    await broker.nth('up/describe', 1);
    const path = `${HC1}/switchPrograms/A`;
    const value = [
      { dayOfWeek: 'Mo' as const, time: 300, setpoint: 'comfort2' },
      { dayOfWeek: 'Mo' as const, time: 1_320, setpoint: 'eco' },
    ];
    broker.command(ID, 'cmd_1', [{ path, value }], nowMs + HOUR_MS);
    await broker.nth('up/ack', 1);
    expect(broker.acks[0]?.results).toEqual([{ path, status: 'CONFIRMED', value }]);
    expect(double.tree.get(path)).toMatchObject({
      switchPoints: value,
      maxNbOfSwitchPoints: expect.any(Number),
    });
  });

  test('errors under load pass by; a wrong key is told in words', async () => {
    const { double, driver } = await km200();
    const agent = agentOf(driver);
    double.tree.trouble(`${HC1}/roomtemperature`, { status: 500 });
    await agent.turn();
    await broker.nth('up/report', 1);
    expect(broker.reports[0]?.values).not.toHaveProperty([`${HC1}/roomtemperature`]);
    const wrong = agentOf(
      km200Driver({ host: '127.0.0.1', port: double.port, key: 'f'.repeat(64), pauseMs: 0 }, 'Europe/Berlin'),
    );
    await wrong.turn();
    expect(lines.at(-1)).toBe('the answer cannot be read with this key');
  });

  test('what was not reported while the agent was off is filled from the recordings, hour by hour', async () => {
    const { driver } = await km200();
    const first = agentOf(driver);
    await first.turn();
    await first.gateway.settled(5_000);
    await first.end();
    nowMs = START + 5 * HOUR_MS + 20 * MINUTE_MS;
    const second = agentOf(driver);
    await second.turn();
    await broker.until('all reports', () => broker.reports.length >= 12);
    const [now, ...past] = broker.reports.slice(1);
    expect([now?.at.slice(11, 16), now?.values[OUTDOOR]]).toEqual(['11:30', 4.2]);
    expect(past.map(({ at, late, values }) => [at.slice(11, 16), late, values[OUTDOOR]])).toEqual([
      ['06:10', true, 16],
      ['06:30', true, 16],
      ['07:00', true, 17],
      ['07:30', true, 17],
      ['08:00', true, 18],
      ['08:30', true, 18],
      ['09:00', true, 19],
      ['09:30', true, 19],
      ['10:00', true, 20],
      ['10:30', true, 20],
    ]);
    expect(past[0]?.values).not.toHaveProperty(['/heatSources/numberOfStarts']);
    expect(new Set(broker.reports.map(({ boot }) => boot)).size).toBe(1);
    expect(broker.reports.map(({ seq }) => seq)).toEqual(Array.from({ length: 12 }, (_unused, n) => n + 1));
    // The hour in which the agent came back is recorded when it is over, also when the agent is killed before.
    await second.end();
    nowMs = START + 5 * HOUR_MS + 45 * MINUTE_MS;
    const third = agentOf(driver);
    await third.turn();
    nowMs += 20 * MINUTE_MS;
    await third.turn();
    await broker.until('the next reports', () => broker.reports.length >= 14);
    await third.end();
    nowMs += 20 * MINUTE_MS;
    const fourth = agentOf(driver);
    await fourth.turn();
    await broker.until('the last hour', () => broker.reports.length >= 16);
    expect(broker.reports.slice(-2).map(({ at, values }) => [at.slice(11, 16), values[OUTDOOR]])).toEqual([
      ['12:35', 4.2],
      ['11:00', 21],
    ]);
  });

  test('one that stays silent is told to be offline, and after its return the time between is filled', async () => {
    const { double, driver } = await km200();
    const agent = agentOf(driver);
    await agent.turn();
    await broker.nth('up/report', 1);
    const { port } = double;
    await double.stop();
    await minutes(agent, 3);
    expect(broker.all('status').at(-1)?.text).toBe('offline');
    expect(lines.filter((line) => line.includes('nothing listens there'))).toHaveLength(1);
    const again = await Km200Double.start(
      { tree: treeOf('icom-boiler'), key: KEY, history, now: () => nowMs },
      port,
    );
    ends.push(() => again.stop());
    nowMs += 3 * HOUR_MS;
    await agent.turn();
    await broker.until('the way back', () => broker.hellos.length === 2 && broker.reports.length >= 5);
    expect(broker.reports.slice(2, 5).map(({ at }) => at.slice(11, 16))).toEqual(['06:10', '06:30', '07:00']);
  });
});

describe('what is kept', () => {
  test('gets numbers of a new boot when the platform knows numbers that the disk has lost', async () => {
    const { double, driver } = await km200();
    broker.acknowledging = false;
    const agent = agentOf(driver);
    await agent.turn();
    await broker.nth('up/report', 1);
    const { boot } = agent.gateway;
    broker.acknowledging = true;
    for (let times = 0; times < 2; times += 1) broker.send(ID, 'ack', { boot, seq: 7 });
    await broker.until('a new boot', () => broker.hellos.some((hello) => hello.boot !== boot));
    double.tree.set(`${HC1}/roomtemperature`, 22.2);
    await minutes(agent, 1);
    await vi.waitFor(
      () => expect([agent.gateway.connected, agent.gateway.uncovered]).toEqual([true, 0]),
      5_000,
    );
    const renewed = broker.reports.filter((report) => report.boot !== boot);
    expect(new Set(renewed.map((report) => report.boot)).size).toBe(1);
    expect(renewed.find(({ seq }) => seq === 1)?.values).toMatchObject({ [`${HC1}/roomtemperature`]: 20.3 });
    expect(renewed.find(({ seq }) => seq === 2)?.values).toMatchObject({ [`${HC1}/roomtemperature`]: 22.2 });
  });

  test('without the platform and without the process reports wait, and go out when both are there', async () => {
    const { driver } = await km200();
    const first = agentOf(driver, 'mqtt://127.0.0.1:1');
    await first.turn();
    await minutes(first, 3);
    expect(first.gateway.uncovered).toBe(4);
    await first.end();
    const second = agentOf(driver);
    expect(lines.at(-1)).toBe('4 reports wait for the platform');
    await minutes(second, 1);
    await broker.until('all five', () => broker.reports.length >= 5);
    expect(broker.reports.map(({ seq, late }) => [seq, late])).toEqual(
      [1, 2, 3, 4, 5].map((seq) => [seq, true]),
    );
  });
});

describe('a K 40 RF', () => {
  test('is read with four requests at once at most, and nothing of it is writeable', async () => {
    const { double, driver } = await k40();
    const agent = agentOf(driver);
    await agent.turn();
    await broker.nth('up/report', 1);
    expect(double.busiest).toBe(4);
    expect(broker.reports[0]?.values).toMatchObject({
      [`${HC1}/roomtemperature`]: 20.6,
      '/heatSources/emon/totalConsumption/compressor': 1702.8,
      '/heatSources/emon/ch/numberOfStarts': 812,
      '/system/basicInfo/module1/productName': 'Indoor unit',
      // Signals: one that this installation has no resource for, one that has none at all, a word.
      [OUTDOOR]: 3.9,
      [`${HC1}/supplyTemperatureSetpoint`]: 35,
      '/signals/SC.SeasonOpt.Mode': 'HEATING',
      '/signals/SRC.CUHP.HMI.BuzzerActive': 'false',
    });
    const described = JSON.parse(broker.all('up/describe')[0]?.text ?? '') as {
      leaves: { writeable?: boolean }[];
    };
    expect(described.leaves.length).toBeGreaterThan(50);
    expect(described.leaves.filter(({ writeable }) => writeable)).toEqual([]);
    broker.command(ID, 'cmd_1', [{ path: `${HC1}/maxFlowTemp`, value: 40 }], nowMs + HOUR_MS);
    await broker.nth('up/ack', 1);
    expect(broker.acks[0]?.results).toMatchObject([
      { status: 'REFUSED', error: 'this gateway takes no values' },
    ]);
    expect(double.requests.some((path) => path.startsWith('/zones/zone3/heating'))).toBe(false);
  });

  test('faults without a time are told as they appear and go', async () => {
    const { double, driver } = await k40();
    const agent = agentOf(driver);
    await agent.turn();
    await broker.nth('up/report', 1);
    double.tree.set('/notifications', [{ dcd: '4U', ccd: 521, orig: '8', dlv: '1', fc: '12' }]);
    await minutes(agent, 1);
    expect((await broker.nth('up/notifications', 2)).text).toBe(
      '[{"dcd":"4U","ccd":521,"orig":"8","fc":"12"}]',
    );
    double.tree.trouble('/notifications', { status: 500 });
    await minutes(agent, 5);
    expect(broker.all('up/notifications')).toHaveLength(2);
    double.tree.trouble('/notifications', undefined);
    double.tree.set('/notifications', []);
    await minutes(agent, 1);
    expect((await broker.nth('up/notifications', 3)).text).toBe('[]');
  });

  test('a token that was revoked and another certificate are told in words, and nothing is sent to a stranger', async () => {
    const { double, driver, paired } = await k40();
    const agent = agentOf(driver);
    await agent.turn();
    double.tokens.revokeAll();
    await minutes(agent, 1);
    expect(lines.at(-1)).toBe('the gateway does not know our token: pair again');
    const stranger = await K40Double.start({
      tree: treeOf('k40-heat-pump'),
      login: '101000901',
      password: 'x',
    });
    ends.push(() => stranger.stop());
    stranger.tokens.fillUp();
    const misled = agentOf(k40Driver({ ...paired, port: stranger.port }));
    await misled.turn();
    expect(lines.at(-1)).toContain('shows another certificate than the one that was paired');
    expect(stranger.requests).toEqual([]);
  });

  test('hours are filled from its recordings', async () => {
    const { driver } = await k40();
    const agent = agentOf(driver);
    await agent.turn();
    await broker.nth('up/report', 1);
    nowMs += 3 * HOUR_MS;
    await agent.turn();
    await broker.until('the past', () => broker.reports.length >= 8);
    const past = broker.reports.slice(2, 5);
    expect(past.map(({ at, values }) => [at.slice(11, 16), values[`${HC1}/roomtemperature`]])).toEqual([
      ['06:10', 16],
      ['06:30', 16],
      ['07:00', 17],
    ]);
  });
});
