import { setTimeout as sleep } from 'node:timers/promises';
import { StartupError } from '../startup-error.ts';
import type { ServerLock } from './server-lock.ts';

/** A database that restarts is back well within this; afterwards the only server of a database gives up. */
const RETAKE_WITHIN_MS = 30_000;
const RETRY_MS = 250;

/**
 * A lock that is taken again whenever the database restarts under us. `lost` resolves when that fails, or when another
 * server was faster.
 */
export function holdLock(
  first: ServerLock,
  take: () => Promise<ServerLock>,
  withinMs = RETAKE_WITHIN_MS,
): ServerLock {
  const gone = Promise.withResolvers<void>();
  let held = first;
  let released = false;
  const watch = async (): Promise<void> => {
    for (;;) {
      await held.lost;
      const retaken = await retake(take, withinMs, () => released);
      if (!retaken) return gone.resolve();
      held = retaken;
    }
  };
  void watch();
  return {
    lost: gone.promise,
    release: async () => {
      released = true;
      await held.release();
    },
  };
}

async function retake(
  take: () => Promise<ServerLock>,
  withinMs: number,
  isReleased: () => boolean,
): Promise<ServerLock | undefined> {
  const deadline = performance.now() + withinMs;
  while (!isReleased() && performance.now() < deadline) {
    try {
      return await take();
    } catch (error) {
      // Refused: another server has it. Anything else: the database is not back yet.
      if (error instanceof StartupError) return undefined;
      await sleep(RETRY_MS);
    }
  }
  return undefined;
}
