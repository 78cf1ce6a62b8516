import type { Health, HealthFinding } from '@hearthgate/wire';

/** Above these somebody should look: slower than people notice, or a queue that stands. */
const LAG_MS = 250;
const LATENCY_MS = 100;
const CONNECTIONS_SHARE = 0.85;
const QUEUE_MS = 60_000;
const PARTITIONS_DAYS = 1;
type Possible = HealthFinding | false | undefined;

/** What is wrong with the platform, the worst first. */
export function judge(health: Omit<Health, 'findings'>): HealthFinding[] {
  const findings = [...ofPlatform(health), ...ofNodes(health), ...ofArchive(health)].filter(
    (finding): finding is HealthFinding => Boolean(finding),
  );
  return findings.toSorted((a, b) => Number(b.tone === 'bad') - Number(a.tone === 'bad'));
}

function ofPlatform({ node, database, queues, broker, partitions }: Omit<Health, 'findings'>): Possible[] {
  const { outbox, timers, deliveries } = queues;
  const outboxMs = outbox.oldestMs ?? 0;
  const timersMs = timers.overdueMs ?? 0;
  return [
    ...partitions.map(
      ({ table, aheadDays }): Possible =>
        aheadDays < PARTITIONS_DAYS && { id: 'partitions', tone: 'bad', value: table },
    ),
    broker === null && { id: 'broker', tone: 'bad', value: '' },
    outboxMs > QUEUE_MS && { id: 'outbox', tone: 'bad', value: outboxMs },
    timersMs > QUEUE_MS && { id: 'timers', tone: 'bad', value: timersMs },
    database.connections > database.connectionsMax * CONNECTIONS_SHARE && {
      id: 'connections',
      tone: 'bad',
      value: database.connections,
    },
    node.eventLoopLagMs > LAG_MS && { id: 'lag', tone: 'warn', value: node.eventLoopLagMs },
    database.latencyMs > LATENCY_MS && { id: 'latency', tone: 'warn', value: database.latencyMs },
    deliveries.endpointsFailing > 0 && { id: 'failing', tone: 'warn', value: deliveries.endpointsFailing },
  ];
}

function ofNodes({ nodes, unheldSlices }: Omit<Health, 'findings'>): Possible[] {
  const alive = nodes.filter(({ state }) => state === 'ALIVE');
  return [
    unheldSlices > 0 && { id: 'slices', tone: 'bad', value: unheldSlices },
    ...nodes.map(
      ({ state, name }): Possible => state === 'SILENT' && { id: 'nodeSilent', tone: 'warn', value: name },
    ),
    ...alive.flatMap(({ name, broker, redis }): Possible[] => [
      broker === 'AWAY' && { id: 'nodeBroker', tone: 'bad', value: name },
      redis === 'AWAY' && { id: 'nodeRedis', tone: 'warn', value: name },
    ]),
  ];
}

function ofArchive({ archive, backup }: Omit<Health, 'findings'>): Possible[] {
  return [
    archive?.state === 'FAILING' && { id: 'archive', tone: 'bad', value: archive.waitingSegments },
    archive?.state === 'OFF' && { id: 'archiveOff', tone: 'bad', value: '' },
    archive?.isNearlyFull === true && { id: 'archiveDisk', tone: 'warn', value: archive.freeBytes ?? 0 },
    archive?.isBaseDue === true && { id: 'base', tone: 'warn', value: '' },
    backup?.isDue === true && { id: 'backup', tone: 'warn', value: '' },
  ];
}
