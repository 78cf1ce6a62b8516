import { setTimeout as sleep } from 'node:timers/promises';
import { cpuText, withCpu } from '../harness/cpu.ts';
import { startFleet, type Fleet } from '../harness/fleet.ts';
import { httpLoad } from '../harness/http-load.ts';
import { connectSome, type RawGateway } from '../harness/raw-gateway.ts';
import { startReceiver } from '../harness/receiver.ts';
import { median, warmUp } from '../harness/rounds.ts';
import { reportRound } from '../ingest/index.ts';
import { circling } from '../reads/index.ts';
import type { Result } from '../result.ts';
import type { Options } from '../run.ts';
import { webhookRound } from './webhook-round.ts';

const SIZES = [1_000, 10_000, 100_000];
const QUICK_SIZES = [1_000, 10_000];
const CONNECTED = 5_000;
/** Below the smallest fleet: whoever reads it round and round meets nothing that is kept. */
const LARGEST_CACHE = 500;
const READ_CONNECTIONS = 64;
/** PostgreSQL's counters, and the server's record of reads, follow within this. */
const STATISTICS_MS = 6_000;
const GOAL = 1.3;
const FULL = { rounds: 5, warmUps: 4, reports: 12_000, events: 24_000, readSeconds: 3 };
const QUICK = { rounds: 2, warmUps: 1, reports: 3_000, events: 3_000, readSeconds: 0.7 };

export const GROWTH_EXPLAINED = `The same load on fleets of different sizes, each on a server and a database of its own, all of them up at once, and rounds take turns among
them after each has warmed up; medians are shown. \`ours\` is the time that one operation takes at the size, \`baseline\` at the smallest size.

- **ingest**: reports as in **ingest**, from ${CONNECTED.toLocaleString('en')} connected gateways, or all where fewer are registered.
- **webhooks**: a new endpoint gets the last events of these gateways from the company's log, each checked, signed, sent alone and recorded, as by any company that catches up.
- **reads**: \`GET /hvacs/{gatewayId}/heatingCircuits/1\` of one registered gateway after the other on ${READ_CONNECTIONS} connections. The server is started again for it
  with caches that keep ${LARGEST_CACHE} entries at most, at every size, so that states, contracts and everything else that is kept of a gateway is a miss for each read. That is no
  setting for operators: the caches of a server as it is are larger than the smallest fleet. The bench fails when fewer states were loaded than reads answered.`;

interface Sized {
  readonly size: number;
  readonly fleet: Fleet;
  readonly gateways: readonly RawGateway[];
}

interface Measured {
  readonly microseconds: number;
  readonly cpu: string;
}

export async function benchGrowth({ quick, say }: Options): Promise<Result[]> {
  const plan = { ...(quick ? QUICK : FULL), say };
  const receiver = await startReceiver();
  const started = await Promise.allSettled((quick ? QUICK_SIZES : SIZES).map(startSized));
  const all = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  try {
    for (const one of started) if (one.status === 'rejected') throw one.reason;
    say('all fleets are up');
    const ingest = await byTurns('ingest', all, plan, async ({ fleet, gateways }) => ({
      rate: await reportRound(fleet, gateways, plan.reports),
      operations: plan.reports,
    }));
    const webhooks = await byTurns('webhooks', all, plan, async ({ fleet }) => ({
      rate: await webhookRound(fleet, receiver, plan.events),
      operations: plan.events,
    }));
    for (const { fleet, gateways } of all) {
      for (const gateway of gateways) gateway.end();
      await fleet.restart(LARGEST_CACHE);
    }
    const reads = await byTurns('reads', all, plan, async ({ fleet, size }) => {
      const { readSeconds: seconds } = plan;
      const next = circling(fleet, size);
      const load = { port: fleet.httpPort, connections: READ_CONNECTIONS, seconds, next };
      const { rate, answers } = await httpLoad(load);
      return { rate, operations: answers };
    });
    await Promise.all(all.map(requireMisses));
    return [
      ...resultsOf('reads, each a miss', all, reads),
      ...resultsOf('ingest', all, ingest),
      ...resultsOf('webhooks', all, webhooks),
    ];
  } finally {
    receiver.stop();
    for (const { fleet, gateways } of all) {
      for (const gateway of gateways) gateway.end();
      await fleet.stop();
    }
  }
}

/** Each read since the start has read its state from the database. */
async function requireMisses({ fleet: { pool, companyId }, size }: Sized): Promise<void> {
  await sleep(STATISTICS_MS);
  const { rows } = await pool.query<{ loaded: number; reads: number }>(
    `SELECT (SELECT coalesce(idx_tup_fetch, 0) + seq_tup_read FROM pg_stat_user_tables WHERE relname = 'report_state')::float8 AS loaded,
       (SELECT sum(count) FROM access_reads WHERE actor_id = $1 AND operation LIKE 'GET %')::float8 AS reads`,
    [companyId],
  );
  const { loaded = 0, reads = 0 } = rows[0] ?? {};
  if (reads === 0 || loaded < reads)
    throw new Error(`${reads} reads of ${size} gateways loaded ${loaded} states`);
}

async function startSized(size: number): Promise<Sized> {
  const fleet = await startFleet(size);
  try {
    return { size, fleet, gateways: await connectSome(fleet, Math.min(CONNECTED, size)) };
  } catch (error) {
    await fleet.stop();
    throw error;
  }
}

/** What an operation takes at each size. */
async function byTurns(
  name: string,
  all: readonly Sized[],
  { rounds, warmUps, say }: { rounds: number; warmUps: number; say: (line: string) => void },
  round: (sized: Sized) => Promise<{ rate: number; operations: number }>,
): Promise<Measured[]> {
  for (const sized of all) await warmUp(async () => (await round(sized)).rate, warmUps);
  const taken = all.map(() => ({ rates: [] as number[], process: 0, machine: 0, operations: 0 }));
  for (let no = 1; no <= rounds; no += 1) {
    for (const [at, sum] of taken.entries()) {
      const sized = all[at] as Sized;
      const used = await withCpu(sized.fleet.server.pid, () => round(sized));
      sum.rates.push(used.value.rate);
      sum.operations += used.value.operations;
      sum.process += used.process;
      sum.machine += used.machine;
    }
    const last = taken.map(({ rates }, at) => `${Math.round(rates.at(-1) ?? 0)}/s at ${all[at]?.size}`);
    say(`${name} ${no}: ${last.join(', ')}`);
  }
  return taken.map((sum) => ({
    microseconds: 1_000_000 / median(sum.rates),
    cpu: cpuText(sum, sum.operations),
  }));
}

/** The largest is what counts, so it stands first. */
function resultsOf(name: string, all: readonly Sized[], measured: readonly Measured[]): Result[] {
  const results = all.map(({ size, gateways }, at): Result | undefined => {
    const [small, here] = [measured[0], measured[at]];
    if (at === 0 || !small || !here) return undefined;
    const ratio = here.microseconds / small.microseconds;
    return {
      name: `growth: ${name}, ${size.toLocaleString('en')} gateways beside ${all[0]?.size.toLocaleString('en')}`,
      ours: here.microseconds,
      baseline: small.microseconds,
      unit: 'µs of an operation',
      ratio,
      goal: `at most ${GOAL}`,
      reached: ratio <= GOAL,
      details: {
        'processor time': `${here.cpu}; ${small.cpu}`,
        ...(!name.startsWith('reads') && {
          connected: `${gateways.length.toLocaleString('en')}; ${all[0]?.gateways.length.toLocaleString('en')}`,
        }),
      },
    };
  });
  return results.filter((result) => result !== undefined).toReversed();
}
