import type { Health } from '@hearthgate/wire';

/** Above these somebody should look: slower than people notice, or a queue that stands. */
const LAG_MS = 250;
const LATENCY_MS = 100;
const CONNECTIONS_SHARE = 0.85;
const QUEUE_MS = 60_000;
const PARTITIONS_DAYS = 1;

export interface Finding {
  readonly id:
    | 'lag'
    | 'latency'
    | 'connections'
    | 'outbox'
    | 'timers'
    | 'failing'
    | 'partitions'
    | 'broker'
    | 'backup';
  readonly tone: 'warn' | 'bad';
  /** Milliseconds, a count, or a name, as the finding has it. */
  readonly value: number | string;
}

/** What is wrong with the platform, the worst first. */
export function judge({ node, database, queues, broker, partitions, backup }: Health): Finding[] {
  const { outbox, timers, deliveries } = queues;
  const findings: (Finding | false)[] = [
    ...partitions.map(
      ({ table, aheadDays }): Finding | false =>
        aheadDays < PARTITIONS_DAYS && { id: 'partitions', tone: 'bad', value: table },
    ),
    broker === null && { id: 'broker', tone: 'bad', value: '' },
    (outbox.oldestMs ?? 0) > QUEUE_MS && { id: 'outbox', tone: 'bad', value: outbox.oldestMs ?? 0 },
    (timers.overdueMs ?? 0) > QUEUE_MS && { id: 'timers', tone: 'bad', value: timers.overdueMs ?? 0 },
    database.connections > database.connectionsMax * CONNECTIONS_SHARE && {
      id: 'connections',
      tone: 'bad',
      value: database.connections,
    },
    node.eventLoopLagMs > LAG_MS && { id: 'lag', tone: 'warn', value: node.eventLoopLagMs },
    database.latencyMs > LATENCY_MS && { id: 'latency', tone: 'warn', value: database.latencyMs },
    backup?.isDue === true && { id: 'backup', tone: 'warn', value: '' },
    deliveries.endpointsFailing > 0 && { id: 'failing', tone: 'warn', value: deliveries.endpointsFailing },
  ];
  return findings.filter((finding) => finding !== false);
}
