import type { Health, HealthFinding } from '@hearthgate/wire';
import { clean } from '../company/lines.ts';
import { json, screen as terminal, styled, table, type Screen } from '../shell/screen.ts';
import { operatorClient, type OperatorClient } from './operator-client.ts';

/** What each finding means, and what helps. */
const TEXTS: Readonly<Record<HealthFinding['id'], (value: string) => string>> = {
  slices: (count) =>
    `${count} slices of gateways are looked after by no node -> do nodes run, and reach the database?`,
  partitions: (name) =>
    `the table ${name} has room for less than a day -> search the log for "upkeep failed"`,
  broker: () => 'the broker does not listen -> read the log of the node',
  archive: (count) =>
    `the log does not get into WAL_ARCHIVE_DIR, ${count} segments wait -> make room and look at its rights; postgres.log in DATA_DIR says why`,
  archiveOff: () =>
    'the database was started without WAL_ARCHIVE_DIR -> restart the server with it, then "hearthgate backup --base"',
  outbox: (ms) => `facts wait for ${seconds(ms)} before they become events -> search the log for "fan-out"`,
  timers: (ms) => `timers are ${seconds(ms)} late -> search the log for "timer"`,
  connections: (count) =>
    `the database has ${count} connections, nearly all it allows -> raise max_connections`,
  nodeSilent: (name) =>
    `the node ${name} is gone -> look at its machine and its log; it may have lost the database`,
  nodeBroker: (name) => `the node ${name} has lost the broker -> does the broker of MQTT_URL run?`,
  nodeRedis: (name) =>
    `the node ${name} has lost Redis and counts rate limits alone -> does the server of REDIS_URL run?`,
  lag: (ms) => `the event loop of the node that answers lags ${ms} ms -> look at its CPU; another node helps`,
  latency: (ms) => `the database answers in ${ms} ms -> look at its disk and at long statements`,
  archiveDisk: (bytes) =>
    `the disk of WAL_ARCHIVE_DIR has ${(Number(bytes) / 2 ** 30).toFixed(1)} GiB left -> make room; "hearthgate backup --base --keep 2" removes old ones`,
  base: () => 'no base backup within eight days -> hearthgate backup --base',
  backup: () =>
    'a backup is due -> hearthgate backup --to FOLDER, or "hearthgate backup note" after your own tool',
  failing: (count) => `${count} endpoints take no deliveries -> the console names their companies`,
};
const STATES = { ALIVE: 'runs', SILENT: 'GONE', STOPPED: 'stopped' } as const;
const HEAD = 'NODE|STATE|SINCE|VERSION|SLICES|GATEWAYS|WAITING|LAG|MEMORY|DATABASE|BROKER|REDIS'.split('|');

/** `hearthgate operator health`: all nodes, what waits, and what is wrong; the process exits with 1 when something is bad. */
export async function showHealth(
  { json: asJson }: { json: boolean },
  connect: () => Promise<Pick<OperatorClient, 'call'>> = operatorClient,
  screen: Screen = terminal,
): Promise<void> {
  const health = (await (await connect()).call('GET', '/operator/health')) as Health;
  if (asJson) screen.print(json(health));
  else for (const line of linesOf(health)) screen.print(line);
  const bad = health.findings.filter(({ tone }) => tone === 'bad').length;
  if (bad > 0) throw new Error(`${bad} of ${health.findings.length} findings are bad`);
}

function linesOf({ nodes, queues, findings }: Health): string[] {
  const { outbox, deliveries, timers, mails } = queues;
  return [
    ...table([HEAD, ...nodes.map(rowOf)]).map(clean),
    '',
    `${outbox.waiting} facts, ${deliveries.waiting} events to deliver, ${timers.overdue} overdue timers and ${mails.waiting} mails wait.`,
    ...(findings.length === 0 ? ['Nothing is wrong.'] : findings.map(findingLine)),
  ];
}

function rowOf(node: Health['nodes'][number]): string[] {
  const { name, state, version, uptimeMs, silentMs } = node;
  const head = [name, STATES[state], state === 'ALIVE' ? age(uptimeMs) : `${age(silentMs)} ago`, version];
  // What it said last is old.
  if (state !== 'ALIVE') return head;
  const { slices, connections, reportsWaiting, eventLoopLagMs, memoryBytes, databaseMs, broker, redis } =
    node;
  return [
    ...head,
    ...[slices, connections, reportsWaiting].map(String),
    `${eventLoopLagMs} ms`,
    `${Math.round(memoryBytes / 1e6)} MB`,
    databaseMs === null ? '-' : `${databaseMs} ms`,
    broker,
    redis,
  ];
}

function findingLine({ id, tone, value }: HealthFinding): string {
  return `${tone === 'bad' ? styled('red', 'BAD    ') : styled('yellow', 'warning')}  ${clean(TEXTS[id](String(value)))}`;
}

function seconds(ms: string): string {
  return age(Number(ms));
}

/** In the largest unit that is not zero. */
function age(ms: number): string {
  const units = [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['min', 60_000],
  ] as const;
  const [unit, length] = units.find(([, each]) => ms >= each) ?? (['s', 1_000] as const);
  return `${Math.floor(ms / length)} ${unit}`;
}
