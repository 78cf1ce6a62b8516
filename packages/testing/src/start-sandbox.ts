import { Sandbox } from './sandbox/sandbox.ts';
import { startThread } from './start/start-thread.ts';

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
  const thread = await startThread({ seed, at });
  try {
    return await Sandbox.open(thread.url, once(thread.stop));
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
