import { cpus } from 'node:os';
import { startReceiver } from '../harness/receiver.ts';
import { startWorld } from '../harness/world.ts';
import type { Result } from '../result.ts';
import type { Options } from '../run.ts';
import { dispatch } from './dispatch.ts';
import { endToEnd } from './end-to-end.ts';
import { besidePgBoss } from './pg-boss.ts';

export const WEBHOOKS_EXPLAINED = `One receiver takes all of it: a process of its own that answers 204 to everything. PostgreSQL is the one that the
server brings along, with its own settings (\`fsync\` and \`synchronous_commit\` on). Bodies hold one event each, on
32 connections. The ${cpus().length} cores of the machine were shared by server, database, gateways and receiver. Where two rates are compared,
each side first runs rounds of some seconds that do not count until its rate no longer rises, since a runtime compiles what
runs often; then rounds take turns, and the medians are shown.

- **dispatch**: a filled log is sent out, each event checked against its contract, signed, in order per gateway, and the
  attempt recorded. Baseline: the same bodies in a bare loop of \`undici\`.
- **report to receiver**: gateways publish reports over MQTT (QoS 1) to a server in a process of its own; each report
  becomes an event of the company's log, and a request. First the rate at which it comes out when reports are
  held back only so that few are under way, each gateway within its 10 messages a second. Then reports at half of
  this rate, on a fixed schedule: \`ours\` is the 99th percentile of the age at the receiver, counted from the moment at
  which the report was due, so that lateness of the gateways themselves counts too. Baseline: 250 ms, the limit.
- **beside pg-boss**: the same bodies as jobs of \`pg-boss\` 12, fetched, sent on the same 32 connections (unsigned) and completed.
  What its workers would wait between two polls is left out. Several numbers of workers and batch sizes with 32 jobs at once
  are tried, and the fastest is the baseline. A batch is completed as a whole, so one that fails is sent again as a whole, and
  neither attempts nor the order of a gateway's events are kept. Beside it: 1,000 jobs at once, all of which a crash or a failure
  would send again. Five times is out of reach here: that is nearly the bare loop, which checks, signs and records nothing.
- **beside pg-boss, each job alone**: fetched in batches as before, but each job completed by a call of its own as soon as it is
  sent, so that one that fails is sent again alone. This is what a sender of webhooks needs, and what Hearthgate does; why it is
  the fair comparison stands in [ADR 0017](adr/0017-beside-a-job-queue.md).`;

/** How fast events leave, beside what cannot be faster, and how old they are when they arrive. */
export async function benchWebhooks(options: Options): Promise<Result[]> {
  const receiver = await startReceiver();
  try {
    const results = await inWorld(async (world) => [
      await dispatch(world, receiver, options),
      ...(await besidePgBoss(world, receiver, options)),
    ]);
    return results.toSpliced(1, 0, await endToEnd(receiver, options));
  } finally {
    receiver.stop();
  }
}

async function inWorld<T>(work: (world: Awaited<ReturnType<typeof startWorld>>) => Promise<T>): Promise<T> {
  const world = await startWorld();
  try {
    return await work(world);
  } finally {
    await world.stop();
  }
}
