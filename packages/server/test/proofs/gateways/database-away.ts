import pg from 'pg';
import { inject } from 'vitest';
import type { TestSandbox } from '../../harness/sandbox.ts';

/** Refuses every connection to the sandbox's database while the work runs, and ends those that there are. */
export async function databaseAway<T>(sandbox: TestSandbox, work: () => Promise<T>): Promise<T> {
  const { rows } = await sandbox.pool.query<{ name: string }>('SELECT current_database() AS name');
  const name = rows[0]?.name ?? '';
  const admin = new pg.Client({ connectionString: inject('postgres').replace('DATABASE', 'postgres') });
  await admin.connect();
  // The test's own connections are ended too.
  sandbox.pool.on('error', () => undefined);
  try {
    await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
    await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
    return await work();
  } finally {
    await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
    await admin.end();
  }
}
