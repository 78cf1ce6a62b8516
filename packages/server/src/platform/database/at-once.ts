import {
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
} from 'kysely';
import type pg from 'pg';
import type { Db, PlatformTables } from './database.ts';

/** Texts that PostgreSQL keeps prepared on a connection; texts are constants of the code, so that no more than some dozens come. */
const PREPARED_MAX = 200;
/** Follows from the failure of an earlier statement of the same transaction. */
const ABORTED = '25P02';

/**
 * A database for transactions that read nothing: their statements are collected and sent together with BEGIN and COMMIT, so
 * that a transaction takes one round trip. A statement whose rows somebody wants is refused; errors appear at the commit.
 */
export function openAtOnce(pool: pg.Pool): Db {
  return new Kysely<PlatformTables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new AtOnceDriver(pool),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
}

class Collected implements DatabaseConnection {
  readonly queries: CompiledQuery[] = [];

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const isRead = query.query.kind === 'SelectQueryNode' || 'returning' in query.query;
    if (isRead) return Promise.reject(new Error(`nothing is read in this transaction: ${query.sql}`));
    this.queries.push(query);
    return Promise.resolve({ rows: [] });
  }

  streamQuery(): never {
    throw new Error('nothing is read in this transaction');
  }
}

class AtOnceDriver implements Driver {
  readonly #pool: pg.Pool;
  readonly #names = new Map<string, string>();

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  acquireConnection(): Promise<Collected> {
    return Promise.resolve(new Collected());
  }

  async commitTransaction({ queries }: Collected): Promise<void> {
    if (queries.length === 0) return;
    const client = await this.#pool.connect();
    try {
      // In one piece: PostgreSQL would wake up for each.
      client.connection.stream.cork();
      const sent = [
        client.query('BEGIN'),
        ...queries.map(({ sql, parameters }) =>
          client.query({ ...this.#named(sql), text: sql, values: [...parameters] }),
        ),
        client.query('COMMIT'),
      ];
      client.connection.stream.uncork();
      // All of them: the connection is used again only when nothing is on its way.
      const failed = (await Promise.allSettled(sent)).flatMap((one) =>
        one.status === 'rejected' ? [one.reason as Error & { code?: string }] : [],
      );
      const [cause] = failed.filter(({ code }) => code !== ABORTED);
      if (cause) throw cause;
    } finally {
      client.release();
    }
  }

  init = () => Promise.resolve();
  beginTransaction = () => Promise.resolve();
  rollbackTransaction = () => Promise.resolve();
  releaseConnection = () => Promise.resolve();
  /** The pool is somebody else's. */
  destroy = () => Promise.resolve();

  #named(text: string): { name?: string } {
    const known = this.#names.get(text);
    if (known !== undefined) return { name: known };
    if (this.#names.size >= PREPARED_MAX) return {};
    const name = `once${this.#names.size}`;
    this.#names.set(text, name);
    return { name };
  }
}
