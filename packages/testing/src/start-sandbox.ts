import { Sandbox } from './sandbox/sandbox.ts';
import { startThread } from './start/start-thread.ts';

/** A move of the clock settles everything, and moves on a whole second at least. */
const SEEDED_BEFORE_MS = 1_000;

export interface SandboxOptions {
  /** Same number and time, same houses and weather; 1 when left out. */
  readonly seed?: number;
  /** Where the clock stands until it is moved, ISO 8601; when left out it runs from now on. */
  readonly at?: string;
}

/** Starts a sandbox of its own in this process, on free ports; its data are gone when it stops. */
export async function startSandbox({ seed = 1, at }: SandboxOptions = {}): Promise<Sandbox> {
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffff_ffff)
    throw new RangeError(`seed is ${seed}: give a whole number from 0 to 4294967295`);
  if (at !== undefined && Number.isNaN(Date.parse(at)))
    throw new RangeError(`at is "${at}": give a time such as 2026-01-15T10:00:00Z`);
  // It is seeded just before, so that nothing of that comes to the receiver of a test.
  const seededAt = at === undefined ? undefined : new Date(Date.parse(at) - SEEDED_BEFORE_MS).toISOString();
  const thread = await startThread({ seed, at: seededAt });
  try {
    const sandbox = await Sandbox.open(thread.url, once(thread.stop));
    await sandbox.clock.advance(`PT${SEEDED_BEFORE_MS / 1_000}S`);
    await sandbox.webhooks.clear();
    return sandbox;
  } catch (error) {
    await thread.stop();
    throw error;
  }
}

/** Uses a sandbox that runs already, such as that of `npx hearthgate start`; `stop()` leaves it running. */
export function connectSandbox(url = 'http://127.0.0.1:8080'): Promise<Sandbox> {
  return Sandbox.open(url.replace(/\/+$/, ''), () => Promise.resolve());
}

function once(stop: () => Promise<void>): () => Promise<void> {
  let stopping: Promise<void> | undefined;
  return () => (stopping ??= stop());
}
