import { sql } from 'kysely';
import { MovableClock, WALL_CLOCK, type ClockState } from '../clock.ts';
import { StartupError } from '../startup-error.ts';
import type { Db } from './database.ts';

export type Mode = 'sandbox' | 'production';

/** Writes the mode at first start; a process of the other mode is refused, so that no sandbox ever opens real data. */
export async function requireMode(db: Db, mode: Mode): Promise<void> {
  await db
    .insertInto('installation')
    .values({ mode })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { mode: found } = await db.selectFrom('installation').select('mode').executeTakeFirstOrThrow();
  if (found !== mode) {
    throw new StartupError(
      `This database belongs to a ${found} installation, but the server was started as ${mode}. ` +
        `Set HEARTHGATE_MODE=${found}, or give another DATA_DIR or DATABASE_URL.`,
    );
  }
}

/** The clock as it was left. */
export async function loadClock(db: Db): Promise<MovableClock> {
  const row = await db.selectFrom('clock').selectAll().executeTakeFirst();
  if (!row) return new MovableClock(WALL_CLOCK);
  const { anchor_real_ms: anchorRealMs, anchor_ms: anchorMs, speed, frozen } = row;
  return new MovableClock({ anchorRealMs, anchorMs, speed, frozen });
}

/**
 * Not waited for until it is on the disk: whatever is committed after it is written after it, so what is recorded is never
 * ahead of the clock.
 */
export async function saveClock(db: Db, state: ClockState): Promise<void> {
  await sql`
    INSERT INTO clock (anchor_real_ms, anchor_ms, speed, frozen)
    SELECT ${state.anchorRealMs}::float8, ${state.anchorMs}::float8, ${state.speed}::float8, ${state.frozen}::boolean
    FROM set_config('synchronous_commit', 'off', true)
    ON CONFLICT (only_row) DO UPDATE SET anchor_real_ms = excluded.anchor_real_ms, anchor_ms = excluded.anchor_ms,
      speed = excluded.speed, frozen = excluded.frozen`.execute(db);
}
