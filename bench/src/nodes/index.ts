import type { ClusterNode } from '../../../packages/server/test/harness/cluster.ts';
import { cpuText, withCpu } from '../harness/cpu.ts';
import { connectSome, type RawGateway } from '../harness/raw-gateway.ts';
import { median, warmUp } from '../harness/rounds.ts';
import type { Result } from '../result.ts';
import type { Options } from '../run.ts';
import { startEngines, type Engines } from './engines.ts';
import { CONNECTIONS, mixedRound, READS_PER_REPORT, UNDER_WAY } from './mixed-round.ts';
import { takeover } from './takeover.ts';

const GATEWAYS = 1_000;
/** Reports of a round, some seconds of it. */
const REPORTS = 4_000;
const QUICK_REPORTS = 1_500;
const GOAL = 0.8;
const TAKEOVER_MAX_MS = 10_000;

export const NODES_EXPLAINED = `Mosquitto, Redis and PostgreSQL as the distribution has them, each a process of its own with its defaults (Mosquitto as in the
[guide](guides/several-nodes.md)), started by the bench. ${GATEWAYS.toLocaleString('en')} gateways at Mosquitto send reports as in **ingest**, and each node is read as in **reads**, on ${CONNECTIONS} connections
in all: ${READS_PER_REPORT} reads for each report, neither more than ${UNDER_WAY} reports ahead of the other. A round ends when all reads are answered, all reports are committed (\`down/ack\`)
and their events are in the log.

- **two nodes**: \`ours\` is what two nodes do together, \`baseline\` what one does with the same engines; rounds of one node before and after
  those of two, each after its rate no longer rises. Everything shares the two cores of the machine, the gateways too, so two nodes can hardly do more
  than one: it is measured what sharing costs. How much more they do on a machine of their own is not.
- **takeover**: every gateway reports once a second, the other node is read, and a node is killed with SIGKILL. \`ours\` is the time until a report that each
  gateway sent right after the kill is committed. Every report that was sent has to be in the database and has to be in the log exactly once; every
  read has to be answered with 200.

What two nodes cost is a read at the node that does not have the gateway: it remembers nothing of it (ADR 0021) and asks PostgreSQL by one
statement (ADR 0027), where the node that has it answers from memory; with two nodes that is every second read. By nine statements and more it was 0.64 in a run of the same day. To keep
such states with the versions of their rows was tried and was slower: between two reads of a gateway it has mostly reported.`;

export async function benchNodes(options: Options): Promise<Result[]> {
  const { quick, say } = options;
  const engines = await startEngines(GATEWAYS);
  let gateways: RawGateway[] = [];
  try {
    const first = await engines.startNode(1);
    gateways = await connectSome(engines, GATEWAYS);
    say(`${gateways.length} gateways are connected`);
    const rounds = (nodes: readonly ClusterNode[], count: number) =>
      measure(engines, nodes, gateways, { ...options, count });
    const before = await rounds([first], quick ? 2 : 3);
    const second = await engines.startNode(2);
    const two = await rounds([first, second], quick ? 3 : 5);
    await second.end('SIGTERM');
    await engines.shared(1);
    const after = await rounds([first], quick ? 1 : 2);
    const one = [...before.rates, ...after.rates];
    const third = await engines.startNode(2);
    const taken = await takeover(engines, [first, third], gateways);
    const [ours, baseline] = [median(two.rates), median(one)];
    return [
      {
        name: 'nodes: two beside one',
        ours,
        baseline,
        unit: 'operations/s',
        ratio: ours / baseline,
        goal: `at least ${GOAL}`,
        reached: ours / baseline >= GOAL,
        details: {
          gateways: GATEWAYS,
          'reports of a round': quick ? QUICK_REPORTS : REPORTS,
          'of them reports': `1 of ${READS_PER_REPORT + 1}`,
          'rounds of one node': one.map(Math.round).join(', '),
          'rounds of two': two.rates.map(Math.round).join(', '),
          'processor time of an operation': `${two.cpu}; with one node ${before.cpu}`,
        },
      },
      {
        name: 'nodes: takeover after a kill',
        ours: taken.ms,
        baseline: TAKEOVER_MAX_MS,
        unit: 'ms',
        ratio: taken.ms / TAKEOVER_MAX_MS,
        goal: 'below 1, nothing lost',
        reached: taken.ms < TAKEOVER_MAX_MS && taken.lost === 0 && taken.toldTwice === 0,
        details: {
          'gateways taken over': taken.moved,
          reports: taken.reports,
          lost: taken.lost,
          'told twice': taken.toldTwice,
          'reads at the other node': taken.reads,
        },
      },
    ];
  } finally {
    for (const gateway of gateways) gateway.end();
    await engines.stop();
  }
}

async function measure(
  engines: Engines,
  nodes: readonly ClusterNode[],
  gateways: readonly RawGateway[],
  { quick, say, count }: Options & { count: number },
): Promise<{ rates: number[]; cpu: string }> {
  const reports = quick ? QUICK_REPORTS : REPORTS;
  const round = () => mixedRound(engines, nodes, gateways, reports);
  await warmUp(round, quick ? 2 : 6);
  const rates: number[] = [];
  // The processes are several, so that only what the machine did can be told.
  const used = await withCpu(0, async () => {
    for (let taken = 0; taken < count; taken += 1) rates.push(await round());
  });
  say(`${nodes.length} node(s): ${rates.map(Math.round).join(', ')} operations/s`);
  return { rates, cpu: cpuText(used, reports * (1 + READS_PER_REPORT) * count) };
}
