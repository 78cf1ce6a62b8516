import { sql } from 'kysely';
import { PgBoss } from 'pg-boss';
import { Agent } from 'undici';
import { until, type Receiver } from '../harness/receiver.ts';
import { byTurns } from '../harness/rounds.ts';
import type { World } from '../harness/world.ts';
import type { Result } from '../result.ts';
import type { Options } from '../run.ts';
import { bodiesOf, CONNECTIONS, deliver, planOf, postBody, TIMEOUT_MS } from './dispatch.ts';

const QUEUE = 'events';
/** Jobs inserted with one call. */
const INSERT_MAX = 1_000;
/** As many connections to the database as the server has. */
const POOL_MAX = 12;

/** Loops that fetch, jobs that each fetches at once, and whether these are completed one by one. */
interface Way {
  readonly workers: number;
  readonly batch: number;
  readonly alone: boolean;
}
/** Never more jobs at once than there are connections: what a crash would repeat is as much as ours would. */
const SIZES = [32, 16, 8, 4, 1];
/** Beyond that: a failure or a crash sends all of them again. Shown beside, not compared with. */
const BEYOND: Way = { workers: 2, batch: 500, alone: false };
/** Jobs of a round, some seconds of it. */
const JOBS = { alone: 8_000, together: 30_000 };
const QUICK_JOBS = { alone: 400, together: 2_000 };
/** Sizes that are tried when there is little time. */
const QUICK_SIZES = [16, 8];

interface Job {
  readonly body: string;
}

/** (c) From a filled log, beside the same bodies as jobs: fetched, sent on the same connections, and completed together or alone. */
export async function besidePgBoss(world: World, receiver: Receiver, options: Options): Promise<Result[]> {
  const { quick, say } = options;
  const bodies = await bodiesOf(world);
  const jobs = quick ? QUICK_JOBS : JOBS;
  const boss = new PgBoss({ ...connectionOf(world), max: POOL_MAX, supervise: false, schedule: false });
  boss.on('error', (error) => say(`pg-boss: ${error.message}`));
  await boss.start();
  try {
    await boss.createQueue(QUEUE);
    const work = (way: Way) => {
      const count = way.alone ? jobs.alone : jobs.together;
      return drain(world, boss, receiver, bodies.slice(0, count), way);
    };
    const fastest = async (alone: boolean) => {
      const tried: { way: Way; rate: number }[] = [];
      for (const batch of quick ? QUICK_SIZES : SIZES) {
        const way = { workers: CONNECTIONS / batch, batch, alone };
        tried.push({ way, rate: await work(way) });
        say(`pg-boss ${named(way)}: ${Math.round(tried.at(-1)?.rate ?? 0)}/s`);
      }
      return tried.toSorted((a, b) => b.rate - a.rate)[0]?.way ?? BEYOND;
    };
    const compare = async (name: string, way: Way): Promise<Result> => {
      const { ours, baseline, warmUps } = await byTurns(
        name,
        () => deliver(world, receiver, bodies.length),
        () => work(way),
        planOf(options),
      );
      const ratio = ours / baseline;
      const details = {
        best: named(way),
        jobs: way.alone ? jobs.alone : jobs.together,
        'warm-up rounds': warmUps.join(' and '),
      };
      return {
        name: `webhooks: ${name}`,
        ours,
        baseline,
        unit: 'events/s',
        ratio,
        goal: 'at least 5',
        reached: ratio >= 5,
        details,
      };
    };
    const together = await compare('beside pg-boss', await fastest(false));
    const beyond = await work(BEYOND);
    const besides = `${Math.round(beyond)}/s (ratio ${(together.ours / beyond).toFixed(1)})`;
    const jobsAtOnce = `with ${BEYOND.workers * BEYOND.batch} jobs at once`;
    return [
      { ...together, details: { ...together.details, [jobsAtOnce]: besides } },
      await compare('beside pg-boss, each job alone', await fastest(true)),
    ];
  } finally {
    await boss.stop({ graceful: false });
  }
}

/** Jobs a second from the first fetch until all are completed. */
async function drain(
  { db }: World,
  boss: PgBoss,
  receiver: Receiver,
  bodies: readonly string[],
  { workers, batch, alone }: Way,
): Promise<number> {
  await sql`TRUNCATE pgboss.job`.execute(db);
  for (let at = 0; at < bodies.length; at += INSERT_MAX)
    await boss.insert(
      QUEUE,
      bodies.slice(at, at + INSERT_MAX).map((body) => ({ data: { body } satisfies Job })),
    );
  await sql`VACUUM ANALYZE pgboss.job`.execute(db);
  await receiver.reset();
  const agent = new Agent({ connections: CONNECTIONS, pipelining: 1 });
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: workers }, async () => {
      for (;;) {
        const jobs = await boss.fetch<Job>(QUEUE, { batchSize: batch });
        if (jobs.length === 0) return;
        await Promise.all(
          jobs.map(async ({ id, data }) => {
            await postBody(agent, `${receiver.url}/hook`, data.body);
            if (alone) await boss.complete(QUEUE, id);
          }),
        );
        const ids = jobs.map(({ id }) => id);
        if (!alone) await boss.complete(QUEUE, ids);
      }
    }),
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  await agent.close();
  await until(receiver, bodies.length, TIMEOUT_MS);
  const { rows } = await sql<{ count: number }>`
    SELECT count(*) AS count FROM pgboss.job WHERE state = 'completed'`.execute(db);
  if (rows[0]?.count !== bodies.length)
    throw new Error(`${rows[0]?.count} of ${bodies.length} jobs are completed`);
  return bodies.length / seconds;
}

function connectionOf({ connection }: World) {
  const { host, port, user, database, password } = connection;
  return {
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port }),
    ...(user !== undefined && { user }),
    ...(database !== undefined && { database }),
    ...(typeof password === 'string' && { password }),
  };
}

function named({ workers, batch }: Way): string {
  return `${workers} x ${batch}`;
}
