import type { Socket } from 'node:net';
import pg from 'pg';

const TIMES = {
  /** A statement without an answer for so long is asked about over another connection. */
  suspectAfterMs: 5_000,
  askedWithinMs: 3_000,
};
/** Beyond the longest statement: the server has ended it, and its answer would be here. */
const DEAD_AFTER_MS = 40_000;

/** What `pg` has and its types do not name. */
interface Inner {
  readonly connection: { readonly stream: Socket };
  readonly processID: number;
  /** False while an answer is waited for. */
  readonly readyForQuery: boolean;
}

/**
 * Ends connections that are open and dead, as after a cut without a word, which TCP itself notices after a quarter of an hour: what
 * runs on them fails, and may be tried again. One whose server is at work is left alone.
 */
export function endSilentConnections(pool: pg.Pool, connection: pg.ClientConfig, times = TIMES): void {
  let asking: Promise<ReadonlyMap<number, string> | undefined> | undefined;
  const ask = () =>
    (asking ??= statesOf(connection, times.askedWithinMs).finally(() => (asking = undefined)));
  pool.on('connect', (client) => {
    const inner = innerOf(client);
    const { stream } = inner.connection;
    let [read, silentMs] = [0, 0];
    const judge = async () => {
      const states = await ask();
      if (inner.readyForQuery || stream.bytesRead !== read) return;
      // A session that is not known may be behind a pooler: only time tells.
      const isAtWork = states !== undefined && (states.get(inner.processID) ?? 'active') === 'active';
      if (isAtWork && silentMs < DEAD_AFTER_MS) return;
      stream.destroy(new Error('Connection terminated: the database is silent'));
    };
    stream.on('timeout', () => {
      if (inner.readyForQuery) return;
      silentMs = stream.bytesRead === read ? silentMs + times.suspectAfterMs : times.suspectAfterMs;
      read = stream.bytesRead;
      stream.setTimeout(times.suspectAfterMs);
      void judge();
    });
  });
  pool.on('acquire', (client) => innerOf(client).connection.stream.setTimeout(times.suspectAfterMs));
  pool.on('release', (_error, client) => innerOf(client).connection.stream.setTimeout(0));
}

/** What each session of this database does, by its process; undefined: the database cannot be asked. */
async function statesOf(
  connection: pg.ClientConfig,
  withinMs: number,
): Promise<ReadonlyMap<number, string> | undefined> {
  const client = new pg.Client({
    ...connection,
    connectionTimeoutMillis: withinMs,
    query_timeout: withinMs,
    application_name: 'hearthgate silence',
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ pid: number; state: string }>(
      'SELECT pid, state FROM pg_stat_activity WHERE datname = current_database() AND state IS NOT NULL',
    );
    void client.end().catch(() => undefined);
    return new Map(rows.map(({ pid, state }) => [pid, state]));
  } catch (error) {
    innerOf(client).connection.stream.destroy();
    // It answers, so it is there: it has too many connections, or is starting.
    return error instanceof pg.DatabaseError ? new Map() : undefined;
  }
}

function innerOf(client: pg.ClientBase): Inner {
  return client as unknown as Inner;
}
