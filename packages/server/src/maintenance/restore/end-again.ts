import type { ClientConfig } from 'pg';
import { sql } from 'kysely';
import { ACCESS_SHORT_LIVED, createAccess, openLedger, reApply } from '../../access/index.ts';
import type { Config } from '../../config/index.ts';
import { monotonic, MovableClock, WALL_CLOCK } from '../../platform/clock.ts';
import { openDatabase, openPool, type Db } from '../../platform/database/database.ts';
import { preparedOn } from '../../platform/database/prepared.ts';
import { loadClock } from '../../platform/database/installation.ts';
import { SharedCaches } from '../../platform/database/shared-caches.ts';
import { transactor } from '../../platform/database/unit-of-work.ts';
import { localLimits } from '../../platform/limits/limits.ts';
import { createLog } from '../../platform/log.ts';
import { readMasterKey } from '../../platform/master-key.ts';
import { ALL_SHARDS } from '../../platform/shards/shards.ts';
import { Timers } from '../../platform/timers.ts';
import { PORTALS_SHORT_LIVED, removeUser } from '../../portals/index.ts';
import { requireOwnKeys } from '../secrets/sealed.ts';
import type { Journals } from './read-journals.ts';

const MINUTE_MS = 60_000;

export interface EndedAgain {
  readonly logEpoch: number;
  /** By kind. */
  readonly ended: Readonly<Record<string, number>>;
}

/**
 * Makes a restored database one that may be served: cursors of before are of another epoch, sign-ins and one-time links are
 * gone, and what the journal says has ended ends again. Running it twice ends nothing twice.
 */
export async function endAgain(
  connection: ClientConfig,
  config: Config,
  { anchorDir, journals }: { anchorDir: string; journals: Journals },
): Promise<EndedAgain> {
  const log = createLog('silent');
  const pool = openPool(connection, log);
  try {
    const db = openDatabase(pool);
    const masterKey = await readMasterKey(config.masterKeyFile, false);
    await requireOwnKeys(db, masterKey, config.masterKeyFile);
    const logEpoch = await raiseEpoch(db, journals.logEpoch);
    // Nodes of the time of the backup are none of now.
    for (const table of [...ACCESS_SHORT_LIVED, ...PORTALS_SHORT_LIVED, 'node_states'])
      await sql`DELETE FROM ${sql.table(table)}`.execute(db);
    const clock = config.mode === 'sandbox' ? await loadClock(db) : new MovableClock(WALL_CLOCK);
    const caches = new SharedCaches();
    const transact = transactor(db, {
      caches,
      facts: () => undefined,
      timers: () => undefined,
      // They went out when it ended for the first time.
      mails: { isDelivering: false, append: () => Promise.resolve(), signal: () => undefined },
      // They come from the journal.
      removals: { write: () => Promise.resolve() },
    });
    const timers = new Timers(clock, db, transact, log, ALL_SHARDS);
    const limitsOf = () => localLimits(monotonic);
    const shards = ALL_SHARDS;
    const transactAtOnce = transact;
    const platform = {
      db,
      transact,
      transactAtOnce,
      readPrepared: preparedOn(pool),
      caches,
      clock,
      timers,
      masterKey,
      log,
      monotonic,
      limitsOf,
      shards,
    };
    const ledger = await openLedger(platform, anchorDir);
    const publicUrl = () => config.publicUrl ?? `http://${config.host}:${config.port}`;
    const access = createAccess(
      platform,
      { publicUrl, portalUrl: (brand) => config.portalUrls[brand] || `${publicUrl()}/owner` },
      { trustProxy: [], plainHttpCallers: [] },
      { ledger, consentNoticeMs: 0 },
      { accountOf: () => Promise.resolve(null) },
    );
    const ended: Record<string, number> = {};
    for (const removal of journals.removals) {
      if (await reApply(access, removal, removeUser)) ended[removal.kind] = (ended[removal.kind] ?? 0) + 1;
    }
    await ledger.anchors.close();
    return { logEpoch, ended };
  } finally {
    await pool.end();
  }
}

/** One that was never given out, also when an earlier restore went back to the same backup: the minute of this one, or the next number. */
async function raiseEpoch(db: Db, newestKnown: number): Promise<number> {
  const minute = Math.floor(Date.now() / MINUTE_MS);
  const { rows } = await sql<{ epoch: number }>`
    UPDATE installation SET log_epoch = greatest(log_epoch + 1, ${newestKnown + 1}::integer, ${minute}::integer)
    RETURNING log_epoch AS epoch`.execute(db);
  const [row] = rows;
  if (!row) throw new Error('the backup has no installation');
  return row.epoch;
}
