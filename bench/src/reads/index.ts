import { cpuText, withCpu } from '../harness/cpu.ts';
import { startFleet, type Fleet } from '../harness/fleet.ts';
import { startHelper } from '../harness/helper-process.ts';
import { getRequest, httpLoad } from '../harness/http-load.ts';
import { inspect } from '../harness/inspected.ts';
import { byTurns } from '../harness/rounds.ts';
import type { Result } from '../result.ts';
import type { Options } from '../run.ts';

const CONNECTIONS = 64;
const FEW = 100;
/** More than the server keeps states of, so that going round among them never meets one that is kept. */
const MANY = 100_000;
const QUICK_MANY = 30_000;
const SECONDS = 5;
const QUICK_SECONDS = 1.5;
const GOALS = { few: 0.7, many: 0.45 };
const MIB = 2 ** 20;

export const READS_EXPLAINED = `\`GET /hvacs/{gatewayId}/heatingCircuits/1\` on ${CONNECTIONS} connections that are kept, one request under way on each, from raw
sockets in another process. Each read is authorised by its key, counted by the limiter (a plan of its own that is never used up), checked
against contract, scope and consent, and noted for the owner's record. Gateways have 20 values. Baseline: one bare Fastify route in a process of its
own that answers the same bytes, prepared. Both sides warm up until their rate no longer rises, then rounds take turns; medians are shown.

- **100 gateways**: read again and again, so that their states are in memory.
- **spread**: one gateway after the other of all those registered, which are more than the states that are kept, so that each read is a miss and asks
  PostgreSQL, which shares the two cores with server and generator.
- **memory**: the server's resident memory after a collection, after each kind of reads. It is bounded by the sizes of the caches.

Both goals are missed. A read of a state in memory took 46 µs of the server's core in this run and 30 µs in one before, where a bare route took 13 and 11 µs; it was 203 µs before nothing in memory was
waited for and answers were kept as text (ADR 0024). In a profile on a busy machine a third of it was the write to the socket and a third native code of Node; of our own functions
none took more than one per cent, so that what is left is spread over router, hooks, checks, two buckets and the headers that tell them. Answers that were collected
and written together at the end of a turn of the event loop cost the same. A spread read also asks PostgreSQL, by one prepared statement for all that are missing at a
moment (ADR 0027): 87 µs of the server and 31 µs of the others in this run, where it was 107 and 42 µs with four statements. Two cores that share it cannot do more than
17,000 a second (0.21), and it cannot reach its goal while a read from memory costs more than 25 µs.`;

export async function benchReads(options: Options): Promise<Result[]> {
  const { quick, say } = options;
  const fleet = await startFleet(quick ? QUICK_MANY : MANY);
  const bare = startHelper('bare-process.ts', import.meta.url);
  try {
    say(`${fleet.gatewayIds.length} gateways are registered`);
    const path = pathOf(fleet.gatewayIds[0] ?? '');
    const body = await (await fetch(fleet.server.baseUrl + path, { headers: keyOf(fleet) })).text();
    const { port } = await bare.ask<{ port: number }>(body);
    const seconds = quick ? QUICK_SECONDS : SECONDS;
    const plan = { rounds: quick ? 2 : 5, warmUpMax: quick ? 2 : 8, say };
    const inspected = await inspect(fleet.inspectPort);
    const load = async (at: number, count: number) => {
      const request = circling(fleet, count);
      return httpLoad({ port: at, connections: CONNECTIONS, seconds, next: request });
    };
    const before = await inspected.settledMemory();
    const results: Result[] = [];
    for (const [kind, count] of [
      ['few', FEW],
      ['many', fleet.gatewayIds.length],
    ] as const) {
      const name = kind === 'few' ? '100 gateways' : `spread over ${count.toLocaleString('en')}`;
      const { ours, baseline, warmUps } = await byTurns(
        name,
        async () => (await load(fleet.httpPort, count)).rate,
        async () => (await load(port, count)).rate,
        plan,
      );
      const used = await withCpu(fleet.server.pid, () => load(fleet.httpPort, count));
      const { rss } = await inspected.settledMemory();
      const ratio = ours / baseline;
      results.push({
        name: `reads: ${name}`,
        ours,
        baseline,
        unit: 'reads/s',
        ratio,
        goal: `at least ${GOALS[kind]}`,
        reached: ratio >= GOALS[kind],
        details: {
          connections: CONNECTIONS,
          'bytes of a body': Buffer.byteLength(body),
          'warm-up rounds': warmUps.join(' and '),
          'processor time of a read': cpuText(used, used.value.answers),
          'memory before': `${Math.round(before.rss / MIB)} MiB`,
          'memory after': `${Math.round(rss / MIB)} MiB`,
        },
      });
    }
    inspected.close();
    return results;
  } finally {
    bare.stop();
    await fleet.stop();
  }
}

/** Goes on where the round before ended, so that the next one begins with misses too. */
const positions = new WeakMap<Fleet, number>();

export function circling(fleet: Fleet, count: number): () => Buffer {
  const headers = keyOf(fleet);
  return () => {
    const at = positions.get(fleet) ?? 0;
    positions.set(fleet, at + 1);
    return getRequest(pathOf(fleet.gatewayIds[at % count] ?? ''), headers);
  };
}

function keyOf({ key }: Fleet): Record<string, string> {
  return { 'x-api-key': key };
}

function pathOf(gatewayId: string): string {
  return `/hvacs/${gatewayId}/heatingCircuits/1`;
}
