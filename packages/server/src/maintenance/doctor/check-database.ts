import { Client, type ClientConfig } from 'pg';
import type { Config } from '../../config/index.ts';
import { MIGRATIONS } from '../../platform/postgres/migration-files.ts';
import { pendingMigrations } from '../../platform/postgres/migrate.ts';
import { StartupError } from '../../platform/startup-error.ts';
import { ok, reasonOf, warning, wrong, type Finding } from './finding.ts';

const TIMEOUT_MS = 10_000;
/** The oldest that is tested. */
const OLDEST_VERSION = 150_000;
/** Leases of endpoints last 15 s by the database's time, and events are ordered by the server's. */
const CLOCKS_WARN_MS = 1_000;
const CLOCKS_WRONG_MS = 10_000;

/** Reads only; what a start would change is told. */
export async function checkDatabase(config: Config, connection: ClientConfig): Promise<Finding[]> {
  const client = new Client({
    ...connection,
    application_name: 'hearthgate-doctor',
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
  });
  // A connection that breaks fails the query that waits for it.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    const cure = 'does the server of DATABASE_URL run, and may this machine and user connect?';
    await client.end().catch(() => undefined);
    return [wrong('database', `cannot be reached (${reasonOf(error)})`, cure)];
  }
  try {
    return [
      await checkVersion(client),
      await checkClock(client),
      await checkSchema(client),
      await checkMode(client, config),
    ].flat();
  } catch (error) {
    return [wrong('database', `does not answer (${reasonOf(error)})`, "read the database server's log")];
  } finally {
    await client.end();
  }
}

async function checkVersion(client: Client): Promise<Finding> {
  const { rows } = await client.query<{ number: number; name: string; size: string }>(
    `SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS name,
       pg_size_pretty(pg_database_size(current_database())) AS size`,
  );
  const { number = 0, name = '', size = '' } = rows[0] ?? {};
  return number >= OLDEST_VERSION
    ? ok('database', `PostgreSQL ${name}, ${size}`)
    : wrong('database', `PostgreSQL ${name} is too old`, 'use 15 or newer');
}

/** Half of the way there and back belongs to neither. */
async function checkClock(client: Client): Promise<Finding> {
  const before = Date.now();
  const { rows } = await client.query<{ ms: number }>(
    'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS ms',
  );
  const after = Date.now();
  const awayMs = Math.abs((rows[0]?.ms ?? 0) - (before + after) / 2) - (after - before) / 2;
  const text = `this machine and the database are ${(Math.max(0, awayMs) / 1_000).toFixed(1)} s apart`;
  const cure = 'let both follow a time server (NTP)';
  if (awayMs > CLOCKS_WRONG_MS) return wrong('clock', text, cure);
  return awayMs > CLOCKS_WARN_MS ? warning('clock', text, cure) : ok('clock', text);
}

async function checkSchema(client: Client): Promise<Finding> {
  try {
    const pending = await pendingMigrations(client, MIGRATIONS);
    if (pending.length === 0) return ok('migrations', 'all are applied');
    const text = `${pending.length} to come, from ${pending[0]}`;
    return warning('migrations', text, 'make a backup; the next start applies them');
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    const at = error.message.indexOf('. ') + 1;
    return wrong('migrations', error.message.slice(0, at), error.message.slice(at).trim());
  }
}

async function checkMode(client: Client, { mode }: Config): Promise<Finding[]> {
  const { rows: tables } = await client.query<{ isThere: boolean }>(
    `SELECT to_regclass('installation') IS NOT NULL AS "isThere"`,
  );
  if (tables[0]?.isThere !== true) return [];
  const { rows } = await client.query<{ mode: string }>('SELECT mode FROM installation');
  const found = rows[0]?.mode ?? mode;
  if (found === mode) return [];
  const cure = `set HEARTHGATE_MODE=${found}, or give another DATA_DIR or DATABASE_URL`;
  return [wrong('mode', `the database belongs to a ${found} installation, the settings say ${mode}`, cure)];
}
