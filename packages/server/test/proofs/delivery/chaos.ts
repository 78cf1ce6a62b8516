import { setTimeout as wait } from 'node:timers/promises';
import { unnamedOvertakers } from '../../harness/order.ts';
import { Random } from '../random.ts';
import { ChaosWorld, type Source } from './chaos-world.ts';
import { MOODS, startMoodyReceiver, type Mood, type Taken } from './moody-receiver.ts';

const GATEWAYS = 3;
const REPORTS = 60;
/** Of the platform's clock: the first waits of the retry schedule pass within a round. */
const SPEED = 60;
const MOOD_MS = 100;
const READ_EVERY_MS = 100;
const VICTIMS = ['SERVER', 'POSTGRES', 'BOTH'] as const;
/** Enough for what is parked to be tried again several times. */
const LAST_HOURS = 48;
const SETTLE_MS = 60_000;

export interface Chaos {
  readonly rounds: number;
  readonly seconds: number;
  readonly kills: ReadonlyMap<string, number>;
  readonly answered: ReadonlyMap<Mood, number>;
  readonly recoveryMs: readonly number[];
  readonly reports: number;
  readonly logged: number;
  readonly delivered: number;
  readonly repeated: number;
  readonly parked: number;
  readonly reads: number;
  /** What should not have happened. */
  readonly faults: readonly string[];
}

interface Measured {
  readonly points: readonly { readonly value: number; readonly measuredAt: string }[];
}

/** Rounds in which gateways report, a receiver has moods, somebody reads the log, and something is killed. */
export async function chaos({ rounds, seed }: { rounds: number; seed: number }): Promise<Chaos> {
  const startedAt = performance.now();
  const random = new Random(seed);
  const receiver = await startMoodyReceiver(random);
  const world = await ChaosWorld.start();
  const recoveryMs: number[] = [];
  const kills = new Map<string, number>();
  await world.unplugHouses();
  await world.speed(SPEED);
  await world.advance(60);
  const before = new Set((await world.readAll()).map(({ id }) => id));
  await world.addEndpoint(receiver.url);
  const sources: Source[] = [];
  while (sources.length < GATEWAYS) sources.push(await world.addGateway());
  const reader = readOn(world);
  const moods = setInterval(() => receiver.be(random.pick(MOODS)), MOOD_MS);
  for (let round = 0; round < rounds; round += 1) {
    const victim = VICTIMS[round % VICTIMS.length] ?? 'SERVER';
    const reporting = Promise.all(sources.map((source) => report(source, random)));
    await wait(random.below(400));
    kills.set(victim, (kills.get(victim) ?? 0) + 1);
    recoveryMs.push(await world.kill(victim));
    await reporting;
    await Promise.all(sources.map(({ gateway }) => gateway.connect()));
    await wait(500);
  }
  clearInterval(moods);
  receiver.be('TAKES');
  for (const { gateway } of sources) await gateway.settled(SETTLE_MS);
  await world.speed(1);
  for (let hours = 0; hours < LAST_HOURS; hours += 6) await world.advance(6 * 60);
  const log = await world.readAll();
  const { read, reads } = await reader.stop(log.length);
  for (const { gateway } of sources) await gateway.end();
  await world.stop();
  await receiver.close();

  const { taken, answered } = receiver;
  const wanted = log.filter(
    ({ id, type }) => !before.has(id) && /^(CONNECTIVITY_STATUS|CONTRACT_STATUS|DATA_POINT)$/.test(type),
  );
  return {
    rounds,
    seconds: (performance.now() - startedAt) / 1_000,
    kills,
    answered,
    recoveryMs,
    reports: sources.reduce((sum, { thermometer }) => sum + thermometer.history.length, 0),
    logged: wanted.length,
    delivered: new Set(taken.map(({ id }) => id)).size,
    repeated: taken.length - new Set(taken.map(({ id }) => id)).size,
    parked: new Set(
      taken.flatMap(({ gatewayid, parkedBefore }) => (parkedBefore ? `${gatewayid} ${parkedBefore}` : [])),
    ).size,
    reads,
    faults: [...faultsOfLog(log, sources), ...faultsOfReading(log, read), ...faultsOfDelivery(wanted, taken)],
  };
}

