import Type from 'typebox';
import { Timestamp, ours } from '../partner/common.ts';

const count = (description: string) => Type.Integer({ minimum: 0, description });
const ageMs = Type.Union([Type.Integer(), Type.Null()], {
  description: 'Age of the oldest, milliseconds; null: none waits.',
});

/** How the platform is at this moment. */
export const Health = Type.Object(
  {
    at: Timestamp,
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
    attention: Type.Object({
      openRegistrations: count('Applications that wait for a decision.'),
      deadLetters: count('Of the last 24 hours.'),
      runningImports: count('Imports of gateways that are not done.'),
    }),
  },
  { ...ours, title: 'Health' },
);
export type Health = Type.Static<typeof Health>;
