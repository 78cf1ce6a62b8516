import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTree } from '@hearthgate/device';
import { CATALOGUE, locate } from '@hearthgate/wire';
import { fileURLToPath } from 'node:url';
import {
  HOUR_MS,
  MINUTE_MS,
  k40rfPlace,
  km200Place,
  longestHole,
  ownTree,
  recorded,
} from '../../harness/agents.ts';
import type { TestSandbox } from '../../harness/sandbox.ts';
import { Random } from '../random.ts';
import { AgentUnderFire, type Setting, type Turned } from './agent-under-fire.ts';

export type Kind = 'km200' | 'k40rf';

export interface Plan {
  readonly kind: Kind;
  readonly seed: number;
  readonly stepMinutes: number;
  readonly killChance: number;
}

export interface Outcome {
  readonly kind: Kind;
  readonly turns: number;
  readonly kills: number;
  readonly tornWrites: number;
  /** How often, and how long in all, the agent was off for more than an hour. */
  readonly longStops: number;
  readonly offMinutes: number;
  readonly reports: number;
  readonly recordings: number;
  readonly points: number;
  readonly longestHoleMinutes: number;
  readonly wrongValues: number;
  readonly repeated: number;
  readonly lostReports: number;
  readonly boots: number;
}

const OFFLINE_MS = 48 * HOUR_MS;
/** Nothing listens there: the platform cannot be reached. */
const NOWHERE = 'mqtt://127.0.0.1:1';
const STATES = new Set(
  CATALOGUE.filter(({ kind, point }) => kind === 'state' && point).map(({ path }) => path),
);