async function report({ gateway, thermometer }: Source, random: Random): Promise<void> {
  for (let count = 0; count < REPORTS; count += 1) {
    thermometer.step();
    gateway.report();
    await wait(random.below(30));
  }
}

/** Reads the log by cursor, through every crash, until it has read so many events. */
function readOn(world: ChaosWorld): {
  stop(count: number): Promise<{ read: readonly Taken[]; reads: number }>;
} {
  const read: Taken[] = [];
  const until = { count: Number.POSITIVE_INFINITY };
  let reads = 0;
  const reading = (async () => {
    for (let cursor: string | undefined; read.length < until.count;) {
      const page = await world.read(cursor);
      if (page) {
        reads += 1;
        read.push(...page.items);
        cursor = page.nextCursor;
        if (Number.isFinite(until.count) && !page.hasMore) break;
      }
      await wait(READ_EVERY_MS);
    }
  })();
  return {
    stop: async (count) => {
      until.count = count;
      await reading;
      return { read, reads };
    },
  };
}

/** What was reported stands in the log once, and no number is missing. */
function faultsOfLog(log: readonly Taken[], sources: readonly Source[]): string[] {
  const faults: string[] = [];
  for (const [gatewayId, events] of Map.groupBy(log, ({ gatewayid }) => gatewayid)) {
    const holes = events.filter(({ gatewayseq }, at) => gatewayId !== undefined && gatewayseq !== at + 1);
    if (holes.length > 0) faults.push(`numbers of ${gatewayId} have a hole at ${holes[0]?.gatewayseq}`);
  }
  for (const { gatewayId, thermometer } of sources) {
    const points = log
      .filter(({ gatewayid, type }) => gatewayid === gatewayId && type === 'DATA_POINT')
      .flatMap(({ data, late }) => (data as Measured).points.map((point) => ({ ...point, late })));
    // Reports that were sent again may come after newer ones: they say so.
    let newest = '';
    for (const { measuredAt, value, late } of points) {
      if (measuredAt < newest && late !== true)
        faults.push(`${gatewayId}: ${value} came late and does not say so`);
      if (measuredAt > newest) newest = measuredAt;
    }
    const values = points
      .toSorted((a, b) => (a.measuredAt < b.measuredAt ? -1 : 1))
      .map(({ value }) => value);
    const { history } = thermometer;
    const at = history.findIndex((value, index) => values[index] !== value);
    if (at !== -1 || values.length > history.length)
      faults.push(
        `${gatewayId}: reported ${history.length}, logged ${values.length}, from ${at}: reported ${history.slice(at, at + 6).join()}, logged ${values.slice(at, at + 6).join()}`,
      );
  }
  return faults;
}

function faultsOfReading(log: readonly Taken[], read: readonly Taken[]): string[] {
  const differs = log.findIndex(({ id }, at) => read[at]?.id !== id);
  return differs === -1 ? [] : [`read by cursor, the log differs at ${differs} of ${log.length}`];
}

/** Everything arrived, each event under one id, in the order of its gateway. */
function faultsOfDelivery(wanted: readonly Taken[], taken: readonly Taken[]): string[] {
  const byId = Map.groupBy(taken, ({ id }) => id);
  const missing = wanted.filter(({ id }) => !byId.has(id));
  const faults = missing.map(
    ({ id, type, gatewayid, gatewayseq }) => `not delivered: ${type} ${gatewayid} ${gatewayseq} ${id}`,
  );
  const known = new Set(wanted.map(({ id }) => id));
  for (const id of byId.keys()) if (!known.has(id)) faults.push(`delivered and not in the log: ${id}`);
  const first = [...byId.values()].flatMap(([event]) => event ?? []);
  const ofGateways = first.filter(({ gatewayid }) => gatewayid !== undefined);
  for (const [gatewayId, events] of Map.groupBy(ofGateways, ({ gatewayid }) => gatewayid)) {
    for (const { gatewayseq } of unnamedOvertakers(events))
      faults.push(`${gatewayId}: ${gatewayseq} came too early`);
    const numbers = new Set(events.map(({ gatewayseq }) => gatewayseq));
    if (numbers.size < events.length) faults.push(`${gatewayId}: one number under two ids`);
  }
  return faults;
}
