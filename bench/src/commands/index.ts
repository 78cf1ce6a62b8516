import { topics } from '@hearthgate/wire';
import { Agent, request } from 'undici';
import { startFleet, type Fleet } from '../harness/fleet.ts';
import { SETPOINT } from '../harness/heat-pump.ts';
import { startHelper } from '../harness/helper-process.ts';
import { RawGateway } from '../harness/raw-gateway.ts';
import { quantile } from '../harness/rounds.ts';
import type { Result } from '../result.ts';
import type { Options } from '../run.ts';

const GATEWAYS = 50;
/** One after the other; both sides by turns. */
const COMMANDS = 3_000;
const QUICK_COMMANDS = 400;
const WARM_UP = 1_000;
const QUICK_WARM_UP = 300;
/** Commands of one side before it is the turn of the other. */
const TURN = 50;
/** PostgreSQL counts with this delay. */
const STATISTICS_MS = 1_500;
const BARE_TRANSACTIONS = 2;
const GOALS = { p50: 1.5, p99: 2 };

export const COMMANDS_EXPLAINED = `\`PATCH /hvacs/{gatewayId}/heatingCircuits/1\` until the answer says confirmed: one command after the other to ${GATEWAYS} gateways by
turns, each of which answers over MQTT as soon as it is asked. In between the command is stored, noted in the owner's record, checked again when it leaves, read back, and its end stands in
twin and outbox. Baseline, in a process of its own: one row is committed, the value goes through a bare Aedes to the same kind of gateway, its answer is
waited for, and the row is updated and committed; no HTTP is in it. TCP_NODELAY is set on both sides, and both take turns of ${TURN} commands. The
bare echo is the part of the baseline between its two commits.

The goals are missed. A command is two transactions now, each sent as a whole and answered once, with no statement between them and none before the answer. In
a trace of one on a busy machine, about 0.4 ms pass before the first statement (HTTP, key, limits, access, the plan of the writes), 0.7 ms in the transaction that accepts it (command, line of the
owner's record, timer of its expiry, fact), 0.3 ms with the gateway, 0.9 ms in the one that ends it (twin, state of reports, command, timer, fact), and 0.35 ms until the
answer with the circuit's new state is out. A transaction of the baseline changes one row of a table with one index and takes 0.25 ms. So what is left
is the work of PostgreSQL on nine more rows, each with its indexes, and that of HTTP, which the baseline does not have; p99 is that of commands in whose time the events of
the ones before are written to the company's log, on the same two cores.`;

export async function benchCommands({ quick, say }: Options): Promise<Result[]> {
  const fleet = await startFleet(GATEWAYS);
  const bare = startHelper('bare-process.ts', import.meta.url);
  const agent = new Agent({ connections: 1, pipelining: 1 });
  const gateways: RawGateway[] = [];
  try {
    const barePort = await bare.ask<number>(fleet.connection);
    for (const gatewayId of fleet.gatewayIds) {
      gateways.push(await obedient(fleet, gatewayId), await echoing(barePort, gatewayId));
    }
    const ours = async (at: number) => patch(agent, fleet, at);
    const theirs = async (at: number) =>
      bare.ask<{ echo: number; all: number }>([fleet.gatewayIds[at % GATEWAYS], valueOf(at)]);
    const commits = async () => {
      await new Promise((resolve) => setTimeout(resolve, STATISTICS_MS));
      const { rows } = await fleet.pool.query<{ count: string }>(
        'SELECT xact_commit AS count FROM pg_stat_database WHERE datname = current_database()',
      );
      return Number(rows[0]?.count);
    };
    const committedBefore = await commits();
    const [warmUp, count] = quick ? [QUICK_WARM_UP, QUICK_COMMANDS] : [WARM_UP, COMMANDS];
    const took = { ours: [] as number[], baseline: [] as number[], echo: [] as number[] };
    for (let from = 0; from < warmUp + count; from += TURN) {
      for (let at = from; at < from + TURN; at += 1) {
        const ms = await ours(at);
        if (from >= warmUp) took.ours.push(ms);
      }
      for (let at = from; at < from + TURN; at += 1) {
        const { echo, all } = await theirs(at);
        if (from < warmUp) continue;
        took.baseline.push(all);
        took.echo.push(echo);
      }
    }
    // What a statistic has not told yet, it tells when a connection is idle for a second.
    const transactions = (await commits()) - committedBefore;
    say(`${took.ours.length} commands are confirmed`);
    const ofCommand = transactions / (warmUp + count) - BARE_TRANSACTIONS;
    return [resultOf('p50', took, ofCommand), resultOf('p99', took, ofCommand)];
  } finally {
    await agent.close();
    for (const gateway of gateways) gateway.end();
    bare.stop();
    await fleet.stop();
  }
}

function resultOf(
  which: 'p50' | 'p99',
  took: { ours: readonly number[]; baseline: readonly number[]; echo: readonly number[] },
  transactions: number,
): Result {
  const share = which === 'p50' ? 0.5 : 0.99;
  const [ours, baseline] = [quantile(took.ours, share), quantile(took.baseline, share)];
  const ratio = ours / baseline;
  return {
    name: `commands: to confirmed, ${which}`,
    ours,
    baseline,
    unit: 'ms',
    ratio,
    goal: `at most ${GOALS[which]}`,
    reached: ratio <= GOALS[which],
    details: {
      'bare echo': `${quantile(took.echo, share).toFixed(2)} ms`,
      'transactions of a command': transactions.toFixed(0),
      commands: took.ours.length,
      gateways: GATEWAYS,
    },
  };
}

/** Another set-point than the gateway has: with each round the other of two. */
function valueOf(at: number): number {
  return Math.floor(at / GATEWAYS) % 2 === 0 ? 21.5 : 21;
}

/** Milliseconds until it is confirmed. */
async function patch(agent: Agent, { server, key, gatewayIds }: Fleet, at: number): Promise<number> {
  const body = JSON.stringify({ temporaryRoomSetpoint: valueOf(at) });
  const url = `${server.baseUrl}/hvacs/${gatewayIds[at % GATEWAYS]}/heatingCircuits/1`;
  const startedAt = performance.now();
  const headers = { 'x-api-key': key, 'content-type': 'application/json' };
  const answer = await request(url, { method: 'PATCH', dispatcher: agent, headers, body });
  const text = await answer.body.text();
  const ms = performance.now() - startedAt;
  if (answer.statusCode !== 200) throw new Error(`PATCH: ${answer.statusCode} ${text}`);
  return ms;
}

/** Does what it is told, at once. */
async function obedient({ mqttPort, password }: Fleet, gatewayId: string): Promise<RawGateway> {
  const gateway = await RawGateway.connect(mqttPort, gatewayId, password);
  gateway.onMessage = (topic, payload) => {
    if (topic !== topics.down(gatewayId, 'cmd')) return;
    const { cid, writes } = JSON.parse(payload.toString()) as { cid: string; writes: { value: number }[] };
    const results = writes.map(({ value }) => ({ path: SETPOINT, status: 'CONFIRMED', value }));
    gateway.publish(topics.up(gatewayId, 'ack'), JSON.stringify({ cid, results }));
  };
  await gateway.greet();
  return gateway;
}

async function echoing(port: number, gatewayId: string): Promise<RawGateway> {
  const gateway = await RawGateway.connect(port, gatewayId, '');
  gateway.onMessage = (_topic, payload) => gateway.publish(topics.up(gatewayId, 'ack'), payload.toString());
  return gateway;
}
