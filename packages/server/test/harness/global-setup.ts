import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../src/platform/postgres/embedded-postgres.ts';
import { checkStatements } from './statements/check-statements.ts';
import { migrate } from '../../src/platform/postgres/migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Connection string of the test server, with `DATABASE` in place of the database's name. */
    postgres: string;
  }
}

export const TEMPLATE = 'hearthgate_template';
const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url));
/** Its data are thrown away: nothing need survive a power cut. Tests that kill a database have one of their own. */
const THROWAWAY = ['fsync = off', 'full_page_writes = off'];
const MEMORY = '/dev/shm';
/** Several times what a run writes there. */
const MEMORY_MIN_BYTES = 3_000_000_000;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * One PostgreSQL for all test files, with a migrated template that each of them clones: the embedded one, or the server
 * that TEST_DATABASE_URL names (to run the domain tests on another version).
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const compiled = await mkdtemp(join(tmpdir(), 'hg-compiled-'));
  // Servers and commands that tests start read the same sources: half of a start is compiling them.
  process.env['NODE_COMPILE_CACHE'] = compiled;
  const own = process.env['TEST_DATABASE_URL'];
  const server = own === undefined ? await startOwn() : { url: own, stop: () => Promise.resolve() };
  const url = (database: string) => {
    const address = new URL(server.url);
    address.pathname = `/${database}`;
    return address.href;
  };
  const admin = new pg.Client({ connectionString: url('postgres') });
  await admin.connect();
  await admin.query(`DROP DATABASE IF EXISTS ${TEMPLATE}`);
  await admin.query(`CREATE DATABASE ${TEMPLATE}`);
  await admin.end();
  const pool = new pg.Pool({ connectionString: url(TEMPLATE), max: 1 });
  await migrate(pool, MIGRATIONS);
  await pool.end();
  project.provide('postgres', url('DATABASE'));
  const statements = await mkdtemp(join(tmpdir(), 'hg-statements-'));
  project.provide('statements', statements);
  return async () => {
    try {
      await checkStatements(statements, url(TEMPLATE));
    } finally {
      await server.stop();
      // Who ends last still writes there.
      await rm(compiled, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    }
  };
}

async function startOwn(): Promise<{ url: string; stop: () => Promise<void> }> {
  const dataDir = await mkdtemp(join(await roomy(), 'hg-test-'));
  const postgres = await startEmbeddedPostgres({ dataDir, log: quiet });
  const admin = new pg.Client({ ...postgres.connection, database: 'postgres' });
  await admin.connect();
  for (const setting of THROWAWAY) await admin.query(`ALTER SYSTEM SET ${setting}`);
  await admin.query('SELECT pg_reload_conf()');
  await admin.end();
  const { user, password, host } = postgres.connection;
  const url = `postgres://${user}:${password}@localhost/postgres?host=${encodeURIComponent(host)}`;
  return {
    url,
    stop: async () => {
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Making and dropping a database for each file is work for the file system, a tenth of it in memory. */
async function roomy(): Promise<string> {
  const { bavail, bsize } = await statfs(MEMORY).catch(() => ({ bavail: 0, bsize: 0 }));
  return bavail * bsize > MEMORY_MIN_BYTES ? MEMORY : tmpdir();
}
