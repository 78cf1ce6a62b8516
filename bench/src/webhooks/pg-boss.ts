import { sql } from 'kysely';
import { PgBoss } from 'pg-boss';
import { Agent } from 'undici';
import { until, type Receiver } from '../harness/receiver.ts';
import type { World } from '../harness/world.ts';
import type { Result } from '../result.ts';
import type { Options } from '../run.ts';
import { bodiesOf, CONNECTIONS, deliver, median, postBody, TIMEOUT_MS } from './dispatch.ts';

const QUEUE = 'events';
/** Jobs inserted with one call. */
const INSERT_MAX = 1_000;
/** As many connections to the database as the server has. */
const POOL_MAX = 12;

/** Loops that fetch, and jobs that each fetches at once. */
interface Way {
  readonly workers: number;
  readonly batch: number;
}
/** Never more jobs at once than there are connections: what a crash would repeat is as much as ours would. */
const ONE_BY_ONE: Way = { workers: CONNECTIONS, batch: 1 };
const IN_BATCHES: readonly Way[] = [
  { workers: 1, batch: 32 },
  { workers: 2, batch: 16 },
  { workers: 4, batch: 8 },
  { workers: 8, batch: 4 },
];
/** Beyond that: a failure or a crash sends all of them again. Shown beside, not compared with. */
const BEYOND: Way = { workers: 2, batch: 500 };
/** Of them, when there is little time. */
const QUICK_WAYS = 2;

interface Job {
  readonly body: string;
}

/** (c) From a filled log, beside the same bodies as jobs: each fetched, sent on the same connections, and completed. */
export async function besidePgBoss(
  world: World,
  receiver: Receiver,
  { quick, say }: Options,
): Promise<Result> {
  const bodies = await bodiesOf(world);
  const boss = new PgBoss({ ...connectionOf(world), max: POOL_MAX, supervise: false, schedule: false });
  boss.on('error', (error) => say(`pg-boss: ${error.message}`));
  await boss.start();
  try {
    await boss.createQueue(QUEUE);
    const work = (way: Way, count: number) => drain(world, boss, receiver, bodies.slice(0, count), way);
    const oneByOne = await work(ONE_BY_ONE, quick ? 300 : 4_000);
    const tried: { way: Way; rate: number }[] = [{ way: ONE_BY_ONE, rate: oneByOne }];
    for (const way of quick ? IN_BATCHES.slice(0, QUICK_WAYS) : IN_BATCHES)
      tried.push({ way, rate: await work(way, quick ? 2_000 : bodies.length) });
    for (const { way, rate } of tried) say(`pg-boss ${named(way)}: ${Math.round(rate)}/s`);
    const beyond = await work(BEYOND, quick ? 2_000 : bodies.length);
    const best = tried.toSorted((a, b) => b.rate - a.rate)[0]?.way ?? ONE_BY_ONE;
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < (quick ? 1 : 3); round += 1) {
      theirs.push(await work(best, bodies.length));
      ours.push(await deliver(world, receiver, bodies.length));
      say(
        `beside pg-boss ${round + 1}: ${Math.round(ours.at(-1) ?? 0)}/s, pg-boss ${Math.round(theirs.at(-1) ?? 0)}/s`,
      );
    }
    const [our, baseline] = [median(ours), median(theirs)];
    return {
      name: 'webhooks: beside pg-boss',
      ours: our,
      baseline,
      unit: 'events/s',
      ratio: our / baseline,
      goal: 'at least 5',
      reached: our / baseline >= 5,
      details: {
        events: bodies.length,
        connections: CONNECTIONS,
        best: named(best),
        [`with ${BEYOND.workers * BEYOND.batch} jobs at once`]: `${Math.round(beyond)}/s (ratio ${(our / beyond).toFixed(1)})`,
        'one by one': `${Math.round(oneByOne)}/s (ratio ${(our / oneByOne).toFixed(1)})`,
      },
    };
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
  { workers, batch }: Way,
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
        await Promise.all(jobs.map(({ data }) => postBody(agent, `${receiver.url}/hook`, data.body)));
        await boss.complete(
          QUEUE,
          jobs.map(({ id }) => id),
        );
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
