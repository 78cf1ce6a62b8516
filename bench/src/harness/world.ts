import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import type pg from 'pg';
import { createAccess, openLedger, type Access } from '../../../packages/server/src/access/index.ts';
import { EVENT_PARTITIONS } from '../../../packages/server/src/events/index.ts';
import { MovableClock, monotonic } from '../../../packages/server/src/platform/clock.ts';
import { openDatabase, openPool, type Db } from '../../../packages/server/src/platform/database/database.ts';
import { requireMode } from '../../../packages/server/src/platform/database/installation.ts';
import { keepPartitions } from '../../../packages/server/src/platform/database/partitions.ts';
import { createLog } from '../../../packages/server/src/platform/log.ts';
import { MailOutbox } from '../../../packages/server/src/platform/mail/outbox.ts';
import { readMasterKey } from '../../../packages/server/src/platform/master-key.ts';
import type { Platform } from '../../../packages/server/src/platform/platform.ts';
import { startEmbeddedPostgres } from '../../../packages/server/src/platform/postgres/embedded-postgres.ts';
import { migrate } from '../../../packages/server/src/platform/postgres/migrate.ts';
import { platformOf } from '../../../packages/server/test/harness/platform.ts';

const MIGRATIONS = fileURLToPath(new URL('../../../packages/server/migrations', import.meta.url));

/** A migrated PostgreSQL of its own, as the server starts it, and the domains' ground on it. */
export interface World {
  readonly pool: pg.Pool;
  /** For a pool of its own. */
  readonly connection: pg.ClientConfig;
  readonly db: Db;
  readonly platform: Platform;
  readonly access: Access;
  /** What the figures depend on. */
  readonly settings: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export async function startWorld(): Promise<World> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hg-bench-'));
  const log = createLog('error');
  const postgres = await startEmbeddedPostgres({ dataDir, log });
  const pool = openPool(postgres.connection, log);
  await migrate(pool, MIGRATIONS);
  const db = openDatabase(pool);
  await requireMode(db, 'sandbox');
  const clock = new MovableClock();
  await keepPartitions(db, EVENT_PARTITIONS, clock.now());
  const masterKey = await readMasterKey(join(dataDir, 'master-key.json'), true);
  const mails = new MailOutbox('WAIT', clock, masterKey);
  const removals = { write: () => Promise.resolve() };
  const platform = platformOf({ pool, db, clock, log, masterKey, mails, removals, monotonic });
  const ledger = await openLedger(platform, dataDir);
  const access = createAccess(
    platform,
    { publicUrl: () => 'http://localhost', portalUrl: () => 'http://localhost/owner' },
    { trustProxy: [], plainHttpCallers: [] },
    { ledger, consentNoticeMs: 0 },
    { accountOf: () => Promise.resolve(null) },
  );
  const { rows } = await sql<{ name: string; setting: string }>`
    SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'server_version')`.execute(
    db,
  );
  return {
    pool,
    connection: postgres.connection,
    db,
    platform,
    access,
    settings: Object.fromEntries(rows.map(({ name, setting }) => [name, setting])),
    stop: async () => {
      await ledger.anchors.close();
      await pool.end();
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
