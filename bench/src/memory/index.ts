import { once } from 'node:events';
import { freePort } from '../../../packages/server/test/harness/free-port.ts';
import { startFleet } from '../harness/fleet.ts';
import { startHelper } from '../harness/helper-process.ts';
import { inspect } from '../harness/inspected.ts';
import { inParallel, RawGateway } from '../harness/raw-gateway.ts';
import type { Result } from '../result.ts';
import type { Options } from '../run.ts';

const GATEWAYS = 10_000;
const QUICK_GATEWAYS = 3_000;
/** Connections that come and go before: what a process needs once is not what a connection needs. */
const WARM_UP = 500;
const CONNECTS_AT_ONCE = 100;
/** What follows a greeting is written by then. */
const SETTLE_MS = 3_000;
const KB = 1_000;
const GOALS = { each: 45, above: 18 };

export const MEMORY_EXPLAINED = `Resident memory of the server's process after everything unused was collected, with ${GATEWAYS.toLocaleString('en')} gateways connected less
with none, for each of them. Connections are plain TCP; each gateway has connected with its password, subscribed to its topics, greeted, and is idle from
then on. Before, ${WARM_UP} connections come and go, so that what the process needs once does not count. Baseline: the same connections, subscriptions and greetings
at a bare Aedes in a process of its own, in the same run. The second row is the difference of both beside what it may be.

What is kept of an idle gateway: its connection in Aedes, its row of the registry, and since when it is there. What it reports is read from the database when
somebody needs it.

Resident memory of fewer connections than 10,000 says little: a process first fills what it has.`;

interface Measured {
  readonly rss: number;
  readonly heapUsed: number;
}

export async function benchMemory({ quick, say }: Options): Promise<Result[]> {
  const count = quick ? QUICK_GATEWAYS : GATEWAYS;
  const fleet = await startFleet(count + WARM_UP);
  const inspectPort = await freePort();
  const bare = startHelper('bare-process.ts', import.meta.url, [`--inspect=127.0.0.1:${inspectPort}`]);
  try {
    const [barePort] = (await once(bare.child, 'message')) as [number];
    const measure = async (mqttPort: number, inspectedPort: number) =>
      perConnection(fleet.gatewayIds, fleet.password, mqttPort, inspectedPort);
    const baseline = await measure(barePort, inspectPort);
    say(`bare Aedes: ${baseline.rss.toFixed(1)} kB, ${baseline.heapUsed.toFixed(1)} of it in the heap`);
    const ours = await measure(fleet.mqttPort, fleet.inspectPort);
    const above = ours.rss - baseline.rss;
    const details = {
      gateways: count,
      'heap of each': `${ours.heapUsed.toFixed(1)} and ${baseline.heapUsed.toFixed(1)} kB`,
    };
    return [
      {
        name: 'memory: of a connected gateway',
        ours: ours.rss,
        baseline: baseline.rss,
        unit: 'kB',
        ratio: ours.rss / baseline.rss,
        goal: `at most ${GOALS.each} kB, ${GOALS.above} above the baseline`,
        reached: ours.rss <= GOALS.each && above <= GOALS.above,
        details,
      },
      {
        name: 'memory: above bare Aedes',
        ours: above,
        baseline: GOALS.above,
        unit: 'kB',
        ratio: above / GOALS.above,
        goal: 'at most 1',
        reached: above <= GOALS.above,
        details: {},
      },
    ];
  } finally {
    bare.stop();
    await fleet.stop();
  }
}

/** Kilobytes of a connection. */
async function perConnection(
  gatewayIds: readonly string[],
  password: string,
  mqttPort: number,
  inspectPort: number,
): Promise<Measured> {
  const inspected = await inspect(inspectPort);
  const connectAll = async (ids: readonly string[]) => {
    const gateways: RawGateway[] = [];
    await inParallel(ids, CONNECTS_AT_ONCE, async (gatewayId) => {
      const gateway = await RawGateway.connect(mqttPort, gatewayId, password);
      gateways.push(gateway);
      await gateway.greet();
    });
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    return gateways;
  };
  for (const gateway of await connectAll(gatewayIds.slice(0, WARM_UP))) gateway.end();
  const before = await inspected.settledMemory();
  const gateways = await connectAll(gatewayIds.slice(WARM_UP));
  const after = await inspected.settledMemory();
  for (const gateway of gateways) gateway.end();
  inspected.close();
  const each = (bytes: number) => bytes / gateways.length / KB;
  return { rss: each(after.rss - before.rss), heapUsed: each(after.heapUsed - before.heapUsed) };
}
