import Type from 'typebox';
import { Timestamp, ours } from '../partner/common.ts';

const count = (description: string) => Type.Integer({ minimum: 0, description });
const ageMs = Type.Union([Type.Integer(), Type.Null()], {
  description: 'Age of the oldest, milliseconds; null: none waits.',
});

const maybeMs = (description: string) => Type.Union([Type.Integer(), Type.Null()], { description });

/** One process of the platform, by what it said last; every node tells of all. Times are of the database's clock, also in a sandbox. */
const NodeState = Type.Object({
  nodeId: Type.String({ description: 'Of this run of the process.' }),
  name: Type.String({ description: 'Machine and port.' }),
  version: Type.String(),
  state: Type.Enum(['ALIVE', 'SILENT', 'STOPPED'], {
    description:
      'SILENT: it has said nothing for 15 s, and is kept for 24 hours. STOPPED: it was asked to, and is named for an hour.',
  }),
  isAsked: Type.Boolean({ description: 'This is the node that answers.' }),
  startedAt: Timestamp,
  lastSeenAt: Timestamp,
  uptimeMs: Type.Integer(),
  silentMs: Type.Integer({ description: 'Since its last word; a node that lives says one every 5 s.' }),
  slices: count('Shares of the gateways that it looks after, 64 of all nodes together; 0 unless it lives.'),
  connections: count('Gateways that are connected through it.'),
  reportsWaiting: count('Reports that wait for their commit.'),
  eventLoopLagMs: Type.Number({ description: 'The 99th percentile since its word before.' }),
  memoryBytes: count('Resident.'),
  databaseMs: Type.Union([Type.Number(), Type.Null()], {
    description: 'How long its word before took to be written.',
  }),
  databaseWaiting: count('Work that waited for a connection to the database.'),
  broker: Type.Enum(['OK', 'AWAY'], { description: 'AWAY: connections to the broker are lost.' }),
  redis: Type.Enum(['OK', 'AWAY', 'NONE'], {
    description: 'AWAY: it counts rate limits for itself. NONE: it does so on purpose.',
  }),
});
export type NodeState = Type.Static<typeof NodeState>;

/** How the log of the embedded database gets into WAL_ARCHIVE_DIR. */
const ArchiveHealth = Type.Object({
  state: Type.Enum(['OK', 'FAILING', 'OFF'], {
    description: 'FAILING: the log piles up in DATA_DIR. OFF: the database was started without the archive.',
  }),
  failedSegment: Type.Union([Type.String(), Type.Null()], { description: 'Refused last, while it fails.' }),
  lastArchivedMs: maybeMs('Age of the newest segment there; null: none.'),
  waitingSegments: count('Full, and not in the archive.'),
  waitingMs: maybeMs('Age of the oldest of them.'),
  freeBytes: maybeMs('On the disk of the archive; null: the folder cannot be read.'),
  isNearlyFull: Type.Boolean(),
  newestBaseMs: maybeMs('Age of the newest base backup; null: none.'),
  isBaseDue: Type.Boolean({ description: 'Another one should have come.' }),
});

/** What is wrong, the worst first. */
const HealthFinding = Type.Object({
  id: Type.Enum([
    'slices',
    'partitions',
    'broker',
    'archive',
    'archiveOff',
    'outbox',
    'timers',
    'connections',
    'nodeSilent',
    'nodeBroker',
    'nodeRedis',
    'lag',
    'latency',
    'archiveDisk',
    'base',
    'backup',
    'failing',
  ]),
  tone: Type.Enum(['bad', 'warn']),
  value: Type.Union([Type.Number(), Type.String()], {
    description: 'Milliseconds, a count, bytes, or a name, as the finding has it.',
  }),
});
export type HealthFinding = Type.Static<typeof HealthFinding>;

/** How the platform is at this moment. */
export const Health = Type.Object(
  {
    at: Timestamp,
    findings: Type.Array(HealthFinding, { description: 'What is wrong, the worst first.' }),
    nodes: Type.Array(NodeState, {
      description: 'Those that live first, then those that fell silent or were stopped lately; at most 100.',
    }),
    unheldSlices: count('Shares of the gateways that no node looks after.'),
    node: Type.Object({
      processId: Type.Integer(),
      version: Type.String(),
      uptimeSeconds: Type.Integer(),
      eventLoopLagMs: Type.Number({ description: 'The 99th percentile since the measurement before.' }),
      memoryBytes: count('Resident.'),
      heapBytes: count('In use by JavaScript.'),
    }),
    database: Type.Object({
      latencyMs: Type.Number({ description: 'Of one small question.' }),
      sizeBytes: count('On disk.'),
      connections: count('To this database, of all its clients.'),
      connectionsMax: count('What the server allows.'),
    }),
    queues: Type.Object({
      outbox: Type.Object({ waiting: count('Facts that no log holds yet.'), oldestMs: ageMs }),
      deliveries: Type.Object({
        waiting: count('Events behind the cursors of endpoints, of all types.'),
        endpointsBehind: count('Endpoints for which events wait.'),
        endpointsFailing: count('Endpoints whose last attempt failed.'),
        endpointsPaused: count('Endpoints that nothing is sent to.'),
        parked: count('Events that their endpoint has refused again and again.'),
      }),
      mails: Type.Object({ waiting: count('To be sent.'), oldestMs: ageMs }),
      timers: Type.Object({ waiting: count('All.'), overdue: count('Due and not run.'), overdueMs: ageMs }),
    }),
    broker: Type.Union(
      [
        Type.Object({
          connections: count('Gateways.'),
          messagesPerSecond: Type.Number({ description: 'Received, since the measurement before.' }),
          pendingBytes: count('Waiting to be read by gateways.'),
        }),
        Type.Null(),
      ],
      { description: 'Null: it does not listen yet.' },
    ),
    partitions: Type.Array(
      Type.Object({
        table: Type.String(),
        aheadDays: Type.Number({ description: 'How long there is room for; below 1 rows are refused soon.' }),
      }),
    ),
    backup: Type.Union(
      [
        Type.Object({
          newestAgeMs: Type.Union([Type.Integer(), Type.Null()], { description: 'Null: there is none.' }),
          isDue: Type.Boolean({ description: 'Another one should have come.' }),
        }),
        Type.Null(),
      ],
      { description: 'Null: nobody expects backups of a sandbox.' },
    ),
    archive: Type.Union([ArchiveHealth, Type.Null()], { description: 'Null: WAL_ARCHIVE_DIR is not used.' }),
    attention: Type.Object({
      openRegistrations: count('Applications that wait for a decision.'),
      deadLetters: count('Of the last 24 hours.'),
      runningImports: count('Imports of gateways that are not done.'),
    }),
  },
  { ...ours, title: 'Health' },
);
export type Health = Type.Static<typeof Health>;