/** 48 hours of a moved clock without the platform, killed at random, then one connection and a last hour. */
export async function twoDays(sandbox: TestSandbox, plan: Plan): Promise<Outcome> {
  const random = new Random(plan.seed);
  const startMs = sandbox.app.domains.access.clock.now();
  const time = { nowMs: startMs };
  const tree = await ownTree(plan.kind === 'km200' ? 'icom-boiler' : 'k40-heat-pump');
  const place = await (plan.kind === 'km200' ? km200Place : k40rfPlace)(
    tree,
    () => time.nowMs,
    (_path, ms) => meanOf(ms),
  );
  const folder = await mkdtemp(join(tmpdir(), 'hg-agent-proof-'));
  const { body: made } = await sandbox.call<{ gatewayId: string; mqttPassword: string }>(
    'POST',
    '/sandbox/gateways',
    {
      body: { profile: 'none', gatewayType: plan.kind === 'km200' ? 'ICOM' : 'K40', brand: 'BUDERUS' },
    },
  );
  const settingOf = (url: string): Setting => ({
    gateway: place.gateway,
    folder,
    broker: { url, gatewayId: made.gatewayId, password: made.mqttPassword },
  });
  const paths = movingPaths(plan.kind);
  const setAll = () => {
    for (const path of paths) place.double.tree.set(path, liveOf(time.nowMs));
  };
  const step = () => {
    time.nowMs += plan.stepMinutes * MINUTE_MS;
    setAll();
  };
  const offline = new AgentUnderFire(settingOf(NOWHERE), random);
  const online = new AgentUnderFire(settingOf(sandbox.world.mqttUrl), random);
  try {
    const stops: [fromMs: number, toMs: number][] = [];
    let turns = 0;
    setAll();
    await offline.turn(time.nowMs);
    while (time.nowMs < startMs + OFFLINE_MS) {
      step();
      turns += 1;
      if (!random.chance(plan.killChance)) {
        await offline.turn(time.nowMs);
        continue;
      }
      const fromMs = time.nowMs - plan.stepMinutes * MINUTE_MS;
      await offline.killInTurn(time.nowMs);
      // Mostly a service manager starts it again at once, sometimes the power stays away for hours.
      const awayMinutes = stops.length === 0 ? 200 : random.chance(0.2) ? random.below(300) : 0;
      for (let left = awayMinutes; left > 0; left -= plan.stepMinutes) step();
      step();
      await offline.turn(time.nowMs);
      stops.push([fromMs, time.nowMs]);
    }
    await offline.kill();

    await sandbox.advance(`PT${Math.round((time.nowMs - startMs) / MINUTE_MS)}M`);
    // Killed once more while the reports go out: those under way come twice, and count once.
    await online.turn(time.nowMs);
    await online.kill();
    step();
    await sandbox.advance(`PT${plan.stepMinutes}M`);
    let last: Turned = await online.turn(time.nowMs);
    for (let minutes = 0; minutes < 90; minutes += plan.stepMinutes) {
      step();
      await sandbox.advance(`PT${plan.stepMinutes}M`);
      last = await online.turn(time.nowMs);
      await covered(sandbox, made.gatewayId, last.lastSeq);
    }
    await online.kill();
    await sandbox.settle();
    const measured = await outcome(sandbox, made.gatewayId, paths, stops, startMs, time.nowMs);
    const long = stops.map(([from, to]) => to - from).filter((ms) => ms > HOUR_MS);
    return {
      kind: plan.kind,
      turns,
      kills: offline.kills,
      tornWrites: offline.tornWrites,
      longStops: long.length,
      offMinutes: Math.round(long.reduce((sum, ms) => sum + ms, 0) / MINUTE_MS),
      reports: last.lastSeq,
      ...measured,
    };
  } finally {
    await Promise.all([offline.kill(), online.kill()]);
    await place.double.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** What is measured at a moment, and what a gateway records of an hour: told apart by 3 K. */
const liveOf = (ms: number) => Math.round((30 + 5 * Math.sin(ms / HOUR_MS)) * 10) / 10;
const meanOf = (ms: number) => liveOf(ms) + 3;

/** Temperatures of the tree that are data points and that the gateway records too. */
function movingPaths(kind: Kind): string[] {
  const file = kind === 'km200' ? 'icom-boiler' : 'k40-heat-pump';
  const tree = loadTree(fileURLToPath(new URL(`../../../../device/trees/${file}.json`, import.meta.url)));
  const isState = (path: string) => STATES.has(locate(path)?.resource.path ?? '');
  const recordedPaths =
    kind === 'km200'
      ? ['/heatingCircuits/hc1/roomtemperature', '/system/sensors/temperatures/outdoor_t1']
      : [
          '/heatingCircuits/hc1/roomtemperature',
          '/dhwCircuits/dhw1/actualTemp',
          '/heatSources/actualSupplyTemperature',
        ];
  return recordedPaths.filter((path) => tree.leaves.has(path) && isState(path));
}

/** Waits until the platform has taken over everything; the link's limit of messages runs on a clock that is moved here. */
async function covered(sandbox: TestSandbox, gatewayId: string, lastSeq: number): Promise<void> {
  const giveUpAt = performance.now() + 120_000;
  for (;;) {
    sandbox.passTime(10_000);
    const { rows } = await sandbox.pool.query<{ acked: string }>(
      'SELECT max(acked_seq) AS acked FROM report_marks WHERE gateway_id = $1',
      [Number(gatewayId)],
    );
    if (Number(rows[0]?.acked ?? 0) >= lastSeq) return;
    if (performance.now() > giveUpAt)
      throw new Error(`the platform has ${rows[0]?.acked} of ${lastSeq} reports`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function outcome(
  sandbox: TestSandbox,
  gatewayId: string,
  paths: readonly string[],
  stops: readonly (readonly [number, number])[],
  startMs: number,
  endMs: number,
) {
  const wasOff = (ms: number) => stops.some(([from, to]) => ms >= from && ms <= to);
  const hourOf = (ms: number) => Math.floor(ms / HOUR_MS) * HOUR_MS;
  let [holeMs, wrongValues, repeated, recordings] = [0, 0, 0, 0];
  for (const path of paths) {
    const values = await recorded(sandbox, gatewayId, locate(path)?.resource.point?.id ?? 0);
    recordings += values.length;
    const ends = [{ atMs: startMs }, ...values, { atMs: endMs }];
    holeMs = Math.max(holeMs, longestHole(ends));
    repeated += values.length - new Set(values.map(({ atMs }) => atMs)).size;
    wrongValues += values.filter(({ atMs, value }) => {
      const isLive = Math.abs(value - liveOf(atMs)) < 0.01;
      const isMean = Math.abs(value - meanOf(hourOf(atMs))) < 0.01;
      return !isLive && !(isMean && wasOff(atMs));
    }).length;
  }
  const count = async (query: string) =>
    Number((await sandbox.pool.query<{ n: string }>(query, [Number(gatewayId)])).rows[0]?.n ?? 0);
  return {
    recordings,
    points: paths.length,
    longestHoleMinutes: Math.round(holeMs / MINUTE_MS),
    wrongValues,
    repeated,
    lostReports: await count('SELECT count(*) AS n FROM report_gaps WHERE gateway_id = $1'),
    boots: await count('SELECT count(*) AS n FROM report_marks WHERE gateway_id = $1'),
  };
}
