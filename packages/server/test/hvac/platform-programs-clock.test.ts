import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NativeGateway, ReplayAppliance } from '@hearthgate/device';
import type { CommandWrite, ProgramPoint } from '@hearthgate/wire';
import type pg from 'pg';
import { afterEach, expect, test } from 'vitest';
import { startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config/index.ts';
import { openDatabase, openPool } from '../../src/platform/database/database.ts';
import { saveClock } from '../../src/platform/database/installation.ts';
import { createLog } from '../../src/platform/log.ts';
import { createDatabase } from '../harness/database.ts';
import { drivable } from '../harness/program-trees.ts';
import { caller, startSandbox, type TestSandbox } from '../harness/sandbox.ts';

const everyDay = (time: string, level: string): ProgramPoint[] =>
  (['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const).map((day) => ({ day, time, level }));
const DAILY = [...everyDay('06:00', 'comfort'), ...everyDay('22:00', 'eco')];
const HOUR_MS = 3_600_000;

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

type World = Pick<TestSandbox['world'], 'mqttUrl' | 'keys'>;
type Call = ReturnType<typeof caller>;
interface Made {
  readonly gatewayId: string;
  readonly mqttPassword: string;
}

async function plugIn(
  { mqttUrl }: World,
  { gatewayId, mqttPassword }: Made,
  atMs: number,
): Promise<NativeGateway> {
  const options = { brokerUrl: mqttUrl, gatewayId, password: mqttPassword };
  const gateway = new NativeGateway({
    ...options,
    appliance: new ReplayAppliance(drivable()),
    now: () => atMs,
  });
  await gateway.connect();
  undo.push(() => gateway.end());
  gateway.report();
  await gateway.settled(10_000);
  return gateway;
}

async function makeGateway(call: Call): Promise<Made> {
  return (await call<Made>('POST', '/sandbox/gateways', { body: { profile: 'none' } })).body;
}

async function putProgram(call: Call, world: World, { gatewayId }: Made, switchPoints: ProgramPoint[]) {
  const path = `/hvacs/${gatewayId}/heatingCircuits/1/timePrograms/P1`;
  const { status } = await call('PUT', path, { key: world.keys.ok, body: { switchPoints } });
  expect(status).toBe(200);
}

async function issued(pool: pg.Pool, { gatewayId }: Made) {
  const { rows } = await pool.query<{ at: Date; status: string; writes: CommandWrite[] }>(
    'SELECT accepted_at AS at, status, writes FROM commands WHERE gateway_id = $1 ORDER BY no',
    [Number(gatewayId)],
  );
  return rows.map(({ at, status, writes }) => [at.toISOString().slice(5, 16), status, writes[0]?.value]);
}

test('the night that goes back to winter time has each switch point once, the first time it comes', async () => {
  const FRIDAY = '2026-10-23T10:00:00.000Z';
  const sandbox = await startSandbox({}, {}, FRIDAY);
  undo.push(() => sandbox.stop());
  await sandbox.unplugHouses();
  const made = await makeGateway(caller(sandbox.app.url));
  await plugIn(sandbox.world, made, Date.parse(FRIDAY));
  await putProgram(caller(sandbox.app.url), sandbox.world, made, [
    ...DAILY,
    { day: 'SU', time: '02:30', level: 'comfort' },
  ]);
  await sandbox.advance('P3D');
  expect(await issued(sandbox.pool, made)).toEqual([
    ['10-23T20:00', 'CONFIRMED', 17],
    ['10-24T04:00', 'CONFIRMED', 21],
    ['10-24T20:00', 'CONFIRMED', 17],
    ['10-25T00:30', 'CONFIRMED', 21],
    ['10-25T05:00', 'CONFIRMED', 21],
    ['10-25T21:00', 'CONFIRMED', 17],
    ['10-26T05:00', 'CONFIRMED', 21],
  ]);
}, 60_000);

test('a server that was down over switch points sends what holds now, once, when the gateway is back', async () => {
  const database = await createDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'hg-programs-'));
  const pool = openPool({ connectionString: database.url }, createLog('silent'));
  undo.push(async () => {
    await pool.end();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  });
  const setClock = (anchorMs: number) =>
    saveClock(openDatabase(pool), { anchorRealMs: 0, anchorMs, speed: 1, frozen: true });
  const config = readConfig({
    HEARTHGATE_MODE: 'sandbox',
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    PORT: '0',
    ADMIN_PORT: '0',
    MQTT_PORT: '0',
    LOG_LEVEL: 'error',
  });
  const start = async () => {
    const app = await startApp(config);
    undo.push(() => app.stop());
    const call = caller(app.url);
    return { app, call, world: (await call<World>('GET', '/sandbox')).body };
  };
  // A Friday noon in Berlin.
  const startMs = Date.parse('2026-01-16T11:00:00Z');
  await setClock(startMs);
  const first = await start();
  const made = await makeGateway(first.call);
  const gateway = await plugIn(first.world, made, startMs);
  await putProgram(first.call, first.world, made, DAILY);
  await gateway.end();
  await first.app.stop();

  // Down over Friday evening and Saturday morning.
  const laterMs = startMs + 32 * HOUR_MS;
  await setClock(laterMs);
  const second = await start();
  await second.app.sandbox?.settle();
  expect(await issued(pool, made)).toEqual([]);
  const again = await plugIn(second.world, made, laterMs);
  const comfort = ['01-17T19:00', 'CONFIRMED', 21];
  await expect.poll(() => issued(pool, made), { timeout: 10_000 }).toEqual([comfort]);
  // The server goes once more, over nothing.
  await again.end();
  await second.app.stop();
  const third = await start();
  await plugIn(third.world, made, laterMs);
  await third.app.sandbox?.settle();
  expect(await issued(pool, made)).toEqual([comfort]);
}, 90_000);
