import { setTimeout as sleep } from 'node:timers/promises';
import type { Screen } from '../shell/screen.ts';
import type { Sandbox, SandboxClock } from './sandbox.ts';

const POLL_MS = 500;

interface Change {
  /** ISO 8601 duration. */
  readonly advance?: string;
  readonly freeze?: boolean;
  readonly speed?: number;
}

/** Moves the clock; everything that follows from it has happened when this returns. */
export async function moveClock(
  sandbox: Sandbox,
  change: Change,
  { progress }: Pick<Screen, 'progress'>,
): Promise<SandboxClock> {
  const answer = await sandbox.call<SandboxClock | { runId: string }>('POST', '/clock', change);
  if (!('runId' in answer)) return answer;
  for (;;) {
    const run = await sandbox.call<{ status: string; error?: string; clock: SandboxClock }>(
      'GET',
      `/clock/runs/${answer.runId}`,
    );
    if (run.status === 'DONE') {
      progress('');
      return run.clock;
    }
    if (run.status === 'FAILED') throw new Error(`the clock was not moved as far as asked: ${run.error}`);
    progress(`the sandbox is at ${run.clock.now}`);
    await sleep(POLL_MS);
  }
}
