import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Health } from '@hearthgate/wire';
import { openDatabase, openPool, type Db } from '../../src/platform/database/database.ts';
import { createLog } from '../../src/platform/log.ts';
import { NodeReporter } from '../../src/platform/nodes/node-reporter.ts';
import { forgetOldNodes, listNodes, type NodeFigures } from '../../src/platform/nodes/node-store.ts';
import { acquire, countUnheld, makeLeases, release } from '../../src/platform/shards/lease-store.ts';
import { judge } from '../../src/portals/operator/health/judge.ts';
import { readNodes } from '../../src/portals/operator/health/read-nodes.ts';
import { createDatabase, type TestDatabase } from '../harness/database.ts';

const log = createLog('silent');
const FIGURES = {
  slices: 32,
  connections: 5_000,
  reportsWaiting: 7,
  databaseWaiting: 0,
  broker: 'OK',
  redis: 'OK',
} as const;
let database: TestDatabase;
let pool: ReturnType<typeof openPool>;
let db: Db;
let reporters: NodeReporter[] = [];

beforeAll(async () => {
  database = await createDatabase();
  pool = openPool({ connectionString: database.url }, log);
  db = openDatabase(pool);
});
beforeEach(async () => {
  for (const reporter of reporters) await reporter.stop();
  reporters = [];
  await pool.query('TRUNCATE node_states');
});
afterAll(async () => {
  for (const reporter of reporters) await reporter.stop();
  await pool.end();
  await database.drop();
});

async function begin(nodeId: string, name: string, more: Partial<NodeFigures> = {}, isAlone = false) {
  const figures = () => ({ ...FIGURES, ...more });
  const reporter = new NodeReporter({ db, monotonic: () => performance.now(), log, figures });
  reporters.push(reporter);
  await reporter.start({ nodeId, name, version: '1.2.3' }, isAlone);
  return reporter;
}
/** As if it had said nothing for so long. */
const fallSilent = (nodeId: string, interval: string) =>
  pool.query('UPDATE node_states SET said_at = said_at - $2::interval WHERE node_id = $1', [
    nodeId,
    interval,
  ]);
const states = async () => (await listNodes(db)).map(({ name, state }) => `${name} ${state}`);

test('every node tells of all: who lives, who fell silent, who was stopped', async () => {
  await begin('a', 'one:8080');
  await begin('b', 'two:8080');
  const third = await begin('c', 'three:8080');
  await fallSilent('b', '14 s');
  expect(await states()).toEqual(['one:8080 ALIVE', 'three:8080 ALIVE', 'two:8080 ALIVE']);
  await fallSilent('b', '2 s');
  await third.stop();
  const nodes = await readNodes(db, 'a');
  expect(nodes).toMatchObject([
    { nodeId: 'a', state: 'ALIVE', isAsked: true, version: '1.2.3', slices: 32, connections: 5_000 },
    // What it had is looked after by others now.
    { nodeId: 'b', state: 'SILENT', isAsked: false, slices: 0 },
    { nodeId: 'c', state: 'STOPPED', slices: 0, connections: 0 },
  ]);
  expect(nodes[1]?.silentMs).toBeGreaterThanOrEqual(16_000);
  expect(nodes[0]?.silentMs).toBeLessThan(14_000);
});

test('who was stopped is named for an hour, who vanished for a day, and then no row is left', async () => {
  const stopped = await begin('a', 'one:8080');
  await begin('b', 'two:8080');
  await stopped.stop();
  await pool.query("UPDATE node_states SET stopped_at = stopped_at - interval '61 min' WHERE node_id = 'a'");
  await fallSilent('b', '23 h');
  expect(await states()).toEqual(['two:8080 SILENT']);
  await fallSilent('b', '61 min');
  expect(await states()).toEqual([]);
  await forgetOldNodes(db);
  expect((await pool.query('SELECT node_id FROM node_states')).rows).toEqual([{ node_id: 'a' }]);
});

test('a node that crashed and came back under its name is one node', async () => {
  await begin('a', 'one:8080');
  await begin('b', 'two:8080');
  await fallSilent('a', '20 s');
  await fallSilent('b', '20 s');
  await begin('c', 'one:8080');
  expect(await states()).toEqual(['one:8080 ALIVE', 'two:8080 SILENT']);
  // The only server of its database knows that there is no other.
  await begin('d', 'four:8080', {}, true);
  expect(await states()).toEqual(['four:8080 ALIVE']);
});

test('findings name what is wrong, the worst first', async () => {
  await begin('a', 'one:8080', { broker: 'AWAY' });
  await begin('b', 'two:8080', { redis: 'AWAY' });
  await begin('c', 'three:8080', { broker: 'AWAY', redis: 'AWAY' });
  await fallSilent('c', '20 s');
  await makeLeases(db);
  await acquire(db, 'a', [], 60);
  expect(await countUnheld(db)).toBe(4);
  await release(db, 'a', [0, 1]);
  const health: Omit<Health, 'findings'> = {
    ...WELL,
    nodes: await readNodes(db, 'a'),
    unheldSlices: await countUnheld(db),
    backup: { newestAgeMs: null, isDue: true },
    archive: { ...ARCHIVE, state: 'FAILING', waitingSegments: 9, isNearlyFull: true, freeBytes: 42 },
  };
  expect(judge(health)).toEqual([
    { id: 'slices', tone: 'bad', value: 6 },
    { id: 'nodeBroker', tone: 'bad', value: 'one:8080' },
    { id: 'archive', tone: 'bad', value: 9 },
    { id: 'nodeSilent', tone: 'warn', value: 'three:8080' },
    { id: 'nodeRedis', tone: 'warn', value: 'two:8080' },
    { id: 'archiveDisk', tone: 'warn', value: 42 },
    { id: 'backup', tone: 'warn', value: '' },
  ]);
  expect(judge({ ...WELL, archive: ARCHIVE })).toEqual([]);
  expect(judge({ ...WELL, archive: { ...ARCHIVE, state: 'OFF', isBaseDue: true } })).toMatchObject([
    { id: 'archiveOff', tone: 'bad' },
    { id: 'base', tone: 'warn' },
  ]);
});

const ARCHIVE: NonNullable<Health['archive']> = {
  state: 'OK',
  failedSegment: null,
  lastArchivedMs: 1_000,
  waitingSegments: 0,
  waitingMs: null,
  freeBytes: 1e12,
  isNearlyFull: false,
  newestBaseMs: 1_000,
  isBaseDue: false,
};
const WELL: Omit<Health, 'findings'> = {
  at: '2026-01-15T06:30:00.000Z',
  nodes: [],
  unheldSlices: 0,
  node: {
    processId: 1,
    version: '1.2.3',
    uptimeSeconds: 1,
    eventLoopLagMs: 1,
    memoryBytes: 1,
    heapBytes: 1,
  },
  database: { latencyMs: 1, sizeBytes: 1, connections: 1, connectionsMax: 60 },
  queues: {
    outbox: { waiting: 0, oldestMs: null },
    deliveries: { waiting: 0, endpointsBehind: 0, endpointsFailing: 0, endpointsPaused: 0, parked: 0 },
    mails: { waiting: 0, oldestMs: null },
    timers: { waiting: 0, overdue: 0, overdueMs: null },
  },
  broker: { connections: 1, messagesPerSecond: 1, pendingBytes: 0 },
  partitions: [],
  backup: null,
  archive: null,
  attention: { openRegistrations: 0, deadLetters: 0, runningImports: 0 },
};
