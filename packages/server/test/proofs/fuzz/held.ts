import type { Server } from 'node:http';
import type { TestSandbox } from '../../harness/sandbox.ts';
import { memory } from '../../harness/memory.ts';
import { closeConnections } from './send.ts';

/** What the process holds on to when nothing is under way. */
export interface Held {
  /** Bytes, in and outside of the heap, after garbage collection. */
  readonly used: number;
  /** Bytes of the process. */
  readonly rss: number;
  /** Sockets, files and servers that are open. */
  readonly handles: number;
  readonly timers: number;
  /** Connections of both HTTP servers that are still in the middle of a request after their clients have gone. */
  readonly http: number;
  /** Connections to the database, and those of them that have left a transaction open. */
  readonly database: number;
  readonly stuck: number;
}

/** Real time in which what clients have left is cleared away. */
const QUIET_MS = 10_000;

/** Closes all of the attacker's connections, waits until the servers have noticed, and counts. */
export async function held(sandbox: TestSandbox): Promise<Held> {
  closeConnections();
  const servers = [sandbox.app.http.server, sandbox.app.admin.server];
  const openOf = async () => {
    // Kept alive for another request they are held on purpose; what is left is in the middle of one.
    for (const server of servers) server.closeIdleConnections();
    return (await Promise.all(servers.map(connectionsOf))).reduce((a, b) => a + b, 0);
  };
  let http = await openOf();
  for (const giveUpAt = performance.now() + QUIET_MS; http > 0 && performance.now() < giveUpAt;) {
    await new Promise((resolve) => setImmediate(resolve));
    http = await openOf();
  }
  await sandbox.settle();
  const { rows } = await sandbox.pool.query<{ database: number; stuck: number }>(
    `SELECT count(*)::int AS database,
       count(*) FILTER (WHERE state LIKE 'idle in transaction%' AND now() - state_change > interval '5 seconds')::int AS stuck
     FROM pg_stat_activity WHERE datname = current_database()`,
  );
  const resources = process.getActiveResourcesInfo();
  const timers = resources.filter((name) => name === 'Timeout' || name === 'Immediate').length;
  const { database = 0, stuck = 0 } = rows[0] ?? {};
  return { ...(await memory()), handles: resources.length - timers, timers, http, database, stuck };
}

function connectionsOf(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
  });
}
